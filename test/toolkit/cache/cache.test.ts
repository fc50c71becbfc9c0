import { bytes, type Cache, type CacheOptions, CodecError, Database, json } from 'redstart';
import { collect } from '../../support/collect.js';
import { eventually } from '../../support/eventually.js';

describe('Cache', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  const cache = <V = unknown>(options: CacheOptions<V> = {}) => db.cache<V>('c', options);

  it('keeps, tells apart and removes values', async () => {
    await cache().set('a', { deep: [1, null, 'x'] });
    expect(await cache().get('a')).toEqual({ deep: [1, null, 'x'] });
    expect(await cache().has('a')).toBe(true);
    expect(await cache().has('b')).toBe(false);
    expect(await cache().delete('a')).toBe(true);
    expect(await cache().delete('a')).toBe(false);
    await cache().set('a', 1);
    expect(await cache().pull('a')).toBe(1);
    expect(await cache().pull('a')).toBeUndefined();
  });

  it('keeps undefined as a value', async () => {
    await cache().set('a', undefined);
    expect(await cache().get('a')).toBeUndefined();
    expect(await cache().has('a')).toBe(true);
    let loads = 0;
    for (let i = 0; i < 3; i++) await cache().getOrSet('b', () => void loads++);
    expect(loads).toBe(1);
  });

  it('keeps for a time, or for ever', async () => {
    await cache({ ttl: 60_000 }).set('a', 1);
    await cache({ ttl: 60_000 }).set('b', 1, { ttl: null });
    expect(await db.redis.pttl('cache:{c:a}')).toBeGreaterThan(30_000);
    expect(await db.redis.pttl('cache:{c:b}')).toBe(-1);
  });

  it('ends values that were made together at different times', async () => {
    const values = cache({ ttl: 100_000, jitter: 0.5 });
    await values.setMany(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, i])));
    const left = await Promise.all(Array.from({ length: 20 }, (_, i) => db.redis.pttl(`cache:{c:k${i}}`)));
    expect(new Set(left.map((ms) => Math.round(ms / 1000))).size).toBeGreaterThan(3);
    expect(Math.min(...left)).toBeGreaterThan(49_000);
    expect(Math.max(...left)).toBeLessThanOrEqual(100_000);
  });

  it('lists its keys as they were given, those of namespaces apart', async () => {
    const keys = ['a', 'a:b', '{x}', 'a/b', '%7b', '*', 'é'];
    for (const key of keys) await cache().set(key, key);
    await cache().namespace('a').set('inner', 1);
    await db.cache('cc').set('other', 1);
    expect((await collect(cache().keys())).sort()).toEqual(keys.sort());
    expect(await collect(cache().namespace('a').keys())).toEqual(['inner']);
    for (const key of keys) expect(await cache().get(key)).toBe(key);
  });

  it('says all of an entry', async () => {
    const before = Date.now();
    await cache({ staleFor: 5000 }).set('a', 'v', { ttl: 60_000, tags: ['t'] });
    const entry = (await cache().entry('a'))!;
    expect(entry).toMatchObject({ value: 'v', tags: ['t'] });
    // but for what clocks round off
    expect(entry.createdAt.getTime()).toBeGreaterThan(before - 10);
    expect(entry.createdAt.getTime()).toBeLessThan(Date.now() + 10);
    expect(entry.expiresAt!.getTime() - entry.createdAt.getTime()).toBe(60_000);
    await cache().set('b', 1, { ttl: null });
    expect((await cache().entry('b'))!.expiresAt).toBeUndefined();
    expect(await cache().entry('c')).toBeUndefined();
  });

  it('counts and tells what it does', async () => {
    const values = cache();
    const told: string[] = [];
    const off = values.on('hit', ({ key }) => told.push(`hit ${key}`));
    values.on('miss', ({ key }) => told.push(`miss ${key}`));
    await values.getOrSet('a', () => 1);
    await values.get('a');
    off();
    await values.get('a');
    expect(told).toEqual(['miss a', 'hit a']);
    expect(values.metrics()).toMatchObject({ hits: 2, misses: 1, loads: 1, writes: 1, errors: 0, localHits: 0 });
    expect(() => values.on('never' as never, () => {})).toThrow('is not an event');
    expect(() => values.on('constructor' as never, () => {})).toThrow('"constructor" is not an event');
    expect(() => values.on('hit', 5 as never)).toThrow(
      'The handler of an event must be a function, not number. Give one.',
    );
  });

  it.each([
    '',
    '{oops',
    '[1,2]\n3',
    '[0,null,0,0,"tar"]\nx',
    '[0,null,0,0,"zlib"]\nx',
    '[0,null,0,0,"plain"]\n{oops',
    'null\n1',
  ])('takes what it cannot read for a miss that it tells: %j', async (damaged) => {
    const values = cache();
    const told: unknown[] = [];
    values.on('error', ({ key, error }) => told.push(key, error));
    const damage = () => db.redis.set('cache:{c:a}', damaged);
    await damage();
    expect(await values.get('a')).toBeUndefined();
    expect(told).toEqual(['a', expect.any(CodecError)]);
    expect(String(told[1])).toMatch(/"cache:\{c:a\}" holds a value that the cache cannot read: .*It counts as a miss/);
    expect([await values.has('a'), await values.entry('a'), await values.pull('a')]).toEqual([
      false,
      undefined,
      undefined,
    ]);
    await damage();
    expect(await values.getOrSet('a', () => 7)).toBe(7);
    expect([await values.get('a'), values.metrics().errors]).toEqual([7, expect.any(Number)]);
  });

  it.each(['zlib', 'brotli'] as const)('packs large values: %s', async (compress) => {
    const large = { text: 'x'.repeat(20_000) };
    await cache({ compress }).setMany({ large, small: 'y' });
    expect(await db.redis.strlen('cache:{c:large}')).toBeLessThan(1000);
    expect(await cache().getMany(['large', 'small'])).toEqual([large, 'y']);
    expect(await cache({ compress }).getOrSet('large', () => 1)).toEqual(large);
  });

  it('takes codecs of text and of bytes', async () => {
    const raw = db.cache('bytes', { codec: bytes });
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    await raw.set('a', all);
    expect(await raw.get('a')).toEqual(all);
    const unkept = ({ skip }: { skip(): void }) => {
      skip();
      return all;
    };
    expect(
      await Promise.all([1, 2].map(() => db.cache('bytes', { codec: bytes }).getOrSet('skipped', unkept))),
    ).toEqual([all, all]);
    const dates = db.cache('json', { codec: json<{ n: number }>() });
    await dates.set('a', { n: 1 });
    expect((await dates.get('a'))?.n).toBe(1);
  });

  it('does nothing when it is not enabled', async () => {
    const off = cache({ enabled: false });
    await off.set('a', 1);
    expect(await off.getOrSet('a', () => 2)).toBe(2);
    expect(await off.get('a')).toBeUndefined();
    expect(await off.entry('a')).toBeUndefined();
    await off.clear();
    expect(await db.redis.dbsize()).toBe(0);
  });

  it.each([
    ['functions', { a: { f() {} } }, /a\.f is a function/],
    ['bigints', [1, 2n], /1 is a bigint/],
    ['NaN', { a: [Number.NaN] }, /a\.0 is NaN/],
    ['dates', { at: new Date() }, /at is an instance of Date/],
  ])('refuses values with %s, and names the path', async (_, value, message) => {
    await expect(cache().set('a', value)).rejects.toThrow(message);
    await expect(cache().setMany({ b: 1, a: value })).rejects.toThrow(message);
    await expect(cache().getOrSet('a', () => value)).rejects.toThrow(message);
    expect(await db.redis.keys('cache:{c:*}')).toEqual([]);
  });

  it('gives up the turn of a load that throws what cannot be made text', async () => {
    const trap = () => {
      throw new Error('trap');
    };
    const thrown = [
      Object.create(null),
      { toString: trap },
      new Proxy({}, { get: trap, getPrototypeOf: trap }),
      Object.defineProperty(new Error('m'), 'message', { get: trap }),
      Object.assign(new Error('m'), { message: 42 }),
    ];
    for (const one of thrown) {
      let fail = () => {};
      const failing = new Promise<void>((resolve) => {
        fail = resolve;
      });
      const load = async () => {
        await failing;
        throw one;
      };
      const first = cache()
        .getOrSet('a', load)
        .catch((error) => error === one);
      await eventually(async () => (await db.redis.exists('cache:{c:a}:load')) === 1);
      // another object, which waits in the line of the server
      const second = cache({ ttl: 5000 })
        .getOrSet('a', () => 'not loaded')
        .catch((error) => error instanceof Error && typeof error.message);
      await eventually(async () => (await db.redis.zcard('cache:{c:a}:load:line')) === 1);
      fail();
      expect(await first).toBe(true);
      expect(await second).toBe('string');
      expect(await cache().getOrSet('a', () => 'again')).toBe('again');
      await cache().delete('a');
    }
  });

  it('refuses cycles', async () => {
    const loop: Record<string, unknown> = {};
    loop.self = { loop };
    await expect(cache().set('a', loop)).rejects.toThrow(/self\.loop is a part of itself/);
  });

  it('says of which cache a value is that it cannot keep, and where in it', async () => {
    const message =
      'A value cannot be kept in the cache "c": a.0 is NaN, which JSON cannot hold. Convert it, or leave it out.';
    const bad = { a: [Number.NaN] };
    await expect(cache().set('k', bad)).rejects.toThrow(message);
    await expect(cache().setMany({ good: 1, bad })).rejects.toThrow(message);
    await expect(cache().getOrSet('k', () => bad)).rejects.toThrow(message);
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('refuses bad arguments before anything is written', async () => {
    expect(() => db.cache('')).toThrow('must not be empty');
    expect(() => cache({ ttl: 0 })).toThrow('ttl must be a whole number');
    expect(() => cache({ jitter: 1 })).toThrow('jitter must be a part');
    expect(() => cache({ staleFor: -1 })).toThrow('staleFor');
    expect(() => cache({ local: { size: 0 } })).toThrow('local.size');
    expect(() => cache({ compress: 'gzip' as never })).toThrow('compress');
    expect(() => cache().namespace('')).toThrow('must not be empty');
    const values: Cache = cache();
    for (const ttl of [0, -1, 0.5, Number.NaN]) await expect(values.set('a', 1, { ttl })).rejects.toThrow(RangeError);
    await expect(values.set('', 1)).rejects.toThrow(RangeError);
    await expect(values.get(undefined as never)).rejects.toThrow(TypeError);
    await expect(values.set('a', 1, { tags: [''] })).rejects.toThrow(RangeError);
    await expect(values.set('a', 1, { tags: 'x' as never })).rejects.toThrow('must be an array');
    await expect(values.set('\ud800', 1)).rejects.toThrow('lone surrogates');
    expect(await db.redis.dbsize()).toBe(0);
  });
});
