import { natural } from '../../util/check.js';
import { checkText, scoreText } from '../arguments.js';

/** A score that bounds a range; included unless it says otherwise. -Infinity and Infinity are open ends. */
export type ScoreBound = number | { readonly value: number; readonly exclusive?: boolean | undefined };

/** A text that bounds a range by bytes, in its stored form; included unless it says otherwise. */
export type LexBound = string | { readonly value: string; readonly exclusive?: boolean | undefined };

const parts = <V extends string | number>(bound: V | { value: V; exclusive?: boolean | undefined }) =>
  typeof bound === 'object' && bound !== null ? bound : { value: bound, exclusive: false };

function scoreBound(bound: ScoreBound, name: string): string {
  const { value, exclusive } = parts<number>(bound);
  return `${exclusive ? '(' : ''}${scoreText(name, value)}`;
}

function lexBound(bound: LexBound | undefined, open: '-' | '+', name: string): string {
  if (bound === undefined) return open;
  const { value, exclusive } = parts<string>(bound);
  return `${exclusive ? '(' : '['}${checkText(name, value)}`;
}

function refuseReversed(reversed: boolean): void {
  if (reversed) throw new RangeError('min must not be greater than max, in reverse as well. Exchange the two.');
}

/** @throws RangeError when min is greater than max, or one is NaN */
export function scoreBounds(min: ScoreBound, max: ScoreBound): [min: string, max: string] {
  const bounds: [string, string] = [scoreBound(min, 'min'), scoreBound(max, 'max')];
  refuseReversed(parts<number>(min).value > parts<number>(max).value);
  return bounds;
}

/** @throws RangeError when min comes after max, byte by byte */
export function lexBounds(min: LexBound | undefined, max: LexBound | undefined): [min: string, max: string] {
  const bounds: [string, string] = [lexBound(min, '-', 'min'), lexBound(max, '+', 'max')];
  if (min !== undefined && max !== undefined) {
    const [low, high] = [parts<string>(min).value, parts<string>(max).value];
    refuseReversed(Buffer.compare(Buffer.from(low), Buffer.from(high)) > 0);
  }
  return bounds;
}

export interface RangePart {
  /** how many to leave out at the start @default 0 */
  readonly offset?: number | undefined;
  /** how many at most @default all */
  readonly count?: number | undefined;
}

/** The LIMIT of a range; undefined when none can be wanted. */
export function limit({ offset = 0, count }: RangePart): (string | number)[] | undefined {
  natural('offset', offset);
  if (count !== undefined) natural('count', count);
  if (count === 0) return undefined;
  return offset === 0 && count === undefined ? [] : ['limit', offset, count ?? -1];
}
