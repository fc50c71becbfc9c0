import type { Connection } from '../redis/connection/connection.js';
import { query } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { Merger, sortById } from './merge.js';
import { decodeReply, encodeRequest, type Request, type Slice, type StoredRow } from './request.js';

/** What a query is run on: a connection, and the key prefix of the model. */
export interface Target {
  readonly connection: Connection;
  readonly prefix: string;
}

/** Answer one bounded slice in one round trip. */
export async function runSlice(target: Target, request: Request, from?: string): Promise<Slice> {
  const args = { request: encodeRequest(request, from) };
  return decodeReply(await run(target.connection, query, { keys: { prefix: target.prefix }, args }));
}

/** Count over as many slices as it takes; most filters need one. */
export async function runCount(target: Target, request: Request): Promise<number> {
  let total = 0;
  let next: string | undefined;
  do {
    const slice = await runSlice(target, request, next);
    total += slice.count;
    if (request.mode === 'exists' && total > 0) break;
    next = slice.next;
  } while (next !== undefined);
  return total;
}

/** What is left to ask for after a slice that came in its final order. */
function remaining(request: Request, slice: Slice): Request {
  const limit = request.limit === undefined ? undefined : request.limit - slice.rows.length;
  return { ...request, offset: request.offset - slice.count, limit };
}

/** The slices of a request, one round trip each, until nothing is left; by a strategy of the caller's where one is named. */
export async function* runSlices(target: Target, request: Request, strategy?: 'walk'): AsyncGenerator<Slice> {
  let rest = request;
  let next = strategy && JSON.stringify({ strategy });
  do {
    const slice = await runSlice(target, rest, next);
    yield slice;
    // slices that are merged keep their offset and limit: their rows are cut after the last one
    if (!slice.keys) rest = remaining(rest, slice);
    next = slice.next;
  } while (next !== undefined);
}

function mergeSlices(
  slices: readonly Slice[],
  { order = [], integer, offset, limit }: Request,
): (StoredRow | string)[] {
  const merger = new Merger(order, integer, limit === undefined ? undefined : offset + limit);
  for (const slice of slices) merger.add(slice);
  return merger.rows(offset);
}

/** All rows of a request, in its order; by id where it names none. One round trip, or as many as the budget needs. */
export async function runRows(target: Target, request: Request): Promise<readonly (StoredRow | string)[]> {
  const slices: Slice[] = [];
  for await (const slice of runSlices(target, request)) slices.push(slice);
  if (slices[0]?.keys) return mergeSlices(slices, request);
  const rows = slices.length === 1 ? slices[0]!.rows : slices.flatMap((slice) => slice.rows);
  return request.order ? rows : sortById(request.integer, rows);
}
