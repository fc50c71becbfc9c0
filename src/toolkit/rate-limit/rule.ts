import type { Argument } from '../../redis/connection/connection.js';
import { positive } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { textOf } from '../../util/thrown.js';
import type { Kept } from '../foreign.js';

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
  readonly algorithm?: Exclude<Algorithm, 'token-bucket'> | undefined;
  /** only token buckets have one */
  readonly burst?: undefined | undefined;
}

interface TokenBucket extends Window {
  readonly algorithm: 'token-bucket';
  /** how many a full token bucket allows at once @default limit */
  readonly burst?: number | undefined;
}

/** One limit of so many attempts in a window. */
export type RateLimitRule = Counted | TokenBucket;

/** A rule that was checked. */
export interface Rule {
  /** of its key */
  readonly suffix: string;
  /** what stands there */
  readonly holds: Kept['holds'];
  /** its file among the scripts */
  readonly algorithm: string;
  readonly rate: number;
  readonly window: number;
  /** how many are allowed at once */
  readonly capacity: number;
}

/** What the key of each algorithm ends with, so that programs that count in another way do not meet; and what it holds. */
const KEYS: Readonly<Record<Algorithm, Pick<Rule, 'suffix' | 'holds'>>> = {
  'sliding-log': { suffix: ':log', holds: { zset: /^\d+:\d+:\d+$/ } },
  'fixed-window': { suffix: ':window', holds: { string: /^\d+$/ } },
  'sliding-counter': { suffix: ':counter', holds: { string: /^\d+ \d+ \d+$/ } },
  'token-bucket': { suffix: ':bucket', holds: { string: /^[\d.e+-]+ \d+$/ } },
};
/** Beyond them the sums inside the server's numbers are no longer exact: of attempts, and of milliseconds (34 years). */
const MOST = 2 ** 32;
const LONGEST = 2 ** 40;

export const RULE: OptionNames<RateLimitRule> = { limit: true, window: true, algorithm: true, burst: true };

export function bounded(name: string, value: unknown, most = MOST): number {
  if (positive(name, value) <= most) return value as number;
  throw new RangeError(`${name} must be at most ${most}, not ${value}. Choose a smaller one.`);
}

/** One of several limits, which has its own part of the key. */
export function checkPart(part: string, rule: RateLimitRule): Rule {
  knownOptions(`the limit ${JSON.stringify(part)}, one of several`, rule, RULE);
  return checkRule(rule, `:by:${part}`);
}

/** @throws TypeError, RangeError for what no limit can be */
export function checkRule(options: RateLimitRule, part = ''): Rule {
  const { algorithm = 'sliding-log', burst } = options;
  const limit = bounded('limit', options.limit);
  const window = bounded('window', options.window, LONGEST);
  if (typeof algorithm !== 'string' || !Object.hasOwn(KEYS, algorithm))
    throw new TypeError(
      `${typeof algorithm === 'string' ? JSON.stringify(algorithm) : textOf(algorithm)} is not an algorithm. Use one of ${Object.keys(KEYS).join(', ')}.`,
    );
  if (burst !== undefined && algorithm !== 'token-bucket')
    throw new TypeError(`burst belongs to a token bucket, not to ${algorithm}. Leave it out, or change the algorithm.`);
  const capacity = burst === undefined ? limit : bounded('burst', burst);
  const { suffix, holds } = KEYS[algorithm];
  return { suffix: part + suffix, holds, algorithm: algorithm.replace('-', '_'), rate: limit, window, capacity };
}

/** As the scripts of several rules take each. */
export const ruleArguments = ({ suffix, algorithm, rate, window, capacity }: Rule): Argument[] => [
  suffix,
  algorithm,
  rate,
  window,
  capacity,
];
