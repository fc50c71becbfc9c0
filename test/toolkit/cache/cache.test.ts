import { setTimeout as pause } from 'node:timers/promises';
import { bytes, type Cache, type CacheOptions, CodecError, Database, json } from 'redstart';
import { eventually } from '../../support/eventually.js';

describe('Cache', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  const cache = <V = unknown>(options: CacheOptions<V> = {}) => db.cache<V>('c', options);
  async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
    const all: T[] = [];
    for await (const item of items) all.push(item);
    return all;
  }

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
    await cache({ ttl: 5000 }).set('a', 1);
    await cache({ ttl: 5000 }).set('b', 1, { ttl: null });
    expect(await db.redis.pttl('cache:{c:a}')).toBeGreaterThan(3000);
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

  describe('getOrSet', () => {
    it.each([
      ['delete', (values: Cache) => values.delete('k'), undefined],
      ['pull', (values: Cache) => values.pull('k'), undefined],
      ['deleteMany', (values: Cache) => values.deleteMany(['k']), undefined],
      ['set', (values: Cache) => values.set('k', 'newest'), 'newest'],
    ])('keeps nothing that is older than a %s of meanwhile', async (_, change, left) => {
      for (const options of [{}, { local: { size: 10 } }] as CacheOptions[]) {
        const values = db.cache(`c${Object.keys(options).length}`, options);
        let begun = () => {};
        const isBegun = new Promise<void>((resolve) => (begun = resolve));
        let end = () => {};
        const isEnded = new Promise<void>((resolve) => (end = resolve));
        const loaded = values.getOrSet('k', async () => {
          begun();
          await isEnded;
          return 'old';
        });
        await isBegun;
        await change(values);
        end();
        expect(await loaded).toBe('old');
        expect(await values.get('k')).toBe(left);
        expect(await values.getOrSet('k', () => 'new')).toBe(left ?? 'new');
        expect(await values.get('k')).toBe(left ?? 'new');
      }
    });

    it('loads once for all who ask at the same time, and keeps the value', async () => {
      let loads = 0;
      const load = async () => {
        await pause(20);
        return ++loads;
      };
      const others = cache();
      const calls = Array.from({ length: 20 }, (_, i) => (i % 2 ? cache() : others).getOrSet('a', load));
      expect(new Set(await Promise.all(calls))).toEqual(new Set([1]));
      expect(await cache().get('a')).toBe(1);
      expect(await db.redis.keys('*')).toEqual(['cache:{c:a}']);
    });

    it('keeps nothing when the load fails, and tells all who wait', async () => {
      let loads = 0;
      const fail = async () => {
        loads++;
        await pause(20);
        throw new RangeError('no');
      };
      const calls = await Promise.allSettled(Array.from({ length: 10 }, () => cache().getOrSet('a', fail)));
      expect(loads).toBeLessThan(10);
      for (const call of calls) expect(call).toMatchObject({ reason: { name: 'RangeError', message: 'no' } });
      expect(await cache().has('a')).toBe(false);
      expect(await cache().getOrSet('a', () => 2)).toBe(2);
    });

    it('lets the load say how the value is kept', async () => {
      await cache().getOrSet('a', ({ ttl, tags }) => {
        ttl(1000);
        tags('x', 'y');
        return 1;
      });
      expect((await cache().entry('a'))!.tags).toEqual(['x', 'y']);
      expect(await db.redis.pttl('cache:{c:a}')).toBeLessThanOrEqual(1000);
      const skipped = () =>
        cache().getOrSet('b', async ({ skip }) => {
          skip();
          await pause(20);
          return 'once';
        });
      expect(await Promise.all([skipped(), skipped()])).toEqual(['once', 'once']);
      expect(await cache().has('b')).toBe(false);
    });

    it('gives the old value at once while a new one is loaded', async () => {
      const values = cache<number>({ ttl: 30, staleFor: 60_000 });
      await values.set('a', 1);
      await eventually(async () => (await values.get('a')) === undefined);
      let stale: unknown;
      const load = async (context: { stale: unknown }) => {
        stale = context.stale;
        return 2;
      };
      expect(await values.getOrSet('a', load, { ttl: 60_000 })).toBe(1);
      await eventually(async () => (await values.get('a')) === 2);
      expect(stale).toBe(1);
      expect(values.metrics()).toMatchObject({ staleHits: 1, loads: 1 });
    });

    it('gives the old value when loading fails, for a while', async () => {
      const values = cache<number>({ ttl: 30, staleIfError: 400 });
      await values.set('a', 1);
      await eventually(async () => (await values.get('a')) === undefined);
      const fail = () => {
        throw new Error('no');
      };
      expect(await values.getOrSet('a', fail)).toBe(1);
      await eventually(() =>
        values.getOrSet('a', fail).then(
          () => false,
          () => true,
        ),
      );
      await expect(values.getOrSet('a', fail)).rejects.toThrow('no');
    });

    it('aborts a load that takes too long, and one caller without the others', async () => {
      const values = cache({ loadTimeout: 30 });
      let signal: AbortSignal | undefined;
      const hang = (context: { signal: AbortSignal }) => {
        signal = context.signal;
        return new Promise(() => {});
      };
      await expect(values.getOrSet('a', hang)).rejects.toMatchObject({ code: 'TIMEOUT', timeout: 30 });
      expect(signal!.aborted).toBe(true);
      const controller = new AbortController();
      const slow = () => pause(50).then(() => 'done');
      const impatient = cache().getOrSet('b', slow, { signal: controller.signal });
      const patient = cache().getOrSet('b', slow);
      controller.abort(new Error('enough'));
      await expect(impatient).rejects.toThrow('enough');
      expect(await patient).toBe('done');
    });

    it('does not keep a value that was invalidated while it was loaded', async () => {
      const values = cache();
      const load = async () => {
        await db.cache('c').invalidateTags('t');
        return 'old';
      };
      expect(await values.getOrSet('a', load, { tags: ['t'] })).toBe('old');
      expect(await values.get('a')).toBeUndefined();
    });
  });

  describe('invalidation', () => {
    it('reaches all values with one of the tags, at once and in all processes', async () => {
      const [here, there] = [cache(), cache()];
      await here.set('a', 1, { tags: ['x', 'y'] });
      await here.set('b', 1, { tags: ['y'] });
      await here.namespace('n').set('c', 1, { tags: ['x'] });
      await here.set('d', 1);
      await there.invalidateTags('x', 'z');
      expect(await here.getMany(['a', 'b', 'd'])).toEqual([undefined, 1, 1]);
      expect(await here.namespace('n').get('c')).toBeUndefined();
      expect(await collect(here.keys())).toHaveLength(2);
      // written after it, by one who has not heard of it
      await cache().set('a', 2, { tags: ['x'] });
      expect(await there.get('a')).toBe(2);
      expect(await here.delete('b')).toBe(true);
    });

    it('empties a namespace with those below it, and nothing beside', async () => {
      const root = cache();
      const users = root.namespace('users');
      const eu = users.namespace('eu');
      const other = root.namespace('userss');
      for (const each of [root, users, eu, other]) await each.set('k', 1);
      await db.cache('c').namespace('users').clear();
      const left = await Promise.all([root, users, eu, other].map((each) => each.get('k')));
      expect(left).toEqual([1, undefined, undefined, 1]);
      await root.clear();
      expect(await root.get('k')).toBeUndefined();
      expect(await other.get('k')).toBeUndefined();
      expect(await root.delete('k')).toBe(false);
      await root.set('k', 2);
      expect(await root.get('k')).toBe(2);
    });

    it('forgets the oldest of many tags safely', async () => {
      const values = cache();
      await values.set('old', 1, { tags: ['kept'] });
      await values.invalidateTags('first');
      await values.set('new', 1, { tags: ['first'] });
      for (let i = 0; i < 11; i++) await values.invalidateTags(...Array.from({ length: 1000 }, (_, n) => `${i}-${n}`));
      expect(await db.redis.zcard('cache:{c}:invalidated')).toBeLessThanOrEqual(10_001);
      // made before what was forgotten: nobody can say any more, so they do not count
      expect(await cache().getMany(['old', 'new'])).toEqual([undefined, undefined]);
      await values.set('new', 2, { tags: ['first'] });
      expect(await cache().get('new')).toBe(2);
    });
  });

  it('says all of an entry', async () => {
    const before = Date.now();
    await cache({ staleFor: 5000 }).set('a', 'v', { ttl: 60_000, tags: ['t'] });
    const entry = (await cache().entry('a'))!;
    expect(entry).toMatchObject({ value: 'v', tags: ['t'] });
    expect(Math.abs(entry.createdAt.getTime() - before)).toBeLessThan(5000);
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
