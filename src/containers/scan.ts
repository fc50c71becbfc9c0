import { positive } from '../util/check.js';
import { knownOptions, type OptionNames } from '../util/options.js';
import { checkText } from './arguments.js';

export interface SearchOptions {
  /** how much the server looks through in one step @default 500 */
  readonly step?: number | undefined;
}

const SEARCH: OptionNames<SearchOptions> = { step: true };

/** How many elements one step of an iteration asks for. */
export const STEP = 500;

/** The arguments of a SCAN command after the cursor. */
export function scanArguments(pattern: string | undefined, options: SearchOptions): (string | number)[] {
  const { step = STEP } = knownOptions('search()', options, SEARCH);
  const limit = ['count', positive('step', step)];
  return pattern === undefined ? limit : ['match', checkText('pattern', pattern), ...limit];
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
