import { truncate } from '../util/truncate.js';

/** How much of a stored value a message repeats. */
const LONGEST = 40;

/** What `decode` throws for a stored form that is none of its type's. */
export function misfit(expected: string, stored: string): TypeError {
  return new TypeError(`expected ${expected}, found ${JSON.stringify(truncate(stored, LONGEST))}`);
}
