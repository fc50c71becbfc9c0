import type { Connection } from '../../redis/connection/connection.js';
import { nonEmpty } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { type Attempt, type Attempts, blocked } from './attempt.js';
import { type Answer, LIMITER, Limiter, type LimiterOptions } from './limiter.js';
import { Limiting } from './limiting.js';
import { checkPart, checkRule, type RateLimitRule, RULE } from './rule.js';

export type RateLimitOptions = RateLimitRule & LimiterOptions;

const ALL: OptionNames<RateLimitOptions> = { ...RULE, ...LIMITER };

/**
 * So many attempts in a window for each key, among all processes, by the server's clock.
 *
 * ```ts
 * const { allowed, retryAfter } = await db.rateLimit('login', { limit: 5, window: 60_000 }).attempt(ip);
 * ```
 */
export class RateLimit extends Limiting<Attempt> {
  constructor(connection: Connection, name: string, options: RateLimitOptions) {
    knownOptions('a rate limit', options, ALL);
    super(name, new Limiter(connection, name, [checkRule(options)], options));
  }

  protected result({ attempts, block }: Answer): Attempt {
    return block ? blocked(attempts[0]!, block) : attempts[0]!;
  }
}

/** Several limits for each key, asked in one round trip: an attempt counts in all of them, or in none. */
export class RateLimits<Names extends string = string> extends Limiting<Attempts<Names>> {
  private readonly names: readonly string[];

  constructor(
    connection: Connection,
    name: string,
    rules: Readonly<Record<Names, RateLimitRule>>,
    options: LimiterOptions = {},
  ) {
    const entries = Object.entries<RateLimitRule>(rules ?? {});
    knownOptions('several rate limits', options, LIMITER);
    if (entries.length === 0)
      throw new RangeError('There is no limit. Give at least one: { second: { limit, window } }.');
    const checked = entries.map(([part, rule]) => checkPart(nonEmpty('The name of a limit', part), rule));
    super(name, new Limiter(connection, name, checked, options));
    this.names = entries.map(([part]) => part);
  }

  /** All together are what the one says that keeps a caller waiting longest, or has least left. */
  protected result({ allowed, attempts, block }: Answer): Attempts<Names> {
    const longest = attempts.reduce((a, b) => (b.retryAfter > a.retryAfter ? b : a));
    const tightest = attempts.reduce((a, b) => (b.remaining < a.remaining ? b : a));
    const results = Object.fromEntries(this.names.map((name, i) => [name, attempts[i]!])) as Record<Names, Attempt>;
    const decisive = allowed ? tightest : longest;
    const { limit, remaining, retryAfter, resetAt } = block ? blocked(decisive, block) : decisive;
    return { allowed, limit, remaining, retryAfter, resetAt, results };
  }
}
