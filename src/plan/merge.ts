import type { Order, Slice, StoredRow } from './request.js';

type Keys = readonly (string | null)[];

interface Merged {
  readonly row: StoredRow | string;
  readonly keys: Keys;
}

const compareText = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const compareNumbers = (a: string, b: string) => Number(a) - Number(b);

function compareKeys(order: Order, a: string | null, b: string | null): number {
  if (a === b) return 0;
  // rows without a value come last, in either direction
  if (a === null || b === null) return a === null ? 1 : -1;
  const result = order.op === 'range' ? compareNumbers(a, b) : compareText(a, b);
  return order.reverse ? -result : result;
}

const idOf = (row: StoredRow | string): string => (typeof row === 'string' ? row : (row.at(-1) as string));

/** The order of ids that the script uses as well. */
function compareIds(integer: boolean, a: StoredRow | string, b: StoredRow | string): number {
  return (integer ? compareNumbers : compareText)(idOf(a), idOf(b));
}

/** Ids in the order that the script gives them. */
export const sortIds = (integer: boolean, ids: readonly string[]): string[] =>
  [...ids].sort((a, b) => compareIds(integer, a, b));

/** Rows in the order of their ids; most strategies gave them so already. */
export function sortById(integer: boolean, rows: readonly (StoredRow | string)[]): readonly (StoredRow | string)[] {
  const ordered = rows.every((row, i) => i === 0 || compareIds(integer, rows[i - 1]!, row) < 0);
  return ordered ? rows : [...rows].sort((a, b) => compareIds(integer, a, b));
}

function comparator(orders: readonly Order[], integer: boolean): (a: Merged, b: Merged) => number {
  const last = orders.at(-1);
  return (a, b) => {
    for (const [i, order] of orders.entries()) {
      const result = order.op === 'id' ? 0 : compareKeys(order, a.keys[i] ?? null, b.keys[i] ?? null);
      if (result !== 0) return result;
    }
    return compareIds(integer, a.row, b.row) * (last?.reverse ? -1 : 1);
  };
}

/** Sorts what several slices found into one list, as the script sorts one slice. */
export class Merger {
  private found: Merged[] = [];
  private readonly compare: (a: Merged, b: Merged) => number;

  constructor(
    orders: readonly Order[],
    integer: boolean,
    private readonly needed: number | undefined,
  ) {
    this.compare = comparator(orders, integer);
  }

  add(slice: Slice): void {
    slice.rows.forEach((row, i) => {
      this.found.push({ row, keys: slice.keys?.[i] ?? [] });
    });
    this.found = this.found.sort(this.compare).slice(0, this.needed);
  }

  rows(offset: number): (StoredRow | string)[] {
    return this.found.slice(offset).map((merged) => merged.row);
  }
}
