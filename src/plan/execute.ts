// All rows of a request: as many slices as its work takes, joined or streamed in its order.
import type { Connection } from '../redis/connection/connection.js';
import { sortById } from './compare.js';
import { type Joined, joinSlices, remaining, TieSorter } from './merge.js';
import { canWalk } from './order.js';
import { partsOf } from './parts.js';
import type { Request, Slice, StoredRow } from './request.js';
import { runSlice } from './slice.js';
import { canWalkTies, withinTie } from './ties.js';

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

/** All slices of a request, part by part where it has a list that is too long for one call. */
export async function readSlices(connection: Connection, request: Request): Promise<readonly Slice[]> {
  const slices: Slice[] = [];
  for (const part of partsOf(request)) {
    const start: Start | undefined = part.part && part.order ? { strategy: 'drive and sort' } : undefined;
    for await (const slice of slicesOf(connection, part, start)) slices.push(slice);
  }
  return slices;
}

const runJoined = async (connection: Connection, request: Request): Promise<Joined> =>
  joinSlices(request, await readSlices(connection, request));

/** How often rows are read again that are too few, since entities moved from slice to slice. */
const ATTEMPTS = 10;

/** As many rows as the limit says, of those that there are: where some moved meanwhile and were counted twice, more are asked for. */
async function runLimited(connection: Connection, request: Request, limit: number): Promise<readonly StoredRow[]> {
  let more = 0;
  for (let left = ATTEMPTS; ; left--) {
    const { rows, moved } = await runJoined(connection, { ...request, limit: limit + more });
    if (moved === 0 || rows.length >= limit || left === 0) return rows.length > limit ? rows.slice(0, limit) : rows;
    more += 2 * moved;
  }
}

/** All rows of a request, in its order; by id where it names none. One round trip, or as many as the budget needs. */
export async function runRows(connection: Connection, request: Request): Promise<readonly StoredRow[]> {
  const { order, limit, models } = request;
  const rows =
    limit === undefined ? (await runJoined(connection, request)).rows : await runLimited(connection, request, limit);
  return order ? rows : sortById(models[0].integer, rows);
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
