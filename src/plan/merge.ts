import { compareIds, compareTexts, numberOf } from './compare.js';
import type { OrderPlan } from './order.js';
import type { Request, Slice, StoredRow } from './request.js';

type Key = string | number | null;

interface Sortable {
  readonly row: StoredRow;
  readonly keys: readonly Key[];
}

const NUMBERS: ReadonlySet<OrderPlan['op'] | undefined> = new Set(['range', 'score', 'distance', 'ranks'] as const);
const isNumber = (op: OrderPlan['op'] | undefined): boolean => NUMBERS.has(op);

function compareKeys({ op, reverse, first }: OrderPlan, a: Key, b: Key): number {
  if (a === b) return 0;
  // rows without a value come last, in either direction, unless a page is read backwards
  if (a === null || b === null) return (a === null) === (first === true) ? -1 : 1;
  const result = isNumber(op) ? (a as number) - (b as number) : compareTexts(a as string, b as string);
  return reverse ? -result : result;
}

function comparator({ order = [], models: [{ integer }] }: Request): (a: Sortable, b: Sortable) => number {
  const step = order.at(-1)?.reverse ? -1 : 1;
  return (a, b) => {
    for (const [i, each] of order.entries()) {
      const result = each.op === 'id' ? 0 : compareKeys(each, a.keys[i] ?? null, b.keys[i] ?? null);
      if (result !== 0) return result;
    }
    return compareIds(integer, a.row.id, b.row.id) * step;
  };
}

function sortables({ order = [] }: Request, slice: Slice): Sortable[] {
  const asKey = (key: string | null, i: number): Key => (key !== null && isNumber(order[i]?.op) ? numberOf(key) : key);
  return slice.rows.map((row, i) => ({ row, keys: (slice.keys?.[i] ?? []).map(asKey) }));
}

/** What is left to ask for after a slice. Those that are merged keep their offset and limit: their rows are cut after the last one. */
export function remaining(request: Request, { keys, rows, count }: Slice): Request {
  if (keys) return request;
  const limit = request.limit === undefined ? undefined : request.limit - rows.length;
  return { ...request, offset: request.offset - count, limit };
}

/** The slices without the rows that a later one has as well: of an entity that moved meanwhile what was read last stays. */
function withoutMoved(slices: readonly Slice[]): readonly Slice[] {
  const latest = new Map<string, number>();
  for (const [i, { rows }] of slices.entries()) for (const { id } of rows) latest.set(id, i);
  if (latest.size === rowsIn(slices)) return slices;
  return slices.map((slice, i) => {
    const stays = slice.rows.map(({ id }) => latest.get(id) === i);
    const keys = slice.keys?.filter((_, place) => stays[place]);
    return { ...slice, rows: slice.rows.filter((_, place) => stays[place]), ...(keys && { keys }) };
  });
}

const rowsIn = (slices: readonly Slice[]): number => slices.reduce((sum, { rows }) => sum + rows.length, 0);

/** The rows of an answer, and how many were read of entities that moved and were read once more: a limit counted them as well. */
export interface Joined {
  readonly rows: readonly StoredRow[];
  readonly moved: number;
}

/** The rows of all slices of a request: first those that came in their final order, then what is merged; each entity once. */
export function joinSlices(request: Request, given: readonly Slice[]): Joined {
  if (given.length === 1 && !given[0]!.keys) return { rows: given[0]!.rows, moved: 0 };
  const slices = given.length === 1 ? given : withoutMoved(given);
  return { rows: joined(request, slices), moved: rowsIn(given) - rowsIn(slices) };
}

function joined(request: Request, slices: readonly Slice[]): readonly StoredRow[] {
  const rest = slices.reduce(remaining, request);
  const ordered = slices.filter(({ keys }) => !keys).flatMap(({ rows }) => rows);
  const merged = slices.filter(({ keys }) => keys);
  return merged.length === 0 ? ordered : [...ordered, ...mergeSlices(rest, merged)];
}

/** The rows of several slices in one order, as the script sorts one slice. */
function mergeSlices(request: Request, slices: readonly Slice[]): StoredRow[] {
  const { offset, limit } = request;
  const all = slices.flatMap((slice) => sortables(request, slice)).sort(comparator(request));
  return all.slice(offset, limit === undefined ? undefined : offset + limit).map(({ row }) => row);
}

/** Sorts the rows of a walk of the first order within its ties: as soon as a tie is complete it can be handed out. */
export class TieSorter {
  /** the rows of the last tie, which may go on */
  private tie: Sortable[] = [];
  private readonly compare: (a: Sortable, b: Sortable) => number;

  constructor(private readonly request: Request) {
    this.compare = comparator(request);
  }

  /** Take a slice, and give the rows of all ties but the last, which may go on. */
  add(slice: Slice): StoredRow[] {
    const first = this.request.order![0]!;
    const done: StoredRow[] = [];
    for (const each of sortables(this.request, slice)) {
      const last = this.tie[0];
      if (last && compareKeys(first, last.keys[0] ?? null, each.keys[0] ?? null) !== 0) done.push(...this.end());
      this.tie.push(each);
    }
    return done;
  }

  /** The value of the last tie, where it has more rows than so many. */
  largerThan(most: number): string | null | undefined {
    if (this.tie.length <= most) return undefined;
    const [key] = this.tie[0]!.keys;
    return key === null || key === undefined ? null : String(key);
  }

  /** The rows of the last tie. */
  end(): StoredRow[] {
    const rows = this.tie.sort(this.compare).map(({ row }) => row);
    this.tie = [];
    return rows;
  }
}
