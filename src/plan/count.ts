import type { Connection } from '../redis/connection/connection.js';
import { passGates } from './gate.js';
import { sizeOfList } from './list-size.js';
import { partsOf } from './parts.js';
import { isCountable } from './plan.js';
import type { Request, Slice } from './request.js';
import { runSize, runSlice } from './slice.js';

/** Hears of each call of a count that is asked how it was answered. */
export type Note = (slice: Slice) => void;

/** The list whose size is the count, which one command tells; undefined where there is more to it. */
function listOf({ plan, mode, explain, models: [model] }: Request): string | undefined {
  if (mode !== 'count' || explain || !model.integer || model.expires) return undefined;
  if (!plan) return model.ids;
  return plan.op === 'posting' && !plan.bind ? plan.key : undefined;
}

/** The size of one posting list of whole numbers, which the server knows. */
function countList(connection: Connection, { models: [model] }: Request, list: string): Promise<number> {
  const sized = { list, counts: model.counts, name: list.slice(model.key.length + 1) };
  return passGates(connection, [model.key], [{ key: list }], () => sizeOfList(connection, sized));
}

/** What the indexes know without reading an id. */
async function countKnown(connection: Connection, request: Request, note?: Note): Promise<number | undefined> {
  const size = await runSize(connection, request);
  if (size === null || typeof size === 'number') return size ?? undefined;
  note?.(size);
  return size.count;
}

async function countSlices(connection: Connection, request: Request, note?: Note): Promise<number> {
  let total = 0;
  let next: string | undefined;
  do {
    const slice = await runSlice(connection, request, next);
    note?.(slice);
    total += slice.count;
    if (request.mode === 'exists' && total > 0) break;
    next = slice.next;
  } while (next !== undefined);
  return total;
}

/** Count over as many slices as it takes; most conditions need one. */
export async function runCount(connection: Connection, request: Request, note?: Note): Promise<number> {
  const { plan, mode } = request;
  const list = listOf(request);
  if (list !== undefined) return countList(connection, request, list);
  const known =
    mode === 'count' && (!plan || isCountable(plan)) ? await countKnown(connection, request, note) : undefined;
  if (known !== undefined) return known;
  let total = 0;
  for (const part of partsOf(request)) {
    total += await countSlices(connection, part, note);
    if (mode === 'exists' && total > 0) break;
  }
  return total;
}
