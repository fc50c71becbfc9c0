import { Counter, Database, type OutOfBoundsError, ShardedCounter } from 'redstart';
import { eventually } from '../support/eventually.js';

describe('Counter', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  it('counts up and down, from 0', async () => {
    const counter = db.counter('visits');
    expect(counter).toBeInstanceOf(Counter);
    expect(await counter.value()).toBe(0);
    expect(await counter.increment()).toBe(1);
    expect(await counter.increment(5)).toBe(6);
    expect(await counter.decrement(10)).toBe(-4);
    expect(await counter.value()).toBe(-4);
    expect(await db.redis.get('visits')).toBe('-4');
    await counter.reset();
    expect(await counter.value()).toBe(0);
  });

  it('loses no change of many at once', async () => {
    const counter = db.counter('visits');
    const values = await Promise.all(Array.from({ length: 200 }, () => counter.increment()));
    expect(new Set(values).size).toBe(200);
    expect(await counter.value()).toBe(200);
  });

  it('stays within its bounds, and changes nothing beyond them', async () => {
    const seats = db.counter('seats', { min: 0, max: 3 });
    await expect(seats.decrement()).rejects.toThrow('must stay from 0 to 3, and would be -1');
    expect(await db.redis.exists('seats')).toBe(0);
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => seats.increment()));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const refused = await seats.increment().catch((error: unknown) => error as OutOfBoundsError);
    expect(refused).toBeInstanceOf(RangeError);
    expect(JSON.parse(JSON.stringify(refused))).toMatchObject({
      name: 'OutOfBoundsError',
      code: 'OUT_OF_BOUNDS',
      what: 'The counter "seats"',
      bounds: 'from 0 to 3',
      sum: '4',
    });
    // a mistake in the program has no code
    const mistake: unknown = await seats.increment(0.5).catch((error: unknown) => error);
    expect(mistake).toBeInstanceOf(RangeError);
    expect(mistake).not.toHaveProperty('code');
    expect(await seats.value()).toBe(3);
  });

  it('is exact up to the last whole number, and refuses to go on', async () => {
    const counter = db.counter('a');
    expect(await counter.increment(Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
    await expect(counter.increment()).rejects.toThrow(RangeError);
    expect(await counter.decrement()).toBe(Number.MAX_SAFE_INTEGER - 1);
  });

  it.each(['abc', '1.5', ' 7', '007', ''])('refuses a key that holds %j, and leaves it as it is', async (text) => {
    await db.redis.set('a', text);
    const counter = db.counter('a', { min: 0, max: 5 });
    for (const call of [() => counter.increment(), () => counter.decrement(), () => counter.value()]) {
      const error = await call().catch((e) => e);
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toMatch(/is not a whole number\. Nothing was changed: reset\(\) it/);
    }
    expect(await db.redis.get('a')).toBe(text);
  });

  it('begins anew when its time is over, counted from the first change', async () => {
    const counter = db.counter('a', { ttl: 60_000 });
    await counter.increment();
    await db.redis.pexpire('a', 50_000);
    await counter.increment();
    expect(await db.redis.pttl('a')).toBeLessThanOrEqual(50_000);
    await db.redis.pexpire('a', 30);
    await eventually(async () => (await counter.value()) === 0);
    expect(await counter.increment()).toBe(1);
  });

  it('spreads over shards of slots of their own', async () => {
    const hot = db.counter('hot', { shards: 4 });
    expect(hot).toBeInstanceOf(ShardedCounter);
    await Promise.all(Array.from({ length: 200 }, (_, i) => (i % 4 === 0 ? hot.decrement(1) : hot.increment(2))));
    expect(await hot.value()).toBe(250);
    const keys = (await db.redis.keys('*')).sort();
    expect(keys).toEqual([0, 1, 2, 3].map((i) => `counter:{hot/${i}}`));
    await hot.reset();
    expect(await hot.value()).toBe(0);
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('refuses bad arguments before anything is written', async () => {
    const counter = db.counter('a');
    for (const by of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      await expect(counter.increment(by)).rejects.toThrow(RangeError);
      await expect(counter.decrement(by)).rejects.toThrow(RangeError);
    }
    await expect(counter.increment('1' as never)).rejects.toThrow(TypeError);
    expect(() => db.counter('')).toThrow('must not be empty');
    expect(() => db.counter('a', { min: 2, max: 1 })).toThrow('min must be at most max');
    for (const bounds of [{ min: 1 }, { max: -1 }, { min: 5, max: 9 }])
      expect(() => db.counter('a', bounds)).toThrow('A counter begins at 0, which is not from');
    expect(() => db.counter('a', { ttl: 0 })).toThrow('ttl must be a whole number');
    expect(() => db.counter('a', { shards: 0 })).toThrow('shards must be a whole number');
    expect(() => db.counter('a', { shards: 2, max: 1 } as never)).toThrow('takes no bounds');
    expect(await db.redis.dbsize()).toBe(0);
  });
});
