import type { Argument } from '../../redis/connection/connection.js';
import { positive } from '../../util/check.js';

/**
 * How attempts are counted.
 *
 * - `sliding-log`: exact, in any span of the window's length; memory for each attempt that was let through
 * - `fixed-window`: windows that begin with the first attempt; up to twice the limit around the border of two
 * - `sliding-counter`: two counters; takes the attempts of the window before as evenly spread
 * - `token-bucket`: `burst` at once, and `limit` a window in the long run
 */
export type Algorithm = 'sliding-log' | 'fixed-window' | 'sliding-counter' | 'token-bucket';

/** One limit of so many attempts in a window. */
export interface RateLimitRule {
  /** attempts that are allowed in a window: a whole number from 1 on */
  readonly limit: number;
  /** milliseconds */
  readonly window: number;
  /** @default 'sliding-log' */
  readonly algorithm?: Algorithm;
  /** how many a full token bucket allows at once @default limit */
  readonly burst?: number;
}

/** A rule that was checked. */
export interface Rule {
  readonly suffix: string;
  readonly algorithm: Algorithm;
  readonly limit: number;
  readonly window: number;
  /** how many are allowed at once */
  readonly capacity: number;
}

const ALGORITHMS: readonly string[] = ['sliding-log', 'fixed-window', 'sliding-counter', 'token-bucket'];
/** Beyond it the sums inside the server's numbers are no longer exact. */
const LARGEST = 2 ** 32;

function bounded(name: string, value: unknown): number {
  if (positive(name, value) <= LARGEST) return value as number;
  throw new RangeError(`${name} must be at most ${LARGEST}, not ${value}. Choose a smaller one.`);
}

/** @throws TypeError, RangeError for what no limit can be */
export function checkRule(options: RateLimitRule, suffix: string): Rule {
  const { algorithm = 'sliding-log', burst } = options;
  const limit = bounded('limit', options.limit);
  const window = bounded('window', options.window);
  if (!ALGORITHMS.includes(algorithm))
    throw new TypeError(`${JSON.stringify(algorithm)} is no algorithm. Use one of ${ALGORITHMS.join(', ')}.`);
  if (burst !== undefined && algorithm !== 'token-bucket')
    throw new TypeError(`burst belongs to a token bucket, not to ${algorithm}. Leave it out, or change the algorithm.`);
  return { suffix, algorithm, limit, window, capacity: burst === undefined ? limit : bounded('burst', burst) };
}

/** As the scripts take a rule. */
export const ruleArguments = ({ suffix, algorithm, limit, window, capacity }: Rule): Argument[] => [
  suffix,
  algorithm.replace('-', '_'),
  limit,
  window,
  capacity,
];
