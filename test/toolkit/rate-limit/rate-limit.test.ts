import { setTimeout as pause } from 'node:timers/promises';
import { type Algorithm, ConnectionError, Database, RateLimitError, rateLimitHeaders } from 'redstart';
import { eventually } from '../../support/eventually.js';

const ALGORITHMS: Algorithm[] = ['sliding-log', 'fixed-window', 'sliding-counter', 'token-bucket'];
const HOUR = 3_600_000;

describe('RateLimit', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  describe.each(ALGORITHMS)('%s', (algorithm) => {
    const limited = (limit: number, window = HOUR) => db.rateLimit('api', { limit, window, algorithm });

    it('allows as many as the limit says, and refuses without counting', async () => {
      const limit = limited(3);
      const remaining: number[] = [];
      for (let i = 0; i < 3; i++) remaining.push((await limit.attempt('k')).remaining);
      expect(remaining).toEqual([2, 1, 0]);
      const refused = await limit.attempt('k');
      expect(refused).toMatchObject({ allowed: false, limit: 3, remaining: 0 });
      expect(refused.retryAfter).toBeGreaterThan(0);
      expect(refused.retryAfter).toBeLessThanOrEqual(2 * HOUR);
      expect(refused.resetAt.getTime()).toBeGreaterThan(Date.now() + HOUR / 4);
      expect(await limit.attempt('k')).toMatchObject({ resetAt: refused.resetAt, remaining: 0 });
    });

    it('lets a refused caller in when it said so', async () => {
      const limit = limited(2, 100);
      // three in one moment: one at a time they might be further apart than the window
      const atOnce = () => Promise.all([1, 2, 3].map(() => limit.attempt('k')));
      const refused = await eventually(async () => (await atOnce()).find(({ allowed }) => !allowed));
      await pause(refused!.retryAfter + 2);
      expect(await limit.attempt('k')).toMatchObject({ allowed: true, retryAfter: 0 });
    });

    it('counts a cost, or refuses all of it', async () => {
      const limit = limited(10);
      expect(await limit.attempt('k', { cost: 7 })).toMatchObject({ allowed: true, remaining: 3 });
      expect(await limit.attempt('k', { cost: 4 })).toMatchObject({ allowed: false, remaining: 3 });
      expect(await limit.attempt('k', { cost: 3 })).toMatchObject({ allowed: true, remaining: 0 });
    });

    it('peeks, punishes, rewards and forgets', async () => {
      const limit = limited(5);
      expect(await limit.peek('k')).toMatchObject({ allowed: true, remaining: 5, retryAfter: 0 });
      await limit.attempt('k', { cost: 4 });
      expect(await limit.peek('k')).toMatchObject({ allowed: true, remaining: 1 });
      expect(await limit.penalty('k', 3)).toMatchObject({ allowed: false, remaining: 0 });
      expect(await limit.reward('k', 4)).toMatchObject({ allowed: true, remaining: 2 });
      expect(await limit.reward('k', 100)).toMatchObject({ allowed: true, remaining: 5 });
      await limit.attempt('k', { cost: 5 });
      expect(await limit.reset('k')).toBe(true);
      expect(await limit.reset('k')).toBe(false);
      expect(await limit.peek('k')).toMatchObject({ remaining: 5 });
    });

    it('leaves nothing behind when its window is over', async () => {
      await limited(3, 40).attempt('k');
      await eventually(async () => (await db.redis.dbsize()) === 0);
      expect(await db.redis.keys('*')).toEqual([]);
    });
  });

  it('takes back from a sliding log what was counted last', async () => {
    const limit = db.rateLimit('api', { limit: 10, window: HOUR });
    for (const cost of [2, 3, 4]) await limit.attempt('k', { cost });
    expect((await limit.reward('k', 5)).remaining).toBe(6);
    const entries = await db.redis.zrange('ratelimit:{api:k}:log', 0, '-1', 'WITHSCORES');
    const [first, at, second, then] = entries;
    expect([first, second]).toEqual([`${at}:2:2`, `${then}:4:2`]);
    expect(entries).toHaveLength(4);
    expect((await limit.attempt('k', { cost: 6 })).remaining).toBe(0);
    expect((await limit.attempt('k')).allowed).toBe(false);
  });

  it('removes the entries of a sliding log that are over', async () => {
    const limit = db.rateLimit('api', { limit: 100_000, window: 60 });
    for (let i = 0; i < 50; i++) await limit.attempt('k');
    await eventually(async () => {
      await limit.attempt('k');
      return (await db.redis.zcard('ratelimit:{api:k}:log')) < 50;
    });
    expect(await db.redis.zcard('ratelimit:{api:k}:log')).toBeLessThan(50);
  });

  it('allows a burst that is not the rate', async () => {
    const limit = db.rateLimit('api', { limit: 1, window: HOUR, algorithm: 'token-bucket', burst: 4 });
    for (let i = 0; i < 4; i++) expect(await limit.attempt('k')).toMatchObject({ allowed: true, limit: 4 });
    const { allowed, retryAfter } = await limit.attempt('k');
    expect(allowed).toBe(false);
    expect(retryAfter).toBeGreaterThan(HOUR - 60_000);
    expect(retryAfter).toBeLessThanOrEqual(HOUR);
  });

  it('blocks a key, by hand or because it was refused', async () => {
    const limit = db.rateLimit('api', { limit: 1, window: 20, blockFor: HOUR });
    await limit.block('other', HOUR);
    expect(await limit.attempt('other')).toMatchObject({ allowed: false, remaining: 0 });
    const twice = () => Promise.all([limit.attempt('k'), limit.attempt('k')]);
    const refused = await eventually(async () => (await twice()).find(({ allowed }) => !allowed));
    expect(refused!.retryAfter).toBe(HOUR);
    await pause(30);
    expect((await limit.peek('k')).retryAfter).toBeGreaterThan(HOUR - 10_000);
    expect(await limit.reset('k')).toBe(true);
    expect((await limit.attempt('k')).allowed).toBe(true);
  });

  it('says of several limits which had room, also while their key is blocked', async () => {
    const day = { limit: 10, window: HOUR };
    const several = db.rateLimits('s', { second: { limit: 1, window: HOUR / 2 }, day }, { blockFor: 2 * HOUR });
    await several.attempt('k');
    for (const asked of [await several.attempt('k'), await several.attempt('k'), await several.peek('k')]) {
      expect(asked).toMatchObject({ allowed: false, remaining: 0 });
      expect(asked.retryAfter).toBeGreaterThan(2 * HOUR - 10_000);
      expect(asked.retryAfter).toBeLessThanOrEqual(2 * HOUR);
      expect(asked.resetAt.getTime()).toBeGreaterThan(Date.now() + 2 * HOUR - 10_000);
      const { second, day } = asked.results;
      expect(second).toMatchObject({ allowed: false, remaining: 0 });
      expect(second.retryAfter).toBeLessThanOrEqual(HOUR / 2);
      expect(day).toMatchObject({ allowed: true, remaining: 9, retryAfter: 0 });
    }
    await several.block('other', HOUR);
    const other = await several.attempt('other');
    expect(other).toMatchObject({ allowed: false, limit: 1, remaining: 0, results: { second: { allowed: true } } });
    expect(other.retryAfter).toBeGreaterThan(HOUR - 10_000);
    const local = db.rateLimits('s', { second: { limit: 1, window: HOUR / 2 }, day }, { local: true });
    const [first, again] = [await local.attempt('k'), await local.attempt('k')];
    expect(again.retryAfter).toBeGreaterThan(2 * HOUR - 10_000);
    expect(again.retryAfter).toBeLessThanOrEqual(first.retryAfter);
  });

  it.each(ALGORITHMS)('counts in windows of years: %s', async (algorithm) => {
    const year = 365 * 24 * HOUR;
    const limit = db.rateLimit('y', { limit: 2, window: year, algorithm } as never);
    expect((await limit.attempt('k')).remaining).toBe(1);
    await limit.attempt('k');
    const { allowed, retryAfter, resetAt } = await limit.attempt('k');
    expect(allowed).toBe(false);
    expect(retryAfter).toBeGreaterThan(year / 3);
    expect(retryAfter).toBeLessThanOrEqual(2 * year);
    expect(resetAt.getTime()).toBeGreaterThan(Date.now() + year / 2);
  });

  it('waits until it is allowed, or says at once that it will not be in time', async () => {
    const limit = db.rateLimit('jobs', { limit: 1, window: 60 });
    for (let i = 0; i < 3; i++) expect((await limit.wait('k')).allowed).toBe(true);
    const slow = db.rateLimit('slow', { limit: 1, window: HOUR });
    await slow.wait('k');
    await expect(slow.wait('k', { timeout: 100_000 })).rejects.toThrow(RateLimitError);
    const controller = new AbortController();
    const wait = slow.wait('k', { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(wait).rejects.toThrow('enough');
  });

  it('limits functions and methods', async () => {
    const limit = db.rateLimit('login', { limit: 1, window: HOUR });
    class Login {
      readonly greeting = 'hello ';
      @limit.limited({ key: (user: string) => user })
      async enter(user: string): Promise<string> {
        return this.greeting + user;
      }
    }
    const login = new Login();
    expect(await login.enter('ada')).toBe('hello ada');
    const failed = login.enter('ada');
    await expect(failed).rejects.toThrow(RateLimitError);
    await expect(failed).rejects.toMatchObject({ code: 'RATE_LIMIT', rateLimit: 'login', key: 'ada', limit: 1 });
    const square = limit.wrap((n: number) => n * n, { key: String });
    expect(await square(7)).toBe(49);
    await expect(square(7)).rejects.toThrow('The rate limit "login" of 1 is used up for "7"');
    expect(() => limit.wrap(() => 1, {} as never)).toThrow('key must be a function');
  });

  it('keeps refused keys here, at no round trip', async () => {
    const limit = db.rateLimit('api', { limit: 2, window: HOUR, local: true });
    await limit.attempt('k');
    await limit.attempt('k');
    const refused = await limit.attempt('k');
    await db.redis.flushall();
    const again = await limit.attempt('k');
    expect(again).toMatchObject({ allowed: false, limit: 2, resetAt: refused.resetAt });
    expect(again.retryAfter).toBeLessThanOrEqual(refused.retryAfter);
    expect((await limit.attempt('other')).allowed).toBe(true);
    await limit.reset('k');
    expect((await limit.attempt('k')).allowed).toBe(true);
  });

  it('asks again when what it keeps here is over, or a smaller cost may fit', async () => {
    const limit = db.rateLimit('api', { limit: 2, window: HOUR, local: true });
    await limit.attempt('k');
    expect((await limit.attempt('k', { cost: 2 })).allowed).toBe(false);
    expect((await limit.attempt('k')).allowed).toBe(true);
    const brief = db.rateLimit('brief', { limit: 2, window: 80, local: true });
    await eventually(async () => !(await brief.attempt('k', { cost: 2 })).allowed);
    await eventually(async () => (await brief.attempt('k', { cost: 2 })).allowed);
  });

  it('begins anew when the algorithm of a name changes, and disturbs nobody who has the old one', async () => {
    const before = db.rateLimit('api', { limit: 1, window: HOUR, algorithm: 'token-bucket' });
    await before.attempt('k');
    for (const algorithm of ALGORITHMS) await db.rateLimit('api', { limit: 5, window: HOUR, algorithm }).attempt('k');
    const fixed = db.rateLimit('api', { limit: 5, window: HOUR, algorithm: 'fixed-window' });
    expect(await fixed.peek('k')).toMatchObject({ remaining: 4 });
    expect(await fixed.reset('k')).toBe(true);
    expect((await before.attempt('k')).allowed).toBe(false);
  });

  it('does nothing when it is not enabled', async () => {
    const limit = db.rateLimit('api', { limit: 1, window: HOUR, enabled: false });
    for (let i = 0; i < 3; i++) expect(await limit.attempt('k')).toMatchObject({ allowed: true, remaining: 1 });
    expect(await db.redis.dbsize()).toBe(0);
  });

  describe('rateLimits', () => {
    const both = () =>
      db.rateLimits('api', {
        second: { limit: 2, window: HOUR },
        day: { limit: 3, window: 24 * HOUR, algorithm: 'fixed-window' },
      });

    it('counts in all limits or in none, in one round trip', async () => {
      const limits = both();
      expect(await limits.attempt('k')).toMatchObject({ allowed: true, limit: 2, remaining: 1 });
      const second = await limits.attempt('k');
      expect(second.results).toMatchObject({ second: { remaining: 0 }, day: { remaining: 1, allowed: true } });
      const refused = await limits.attempt('k');
      expect(refused).toMatchObject({ allowed: false, limit: 2, remaining: 0 });
      expect(refused.results).toMatchObject({
        second: { allowed: false },
        day: { allowed: true, remaining: 1, retryAfter: 0 },
      });
      expect(refused.retryAfter).toBe(refused.results.second!.retryAfter);
      const monitor = new Set(await db.redis.keys('*'));
      expect(monitor).toEqual(new Set(['ratelimit:{api:k}:by:second:log', 'ratelimit:{api:k}:by:day:window']));
      expect(await limits.reset('k')).toBe(true);
      expect(await db.redis.dbsize()).toBe(0);
    });

    it('is as exact as one limit when many attempt at once', async () => {
      const limits = both();
      const answers = await Promise.all(Array.from({ length: 20 }, () => limits.attempt('k')));
      expect(answers.filter(({ allowed }) => allowed)).toHaveLength(2);
      expect((await limits.peek('k')).results.day!.remaining).toBe(1);
    });

    it('refuses to be none', () => {
      expect(() => db.rateLimits('api', {})).toThrow('There is no limit');
    });
  });

  it('gives the headers of a response', async () => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const resetAt = new Date(Date.now() + 9_500);
    const facts = { limit: 5, remaining: 2, retryAfter: 0, resetAt };
    const headers = { 'RateLimit-Limit': '5', 'RateLimit-Remaining': '2', 'RateLimit-Reset': '10' };
    expect(rateLimitHeaders({ allowed: true, ...facts })).toEqual(headers);
    const refused = rateLimitHeaders({ allowed: false, ...facts, retryAfter: 1200 });
    expect(refused).toEqual({ ...headers, 'Retry-After': '2' });
    now.mockRestore();
  });

  it('gives no header that is longer than the window', async () => {
    const limit = db.rateLimit('headers', { limit: 50, window: 60_000 });
    for (let i = 0; i < 50; i++)
      expect(Number(rateLimitHeaders(await limit.attempt('k'))['RateLimit-Reset'])).toBeLessThanOrEqual(60);
  });

  it('keeps names and keys apart, whatever they hold', async () => {
    const limit = (name: string) => db.rateLimit(name, { limit: 1, window: HOUR });
    const pairs = [
      ['a', 'b:c'],
      ['a:b', 'c'],
      ['a%3ab', 'c'],
      ['a', '{b}'],
      ['a', '}'],
      ['a', 'b:block'],
      ['a', '\0'],
      ['a', '*'],
      ['__proto__', '__proto__'],
    ];
    for (const [name, key] of pairs) expect((await limit(name!).attempt(key!)).allowed).toBe(true);
    for (const [name, key] of pairs) expect((await limit(name!).attempt(key!)).allowed).toBe(false);
  });

  it.each([
    ['a limit of 0', { limit: 0, window: 1 }, 'limit must be a whole number of at least 1, not 0'],
    ['a negative limit', { limit: -1, window: 1 }, 'limit must be a whole number'],
    ['a fractional limit', { limit: 1.5, window: 1 }, 'limit must be a whole number'],
    ['a limit that is not a number', { limit: '5', window: 1 }, 'limit must be a number, not string'],
    ['a huge limit', { limit: 2 ** 40, window: 1 }, 'limit must be at most'],
    ['a window beyond 34 years', { limit: 1, window: 2 ** 41 }, 'window must be at most 1099511627776'],
    ['a window of 0', { limit: 1, window: 0 }, 'window must be a whole number of at least 1'],
    ['no window', { limit: 1 }, 'window must be a number, not undefined'],
    ['an unknown algorithm', { limit: 1, window: 1, algorithm: 'leaky' }, '"leaky" is not an algorithm'],
    ['a burst that does nothing', { limit: 1, window: 1, burst: 2 }, 'burst belongs to a token bucket'],
    ['a block of 0', { limit: 1, window: 1, blockFor: 0 }, 'blockFor must be a whole number'],
    ['an unknown onError', { limit: 1, window: 1, onError: 'ignore' }, 'onError cannot be "ignore"'],
  ])('refuses %s', (_, options, message) => {
    expect(() => db.rateLimit('a', options as never)).toThrow(message);
  });

  it('ends a wait when the database is closed', async () => {
    const other = await Database.connect(db.address);
    const limit = other.rateLimit('closing', { limit: 1, window: HOUR });
    await limit.attempt('k');
    const refused = expect(limit.wait('k')).rejects.toThrow(ConnectionError);
    // its attempt was refused, and it waits for the window
    await pause(50);
    await other.close();
    await refused;
  });

  it('refuses bad arguments before anything is written', async () => {
    const limit = db.rateLimit('a', { limit: 5, window: HOUR });
    expect(() => db.rateLimit('', { limit: 5, window: 1 })).toThrow('must not be empty');
    for (const cost of [0, -1, 0.5, Number.NaN]) {
      await expect(limit.attempt('k', { cost })).rejects.toThrow(RangeError);
      await expect(limit.penalty('k', cost)).rejects.toThrow(RangeError);
      await expect(limit.reward('k', cost)).rejects.toThrow(RangeError);
    }
    for (const cost of [2 ** 33, Number.MAX_SAFE_INTEGER])
      await expect(limit.penalty('k', cost)).rejects.toThrow('cost must be at most 4294967296');
    await expect(limit.attempt('k', { cost: 6 })).rejects.toThrow('cost must be at most 5');
    await expect(limit.attempt('')).rejects.toThrow(RangeError);
    await expect(limit.attempt(undefined as never)).rejects.toThrow(TypeError);
    await expect(limit.attempt('\ud800')).rejects.toThrow('lone surrogates');
    await expect(limit.block('k', 0)).rejects.toThrow(RangeError);
    expect(await db.redis.dbsize()).toBe(0);
  });
});
