import { text } from '../codecs/text.js';
import { natural } from '../util/check.js';

/** A whole number that JavaScript holds exactly. */
export function integer(value: number, name: string): number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number, not ${typeof value}. Give it as one.`);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${name} must be a whole number, not ${value}. Round it.`);
  return value;
}

/** How many: a whole number from 0. */
export const amount = (value: number, name: string): number => natural(name, value);

/** A number that is neither NaN nor infinite. */
export function finite(value: number, name: string): number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number, not ${typeof value}. Give it as one.`);
  if (!Number.isFinite(value)) throw new RangeError(`${name} must be finite, not ${value}. Correct it.`);
  return value;
}

/** A number that is not NaN, as the server writes it. */
export function score(value: number, name = 'score'): string {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number, not ${typeof value}. Give it as one.`);
  if (Number.isNaN(value)) throw new RangeError(`${name} must be a number, not NaN. Correct it.`);
  return Number.isFinite(value) ? String(value) : value > 0 ? '+inf' : '-inf';
}

/** A name that goes to the server as it is: a key, a field, a pattern. */
export function string(value: string, name: string): string {
  try {
    return text.encode(value) as string;
  } catch (error) {
    throw new TypeError(`${name}: ${(error as Error).message}`, { cause: error });
  }
}

/** Start and end of a slice as JavaScript means them (end excluded), as the server does (end included). */
export function range(start: number, end: number | undefined): [first: number, last: number] | undefined {
  integer(start, 'start');
  if (end === undefined) return [start, -1];
  return integer(end, 'end') === 0 ? undefined : [start, end - 1];
}
