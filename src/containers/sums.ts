import { integer } from '../util/check.js';
import { knownOptions } from '../util/options.js';

/** Asks for the sum as a bigint, exact up to 2^63 - 1. */
export interface ExactOption {
  readonly bigint: true;
}

/** Whether `increment()` is asked for a bigint. */
export const isExact = (options: ExactOption | undefined): boolean =>
  options !== undefined && knownOptions('increment()', options, { bigint: true }).bigint;

const OVERFLOW = /would overflow|would produce NaN or Infinity/i;
const NOT_A_NUMBER = /is not an integer|is not a (valid )?float/i;

/** A whole number of either kind, as the server takes it. */
export const wholeArgument = (name: string, value: number | bigint): string =>
  String(typeof value === 'bigint' ? value : integer(name, value));

// ioredis adds up the digits of a reply in numbers, and misses some of those next to 2^53 by one
const EXACT = Number.MAX_SAFE_INTEGER - 64;

/**
 * A sum that the server answered with.
 *
 * @throws RangeError next to 2^53 and beyond, where numbers are not exact; the server has the exact sum then
 */
export function readSum(place: () => string, reply: unknown): number {
  const sum = Number(reply);
  if (Math.abs(sum) <= EXACT) return sum;
  throw new RangeError(
    `${place()} was increased, and is next to 2^53 now or beyond, where numbers are not exact. Ask for bigints: increment(..., { bigint: true }).`,
  );
}

/** Say why the server refused to add; every other error goes on as it is. */
export function explainSum(place: () => string, error: unknown): never {
  const message = error instanceof Error ? error.message : '';
  if (OVERFLOW.test(message)) {
    throw new RangeError(`${place()} would leave the range of the server, and was not changed. Add less.`);
  }
  if (NOT_A_NUMBER.test(message)) {
    throw new TypeError(
      `${place()} does not hold such a number, and was not changed. Set it to one first, or use incrementFloat() for fractions.`,
    );
  }
  throw error;
}
