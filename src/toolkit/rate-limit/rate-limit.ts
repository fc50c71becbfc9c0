import type { Connection } from '../../redis/connection/connection.js';
import type { Attempt, Attempts } from './attempt.js';
import { type Answer, Limiter, type LimiterOptions } from './limiter.js';
import { Limiting } from './limiting.js';
import { checkRule, type RateLimitRule } from './rule.js';

export type RateLimitOptions = RateLimitRule & LimiterOptions;

/**
 * So many attempts in a window for each key, among all processes, by the server's clock.
 *
 * ```ts
 * const { allowed, retryAfter } = await db.rateLimit('login', { limit: 5, window: 60_000 }).attempt(ip);
 * ```
 */
export class RateLimit extends Limiting<Attempt> {
  constructor(connection: Connection, name: string, options: RateLimitOptions) {
    super(name, new Limiter(connection, name, [checkRule(options)], options));
  }

  protected result({ attempts }: Answer): Attempt {
    return attempts[0]!;
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
    if (entries.length === 0)
      throw new RangeError('There is no limit. Give at least one: { second: { limit, window } }.');
    const checked = entries.map(([part, rule]) => checkRule(rule, `:by:${part}`));
    super(name, new Limiter(connection, name, checked, options));
    this.names = entries.map(([part]) => part);
  }

  /** All together are what the one says that keeps a caller waiting longest, or has least left. */
  protected result({ allowed, attempts }: Answer): Attempts<Names> {
    const longest = attempts.reduce((a, b) => (b.retryAfter > a.retryAfter ? b : a));
    const tightest = attempts.reduce((a, b) => (b.remaining < a.remaining ? b : a));
    const results = Object.fromEntries(this.names.map((name, i) => [name, attempts[i]!])) as Record<Names, Attempt>;
    const { limit, remaining, retryAfter, resetAt } = allowed ? tightest : longest;
    return { allowed, limit, remaining, retryAfter, resetAt, results };
  }
}
