import { truncate } from '../util/truncate.js';

/** How much of a stored value a message repeats. */
const LONGEST = 40;

/** What `decode` throws for what is not a stored form of its type. */
export function misfit(expected: string, stored: string): TypeError {
  return new TypeError(`expected ${expected}, found ${JSON.stringify(truncate(stored, LONGEST))}`);
}
