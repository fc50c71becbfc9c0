import { setTimeout as pause } from 'node:timers/promises';
import { type Cache, type CacheOptions, LockError } from 'redstart';
import { eventually } from '../../support/eventually.js';
import { db, useTwoPrograms } from './two-programs.js';

useTwoPrograms();

const cache = <V = unknown>(options: CacheOptions<V> = {}) => db.cache<V>('c', options);

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

  it('says what a cache can do where a load lost its place', async () => {
    const lost = cache().getOrSet('k', async ({ signal }) => {
      await db.redis.flushall();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    });
    await expect(lost).rejects.toThrow(LockError);
    const message =
      'The load of "k" in the cache "c" was lost before its work was done. Its process stood still for three seconds, or its key was deleted: another may load it now. Call again, keep the event loop free while it loads, and end it by its signal.';
    await expect(lost).rejects.toMatchObject({ message, reason: 'lost' });
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
      ttl(60_000);
      tags('x', 'y');
      return 1;
    });
    expect((await cache().entry('a'))!.tags).toEqual(['x', 'y']);
    expect(await db.redis.pttl('cache:{c:a}')).toBeLessThanOrEqual(60_000);
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
    const patient = cache<number>({ ttl: 30, staleIfError: 60_000 });
    await patient.set('a', 1);
    await eventually(async () => (await patient.get('a')) === undefined);
    const fail = () => {
      throw new Error('no');
    };
    expect(await patient.getOrSet('a', fail)).toBe(1);
    const values = cache<number>({ ttl: 30, staleIfError: 30 });
    await values.set('a', 1);
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

  it('lets a load take longer than a timer can', async () => {
    const values = cache({ loadTimeout: 2 ** 40 });
    expect(await values.getOrSet('long', () => pause(50).then(() => 'done'))).toBe('done');
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
