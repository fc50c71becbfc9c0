import { text } from '../codecs/text.js';
import { comparable, integer } from '../util/check.js';

/** A number that is not NaN, as the server writes it. */
export function scoreText(name: string, value: number): string {
  const number = comparable(name, value);
  return Number.isFinite(number) ? String(number) : number > 0 ? '+inf' : '-inf';
}

/** A name that goes to the server as it is: a key, a field, a pattern. */
export function checkText(name: string, value: string): string {
  try {
    return text.encode(value) as string;
  } catch (error) {
    throw new TypeError(`${name}: ${(error as Error).message}. Give it as one.`, { cause: error });
  }
}

/** Start and end of a slice as JavaScript means them (end excluded), as the server does (end included). */
export function sliceBounds(start: number, end: number | undefined): [first: number, last: number] | undefined {
  integer('start', start);
  if (end === undefined) return [start, -1];
  return integer('end', end) === 0 ? undefined : [start, end - 1];
}
