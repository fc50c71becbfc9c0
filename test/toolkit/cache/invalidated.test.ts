import { Database } from 'redstart';

describe('what was invalidated in a cache', () => {
  let db: Database;
  let other: Database;
  beforeAll(async () => {
    db = await Database.embedded();
    other = await Database.connect(db.redis.options as never);
  });
  afterEach(() => db.redis.flushall());
  afterAll(async () => {
    await other.close();
    await db.close();
  });

  it('is known to a process that never asked before, and to one that just did', async () => {
    const here = db.cache('c');
    await here.set('a', 1, { tags: ['t'] });
    expect(await here.get('a')).toBe(1);
    await other.cache('c').invalidateTags('t');
    expect(await here.get('a')).toBeUndefined();
    expect(await db.cache('c').get('a')).toBeUndefined();
    await here.set('a', 2, { tags: ['t'] });
    expect(await other.cache('c').get('a')).toBe(2);
    await db.cache('c').clear();
    expect(await here.get('a')).toBeUndefined();
  });

  it('costs a hit one command', async () => {
    const cache = db.cache('c');
    await cache.set('a', { b: 1 });
    await cache.get('a');
    await db.redis.config('RESETSTAT');
    for (let i = 0; i < 5; i++) expect(await cache.get('a')).toEqual({ b: 1 });
    const counts = [...(await db.redis.info('commandstats')).matchAll(/^cmdstat_(\w+)\S*:calls=(\d+)/gm)];
    expect(counts.map(([, name, calls]) => `${name} ${calls}`).filter((line) => !/config|info/.test(line))).toEqual([
      'mget 5',
    ]);
  });

  it.each(['cache:{c}:invalidated', 'cache:{c}:invalidated:last'])(
    'is not forgotten when a server that is full drops %s',
    async (key) => {
      const here = db.cache('c');
      await here.set('a', 1, { tags: ['t'] });
      await other.cache('c').invalidateTags('t');
      expect(await db.redis.del(key)).toBe(1);
      expect(await db.cache('c').get('a')).toBeUndefined();
      const later = db.cache('c');
      await later.set('b', 2, { tags: ['t'] });
      expect(await later.get('b')).toBe(2);
      await other.cache('c').invalidateTags('t');
      expect(await later.get('b')).toBeUndefined();
    },
  );
});
