import { type Algorithm, Database, WrongTypeError } from 'redstart';

describe('keys of the utilities that hold something else', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  const calls: [string, (name: string) => unknown][] = [
    ['acquire', (name) => db.lock(name).acquire({ timeout: 0 })],
    ['peek', (name) => db.lock(name).peek()],
    ['clear', (name) => db.lock(name).clear()],
    ['resume', (name) => db.lock(name).resume('token')],
  ];

  it.each(calls)('are an error of their own for %s of a lock', async (_, call) => {
    for (const text of ['hello', 'a b c d e', '']) {
      await db.redis.set('lock:{a}', text);
      await expect(call('a')).rejects.toThrow(WrongTypeError);
      expect(await db.redis.get('lock:{a}')).toBe(text);
    }
    await db.redis.del('lock:{a}');
    await db.redis.rpush('lock:{a}', 'x');
    await expect(call('a')).rejects.toThrow('The key "lock:{a}" holds a list, not a part of a lock.');
    expect(await db.redis.lrange('lock:{a}', 0, -1)).toEqual(['x']);
  });

  it('are named, whichever it is', async () => {
    await db.redis.set('lock:{a}:fence', 'x');
    await expect(db.lock('a').acquire()).rejects.toThrow('The key "lock:{a}:fence" holds a string');
    await expect(db.lock(['b', 'a']).acquire()).rejects.toThrow('The key "lock:{a}:fence" holds a string');
    expect(await db.redis.keys('*')).toEqual(['lock:{a}:fence']);
    await db.redis.set('semaphore:{s}:records', 'x');
    await expect(db.semaphore('s', { permits: 2 }).acquire()).rejects.toThrow('"semaphore:{s}:records"');
    expect(await db.redis.dbsize()).toBe(2);
  });

  const texts: [Algorithm, string, string][] = [
    ['fixed-window', 'window', 'x'],
    ['sliding-counter', 'counter', '5'],
    ['token-bucket', 'bucket', 'many 7'],
    ['sliding-log', 'log', '5'],
  ];

  it.each(texts)('are an error of their own for a %s', async (algorithm, suffix, text) => {
    const limit = db.rateLimit('l', { limit: 5, window: 1000, algorithm } as never);
    const key = `ratelimit:{l:k}:${suffix}`;
    await db.redis.set(key, text);
    const calls = [
      () => limit.attempt('k'),
      () => limit.peek('k'),
      () => limit.penalty('k', 1),
      () => limit.reward('k'),
    ];
    for (const call of calls) {
      const error = await call().catch((thrown) => thrown);
      expect(error).toBeInstanceOf(WrongTypeError);
      expect(error).toMatchObject({ key, found: 'string', expected: 'rate limit' });
      expect(await db.redis.get(key)).toBe(text);
    }
    // whatever there was, it is forgotten
    expect(await limit.reset('k')).toBe(true);
    expect((await limit.attempt('k')).allowed).toBe(true);
  });

  it.each(texts)('of another type are never written over by a %s', async (algorithm, suffix) => {
    const rule = { limit: 5, window: 1000, algorithm } as never;
    const [limit, several] = [db.rateLimit('l', rule), db.rateLimits('l', { first: { limit: 5, window: 1000 }, rule })];
    const keys = [`ratelimit:{l:k}:${suffix}`, `ratelimit:{l:k}:by:rule:${suffix}`];
    for (const key of keys) await db.redis.rpush(key, 'x');
    const calls = [limit, several].flatMap((each) => [
      () => each.attempt('k'),
      () => each.peek('k'),
      () => each.penalty('k', 1),
      () => each.reward('k'),
    ]);
    for (const call of calls) await expect(call()).rejects.toThrow('holds a list, not a rate limit');
    for (const key of keys) expect(await db.redis.lrange(key, 0, -1)).toEqual(['x']);
    expect(await db.redis.dbsize()).toBe(2);
  });

  it('are an error of their own for a counter', async () => {
    await db.redis.rpush('n', 'x');
    for (const call of [() => db.counter('n').increment(), () => db.counter('n').value()])
      await expect(call()).rejects.toThrow('The key "n" holds a list, not a string');
    expect(await db.redis.lrange('n', 0, -1)).toEqual(['x']);
  });
});
