// Sections 1.5 and 1.11.2 (Cache) of walrus's manual: each example in our form, with its answer.
import { setTimeout as pause } from 'node:timers/promises';
import { type Cache, Database } from 'redstart';
import { eventually } from '../../support/eventually.js';

let db: Database;
let cache: Cache;
let named = 0;
beforeAll(async () => {
  db = await Database.embedded();
});
beforeEach(() => {
  cache = db.cache(`manual ${named++}`);
});
afterAll(() => db.close());

describe("the manual's basic usage", () => {
  it('keeps a value for its time', async () => {
    await cache.set('foo', 'bar', { ttl: 60_000 });
    expect(await cache.get('foo')).toBe('bar');
    await cache.set('foo', 'bar', { ttl: 50 });
    await eventually(async () => (await cache.get('foo')) === undefined);
  });

  it('keeps, finds and removes several values', async () => {
    await cache.setMany({ k1: 'v1', k2: 'v2' }, { ttl: 300_000 });
    expect(await cache.getMany(['k1', 'kx', 'k2'])).toEqual(['v1', undefined, 'v2']);
    expect(await cache.deleteMany(['k1', 'kx', 'k2'])).toBe(2);
  });

  it('lists its keys, is emptied, and does nothing when it is told so', async () => {
    await cache.setMany({ k1: 'v1', k2: 'v2' });
    const keys: string[] = [];
    for await (const key of cache.keys()) keys.push(key);
    expect(keys.sort()).toEqual(['k1', 'k2']);
    await cache.clear();
    expect(await cache.getMany(['k1', 'k2'])).toEqual([undefined, undefined]);
    const off = db.cache(cache.name, { enabled: false });
    await off.set('k1', 'v1');
    expect([await off.get('k1'), await cache.get('k1')]).toEqual([undefined, undefined]);
  });
});

describe("the manual's decorators", () => {
  // the manual returns the time of day; a number that grows with each call is as telling, and exact
  let times = 0;
  const now = () => ++times;

  it('call a function again when its time is over', async () => {
    const getTime = cache.wrap(
      async function getTime() {
        return now();
      },
      { ttl: 60_000 },
    );
    const first = await getTime();
    expect(await getTime()).toBe(first);
    const brief = cache.wrap(now, { name: 'brief', ttl: 50 });
    const before = await brief();
    await eventually(async () => (await brief()) > before);
  });

  it('keep one value for each list of arguments, until it is busted', async () => {
    const getTime = cache.wrap(
      async function getTime(_seed?: string) {
        return now();
      },
      { ttl: 60_000 },
    );
    const plain = await getTime();
    expect(await getTime()).toBe(plain);
    const foo = await getTime('foo');
    expect(foo).not.toBe(plain);
    expect(await getTime('foo')).toBe(foo);
    const bar = await getTime('bar');
    expect(bar).not.toBe(foo);
    expect(await getTime('foo')).toBe(foo);
    expect(await getTime.bust('foo')).toBe(true);
    expect(await getTime('foo')).toBe(bar + 1);
    expect(await getTime('bar')).toBe(bar);
  });

  it('add numbers once', async () => {
    let calls = 0;
    const addNumbers = cache.wrap(async function addNumbers(a: number, b: number) {
      calls++;
      return a + b;
    });
    expect([await addNumbers(3, 4), await addNumbers(3, 4), calls]).toEqual([7, 7, 1]);
    await addNumbers.bust(3, 4);
    expect([await addNumbers(3, 4), calls]).toEqual([7, 2]);
    expect(cache.metrics()).toMatchObject({ hits: 1, misses: 2, loads: 2 });
  });

  it('keep a property', async () => {
    class Clock {
      @cache.cachedProperty()
      get now(): Promise<number> {
        return Promise.resolve(now());
      }
    }
    const clock = new Clock();
    const first = await clock.now;
    expect(await clock.now).toBe(first);
    expect(await new Clock().now).toBe(first);
  });
});

describe("the manual's function that runs in the background", () => {
  it('gives its result when that is ready, and as often as it is asked', async () => {
    let [started, go] = [0, () => {}];
    const sleeping = () => new Promise<void>((resolve) => (go = resolve));
    const getNow = cache.cacheAsync(
      async (_seed?: string) => {
        const value = ++started;
        await sleeping();
        return value;
      },
      { name: 'getNow' },
    );
    const result = getNow();
    await eventually(() => started === 1);
    // block=False
    await expect(result.result({ timeout: 0 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    go();
    expect(await result.result()).toBe(1);
    const again = getNow();
    expect([await again.result(), await again.result(), await result.result(), started]).toEqual([1, 1, 1, 1]);

    // a function that takes longer than the timeout, and one that does not
    const late = getNow('foo');
    await expect(late.result({ timeout: 40 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    await eventually(() => started === 2);
    go();
    const inTime = getNow('bar');
    await eventually(() => started === 3);
    void pause(20).then(go);
    expect(await inTime.result({ timeout: 60_000 })).toBe(3);
  });
});
