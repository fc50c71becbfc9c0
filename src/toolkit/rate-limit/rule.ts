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

interface Window {
  /** attempts that are allowed in a window: a whole number from 1 on */
  readonly limit: number;
  /** milliseconds */
  readonly window: number;
}

interface Counted extends Window {
  /** @default 'sliding-log' */
  readonly algorithm?: Exclude<Algorithm, 'token-bucket'>;
  /** only token buckets have one */
  readonly burst?: undefined;
}

interface TokenBucket extends Window {
  readonly algorithm: 'token-bucket';
  /** how many a full token bucket allows at once @default limit */
  readonly burst?: number;
}

/** One limit of so many attempts in a window. */
export type RateLimitRule = Counted | TokenBucket;

/** A rule that was checked. */
export interface Rule {
  /** of its key */
  readonly suffix: string;
  /** its file among the scripts */
  readonly algorithm: string;
  readonly rate: number;
  readonly window: number;
  /** how many are allowed at once */
  readonly capacity: number;
}

/** What the key of each algorithm ends with: programs that count in another way do not meet. */
const SUFFIXES: Readonly<Record<Algorithm, string>> = {
  'sliding-log': ':log',
  'fixed-window': ':window',
  'sliding-counter': ':counter',
  'token-bucket': ':bucket',
};
/** Beyond it the sums inside the server's numbers are no longer exact. */
const LARGEST = 2 ** 32;

export function bounded(name: string, value: unknown): number {
  if (positive(name, value) <= LARGEST) return value as number;
  throw new RangeError(`${name} must be at most ${LARGEST}, not ${value}. Choose a smaller one.`);
}

/** @throws TypeError, RangeError for what no limit can be */
export function checkRule(options: RateLimitRule, part = ''): Rule {
  const { algorithm = 'sliding-log', burst } = options;
  const limit = bounded('limit', options.limit);
  const window = bounded('window', options.window);
  if (!Object.hasOwn(SUFFIXES, algorithm))
    throw new TypeError(
      `${JSON.stringify(algorithm)} is no algorithm. Use one of ${Object.keys(SUFFIXES).join(', ')}.`,
    );
  if (burst !== undefined && algorithm !== 'token-bucket')
    throw new TypeError(`burst belongs to a token bucket, not to ${algorithm}. Leave it out, or change the algorithm.`);
  const capacity = burst === undefined ? limit : bounded('burst', burst);
  const suffix = part + SUFFIXES[algorithm];
  return { suffix, algorithm: algorithm.replace('-', '_'), rate: limit, window, capacity };
}

/** As the scripts of several rules take each. */
export const ruleArguments = ({ suffix, algorithm, rate, window, capacity }: Rule): Argument[] => [
  suffix,
  algorithm,
  rate,
  window,
  capacity,
];
