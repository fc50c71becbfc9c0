import { amount, string } from './arguments.js';

export interface SearchOptions {
  /** how much the server looks through in one step @default 500 */
  readonly count?: number;
}

/** How many elements one step of an iteration asks for. */
export const STEP = 500;

/** The arguments of a SCAN command after the cursor. */
export function scanArguments(pattern: string | undefined, { count = STEP }: SearchOptions): (string | number)[] {
  if (amount(count, 'count') === 0) throw new RangeError('count must be at least 1');
  const limit = ['count', count];
  return pattern === undefined ? limit : ['match', string(pattern, 'pattern'), ...limit];
}

/** Walk a SCAN command, one reply at a time. */
export async function* scan(step: (cursor: string) => Promise<unknown>): AsyncGenerator<unknown[], void, undefined> {
  let cursor = '0';
  do {
    const [next, found] = (await step(cursor)) as [unknown, unknown[]];
    yield found;
    cursor = String(next);
  } while (cursor !== '0');
}
