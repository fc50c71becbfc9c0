import type { Connection } from '../redis/connection/connection.js';
import { fetch, findUnique, query } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { schemaError } from '../scripts/schema-changed.js';
import { isObserved, noteRoundTrip, noteStrategy } from '../util/observe.js';
import { bestOf } from './best.js';
import { sortById } from './compare.js';
import { passGates, type Reads } from './gate.js';
import { joinSlices, remaining, TieSorter } from './merge.js';
import { canWalk } from './order.js';
import { partsOf } from './parts.js';
import { relyingOn } from './relied-on.js';
import {
  decodeReply,
  decodeUnique,
  encodeRequest,
  type Request,
  type RequestModel,
  type Slice,
  type StoredRow,
  type UnreadRow,
  WHOLE_ROW,
} from './request.js';
import { canWalkTies, withinTie } from './ties.js';

export type { Connection };

const prefixOf = ({ key }: RequestModel): string => key;

type Asked = Pick<Request, 'models' | 'plan' | 'order' | 'fields' | 'with'>;

interface ReadBy {
  readonly models: readonly RequestModel[];
  readonly reads: readonly Reads[];
}

/** What a request reads of the indexes of its models, and what is loaded along with its rows. */
function readBy({ models, plan, order, fields, with: parts }: Asked): ReadBy {
  const own = { models, reads: [plan, order, fields] };
  if (!parts) return own;
  const all: ReadBy[] = [own, ...parts.map((part) => ({ models: [], reads: [part.via] })), ...parts.map(readBy)];
  const known = new Map(all.flatMap((each) => each.models.map((model) => [model.key, model])));
  return { models: [...known.values()], reads: all.flatMap(({ reads }) => reads) };
}

/** A search of an index that another program has declared differently, and written to, since the gate last asked. */
const refuseStale = (error: unknown): never => {
  throw schemaError(error);
};

function runQuery(connection: Connection, request: Request, from?: string): Promise<unknown> {
  const [{ key, ids }] = request.models;
  const asked = isObserved() ? { ...request, explain: true } : request;
  const rest = from === undefined ? bestOf(asked) : [];
  const input = { keys: { prefix: key, ids }, args: { request: encodeRequest(asked, from) }, rest };
  noteRoundTrip();
  const { models, reads } = readBy(request);
  return passGates(connection, models.map(prefixOf), reads, () =>
    relyingOn(connection, request, () => run(connection, query, input)).catch(refuseStale),
  );
}

/** The stored values of one entity; by a script, where something is made of them. */
async function readValues(
  connection: Connection,
  { key, ids }: RequestModel,
  id: string,
  fields: readonly string[],
): Promise<StoredRow['values']> {
  if (!fields.some((name) => name.startsWith(WHOLE_ROW)))
    return (await connection.send('hmget', [`${key}:${id}`, ...fields])) as StoredRow['values'];
  const input = { keys: { prefix: key, all: ids }, args: { fields: JSON.stringify(fields) }, rest: [id] };
  const reply = await run(connection, fetch, input);
  const [values] = (typeof reply === 'string' ? JSON.parse(reply) : reply) as StoredRow['values'][];
  return values!.map((value) => ((value as string | null | false) === false ? null : value));
}

/** The row that a slice left unread; undefined where it is gone by now. */
async function readRow(
  connection: Connection,
  { models, fields }: Request,
  { id, keys }: UnreadRow,
): Promise<StoredRow | undefined> {
  const key = `${models[0].key}:${id}`;
  noteRoundTrip();
  const values = fields!.length === 0 ? [] : await readValues(connection, models[0], id, fields!);
  // all of its fields may be optional
  const isThere = values.some((value) => value !== null) || (await connection.send('exists', [key])) === 1;
  return isThere ? { id, values, ...(keys && { keys }) } : undefined;
}

const isRead = (row: StoredRow | UnreadRow): row is StoredRow => row.values !== undefined;

/** Read large rows one by one, so that no call holds the server for all of them. */
async function readRest(connection: Connection, request: Request, slice: Slice<StoredRow | UnreadRow>): Promise<Slice> {
  if (slice.rows.every(isRead)) return slice as Slice;
  const rows = await Promise.all(slice.rows.map((row) => (isRead(row) ? row : readRow(connection, request, row))));
  return {
    ...slice,
    rows: rows.filter((row) => row !== undefined),
    keys: slice.keys?.filter((_, i) => rows[i] !== undefined),
  };
}

/** A slice, of whose strategy who listens is told. */
function noted(slice: Slice<StoredRow | UnreadRow>): Slice<StoredRow | UnreadRow> {
  if (slice.trace && isObserved()) noteStrategy((JSON.parse(slice.trace) as { strategy: string }).strategy);
  return slice;
}

/** Answer one bounded slice in one round trip. */
export async function runSlice(connection: Connection, request: Request, from?: string): Promise<Slice> {
  const reply = await runQuery(connection, request, from);
  return readRest(connection, request, noted(decodeReply(reply, request)));
}

/**
 * How many ids a request has, as far as the indexes know it: a number, or a slice without rows where somebody wants to know how; null where so
 * many entities have expired that nobody has deleted yet that each is looked at.
 */
export async function runSize(connection: Connection, request: Request): Promise<number | Slice | null> {
  const reply = await runQuery(connection, { ...request, mode: 'size' });
  if (reply === null || typeof reply === 'number') return reply;
  return noted(decodeReply(reply, request)) as Slice;
}

/** What is asked of a unique index: who has a value. */
interface UniqueRequest {
  readonly model: RequestModel;
  /** what the keys of the index begin with */
  readonly index: string;
  /** the name of the number of its buckets */
  readonly buckets: string;
  /** in stored form */
  readonly value: string;
  /** stored names of the fields of the row */
  readonly fields: readonly string[];
}

/** The row of the holder of a unique value. */
export async function runUnique(
  connection: Connection,
  { model: { key, ids, counts }, index, buckets, value, fields }: UniqueRequest,
): Promise<StoredRow | undefined> {
  const input = { keys: { prefix: key, ids }, args: { index, counts, buckets, value }, rest: fields };
  noteRoundTrip();
  return decodeUnique(await passGates(connection, [key], [{ key: index }], () => run(connection, findUnique, input)));
}

/** How the caller wants a request to be answered; `behind`: after all that have this value in the first order. */
interface Start {
  readonly strategy: 'walk' | 'drive and sort';
  readonly behind?: string;
}

/** The slices of a request, one round trip each, until nothing is left; as the caller wants where he says so. */
async function* slicesOf(connection: Connection, request: Request, start?: Start): AsyncGenerator<Slice> {
  let rest = request;
  let next = start && JSON.stringify(start);
  do {
    const slice = await runSlice(connection, rest, next);
    yield slice;
    rest = remaining(rest, slice);
    next = slice.next;
  } while (next !== undefined);
}

/** The slices of a request, part by part where it has a list that is too long for one call. */
export async function* runSlices(connection: Connection, request: Request): AsyncGenerator<Slice> {
  for (const part of partsOf(request))
    yield* slicesOf(connection, part, part.part && part.order ? { strategy: 'drive and sort' } : undefined);
}

/** All rows of a request, in its order; by id where it names none. One round trip, or as many as the budget needs. */
export async function runRows(connection: Connection, request: Request): Promise<readonly StoredRow[]> {
  const slices: Slice[] = [];
  for await (const slice of runSlices(connection, request)) slices.push(slice);
  const rows = joinSlices(request, slices);
  return request.order ? rows : sortById(request.models[0].integer, rows);
}

/** Rows of a tie that are held, for each step of a slice: beyond them the tie is walked by the next order. */
const HELD = 15;

async function* inTies(connection: Connection, request: Request): AsyncGenerator<StoredRow> {
  let start: Start | undefined = { strategy: 'walk' };
  while (start) {
    const sorter = new TieSorter(request);
    let large: string | null | undefined;
    for await (const slice of slicesOf(connection, request, start)) {
      // a single slice comes in its final order
      if (!slice.keys) return yield* slice.rows;
      yield* sorter.add(slice);
      large = canWalkTies(request) ? sorter.largerThan(HELD * request.budget) : undefined;
      if (large !== undefined) break;
    }
    if (large === undefined) return yield* sorter.end();
    yield* streamRows(connection, withinTie(request, large));
    // those without a value are the last
    start = large === null ? undefined : { strategy: 'walk', behind: large };
  }
}

/** The rows of an order of several fields as they come: ties of the first are sorted, and large ones walked by the second. */
async function* streamTies(connection: Connection, request: Request): AsyncGenerator<StoredRow> {
  const { offset, limit } = request;
  const needed = limit === undefined ? Number.POSITIVE_INFINITY : offset + limit;
  let at = 0;
  // a single slice comes cut, others do not: all from the start are asked for, and counted here
  const whole = { ...request, offset: 0, limit: limit && offset + limit };
  for await (const row of inTies(connection, whole)) {
    if (at++ >= offset) yield row;
    if (at >= needed) return;
  }
}

/** Rows as they are found, without holding all of them; in the request's order where it names one. */
export async function* streamRows(connection: Connection, request: Request): AsyncGenerator<StoredRow> {
  const { order } = request;
  const parts = partsOf(request);
  // each part has its own order
  if (order && (parts.length > 1 || !canWalk(order[0]!))) return yield* await runRows(connection, request);
  if (order && order.length > 1) return yield* streamTies(connection, request);
  for (const part of parts)
    for await (const slice of slicesOf(connection, part, order && { strategy: 'walk' })) yield* slice.rows;
}
