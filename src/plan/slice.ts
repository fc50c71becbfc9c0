// One bounded call of the script that answers queries, and what it left to be read by itself.
import type { Connection } from '../redis/connection/connection.js';
import { fetch, query } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { isObserved, noteRoundTrip, noteStrategy } from '../util/observe.js';
import { bestOf } from './best.js';
import { passGates, type Reads } from './gate.js';
import { refuseSearch } from './refused-search.js';
import { relyingOn } from './relied-on.js';
import {
  decodeReply,
  encodeRequest,
  type Request,
  type RequestModel,
  type Slice,
  type StoredRow,
  type UnreadRow,
  WHOLE_ROW,
} from './request.js';

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

function runQuery(connection: Connection, request: Request, from?: string): Promise<unknown> {
  const [{ key, ids }] = request.models;
  const asked = isObserved() ? { ...request, explain: true } : request;
  const rest = from === undefined ? bestOf(asked) : [];
  const input = { keys: { prefix: key, ids }, args: { request: encodeRequest(asked, from) }, rest };
  noteRoundTrip();
  const { models, reads } = readBy(request);
  return passGates(connection, models.map(prefixOf), reads, () =>
    relyingOn(connection, request, () => run(connection, query, input)).catch(refuseSearch),
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
