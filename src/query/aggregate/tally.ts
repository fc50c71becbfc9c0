import type { MeasurePlan } from '../../plan/aggregate.js';
import { compareTexts } from '../../plan/compare.js';
import type { FieldType } from '../../types/field-type.js';
import { indexed } from '../../types/index-form.js';
import { type Decimal, DecimalSum } from './decimal-sum.js';

/** What the slices have of one measure of one group, joined. */
export interface Tally {
  add(part: unknown): void;
}

type ExactPart = readonly [count: number, sums: readonly (readonly [string, number, number])[] | object];

/** Sums and numbers of values. */
export class ExactTally implements Tally {
  count = 0;
  private readonly total = new DecimalSum();

  add(part: unknown): void {
    const [count, sums] = part as ExactPart;
    this.count += count;
    // Lua writes an empty list as an object
    if (!Array.isArray(sums)) return;
    for (const [digits, places, times] of sums as [string, number, number][])
      this.total.add({ digits: BigInt(digits) * BigInt(times), places });
  }

  get sum(): Decimal {
    return this.total.value;
  }
}

/** The same of floats, with what rounding took from the sums of the slices (Neumaier). */
export class FloatTally implements Tally {
  count = 0;
  private total = 0;
  private lost = 0;

  add(part: unknown): void {
    const [count, sum, lost] = part as readonly [number, string, string];
    this.count += count;
    this.addNumber(Number(sum));
    this.lost += Number(lost);
  }

  private addNumber(value: number): void {
    const sum = this.total + value;
    this.lost += Math.abs(this.total) >= Math.abs(value) ? this.total - sum + value : value - sum + this.total;
    this.total = sum;
  }

  get sum(): number {
    return this.total + this.lost;
  }
}

/** Stored forms in the order of a type. */
export function compareStored(type: FieldType, a: string, b: string): number {
  return type.order === 'number' ? Number(a) - Number(b) : compareTexts(indexed(type, a), indexed(type, b));
}

/** The least or the greatest value, in stored form. */
export class ExtremeTally implements Tally {
  stored: string | undefined;

  constructor(
    private readonly type: FieldType,
    private readonly greatest: boolean,
  ) {}

  add(part: unknown): void {
    if (typeof part !== 'string') return;
    const order =
      this.stored === undefined ? 1 : compareStored(this.type, this.stored, part) * (this.greatest ? -1 : 1);
    if (order > 0) this.stored = part;
  }
}

/** Which values there are, by what an index holds for them, and how often. */
export class ValuesTally implements Tally {
  readonly values = new Map<string, { readonly stored: string; times: number }>();

  constructor(private readonly type: FieldType) {}

  add(part: unknown): void {
    if (!Array.isArray(part)) return;
    for (const [stored, times] of part as [string, number][]) {
      const key = indexed(this.type, stored);
      const known = this.values.get(key);
      if (known) known.times += times;
      else this.values.set(key, { stored, times });
    }
  }

  /** The least value that a share of all is not above (nearest rank). */
  percentiles(shares: readonly number[]): (string | undefined)[] {
    const sorted = [...this.values.values()].sort((a, b) => compareStored(this.type, a.stored, b.stored));
    const total = sorted.reduce((sum, { times }) => sum + times, 0);
    // a product such as 0.07 * 100 is a little above the whole number that is meant
    return shares.map((share) => valueAt(sorted, Math.max(1, Math.ceil(share * total - 1e-9))));
  }
}

function valueAt(
  sorted: readonly { readonly stored: string; readonly times: number }[],
  rank: number,
): string | undefined {
  let end = 0;
  for (const { stored, times } of sorted) {
    end += times;
    if (end >= rank) return stored;
  }
  return undefined;
}

/** A tally for what the server makes of a measure. */
export function tallyOf({ op, greatest }: MeasurePlan, type: FieldType): Tally {
  if (op === 'exact' || op === 'integer') return new ExactTally();
  if (op === 'float') return new FloatTally();
  return op === 'extreme' ? new ExtremeTally(type, greatest === true) : new ValuesTally(type);
}
