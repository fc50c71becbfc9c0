import type { Attempt, Database, RateLimit, RateLimitRule } from 'redstart';

declare const limit: RateLimit;

/** What is said of a limit is checked by its algorithm, and several limits are known by their names. */
export async function typed(db: Database, algorithm: 'fixed-window' | 'token-bucket'): Promise<void> {
  db.rateLimit('a', { limit: 1, window: 1, algorithm: 'token-bucket', burst: 3, local: true });
  const rule: RateLimitRule = { limit: 1, window: 1, algorithm };
  const limits = db.rateLimits('m', { second: { limit: 1, window: 1000 }, hour: rule });
  const second: Attempt = (await limits.attempt('a')).results.second;
  void [second, (await limits.peek('a')).results.hour, (await limits.wait('a')).remaining];

  // @ts-expect-error there is no such limit
  void (await limits.attempt('a')).results.day;
  // @ts-expect-error only a token bucket has a burst
  db.rateLimit('a', { limit: 1, window: 1, algorithm: 'fixed-window', burst: 3 });
  // @ts-expect-error a sliding log, which is the default, has no burst
  db.rateLimits('a', { second: { limit: 1, window: 1, burst: 3 } });
}

/** The key of a decorator is made of the arguments of its method, or of the first of them. */
export class Jobs {
  @limit.limited({ key: (user: string) => user })
  async same(user: string): Promise<string> {
    return user;
  }

  @limit.limited({ key: (user: string) => user })
  async more(user: 'ada' | 'ben', times: number): Promise<string> {
    return user.repeat(times);
  }

  @limit.limited({ key: () => 'all' })
  async none(user: string): Promise<string> {
    return user;
  }

  @limit.limited({ key: (...names: string[]) => names.join() })
  async rest(...names: string[]): Promise<string[]> {
    return names;
  }

  // @ts-expect-error the method is called with a text
  @limit.limited({ key: (user: number) => user.toFixed() })
  async other(user: string): Promise<string> {
    return user;
  }

  // @ts-expect-error the method has no second argument
  @limit.limited({ key: (user: string, times: number) => user + times.toFixed() })
  async fewer(user: string): Promise<string> {
    return user;
  }
}
