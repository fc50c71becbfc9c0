import { bytes, CodecError, Database, json, number, type RedisArray, WrongTypeError } from 'redstart';
import { describeContainer } from './contract.js';

const as = (container: unknown) => container as RedisArray<unknown>;

describeContainer('RedisArray', {
  type: 'hash',
  open: (db, key) => db.array(key),
  openBytes: (db, key) => db.array(key, { codec: bytes }),
  fill: (array, count) => as(array).push(...Array.from({ length: count }, (_, i) => `v${i}`)),
  size: (array) => as(array).size(),
  iterate: (array) => as(array),
  roundTrip: async (array, value) => {
    await as(array).push(value, value, value);
    await as(array).set(1, value);
    expect([await as(array).at(1), await as(array).at(-1)]).toEqual([value, value]);
    expect(await as(array).indexOf(value)).toBe(0);
    expect(await as(array).removeAt(0)).toEqual(value);
    expect(await as(array).toArray()).toEqual([value, value]);
    return as(array).pop();
  },
  calls: [
    (array) => as(array).at(0),
    (array) => as(array).at(-1),
    (array) => as(array).set(0, 'a'),
    (array) => as(array).push('a'),
    (array) => as(array).pop(),
    (array) => as(array).toArray(),
    (array) => as(array).has('a'),
    (array) => as(array).size(),
  ],
});

describe('RedisArray', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  const numbers = Array.from({ length: 10_000 }, (_, i) => i);
  const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
    const all: T[] = [];
    for await (const item of items) all.push(item);
    return all;
  };

  it('works as in the manual', async () => {
    const array = db.array('arr');
    expect(await array.push('foo', 'bar', 'baz', 'nugget')).toBe(4);
    await array.set(-1, 'nize');
    expect(await array.toArray()).toEqual(['foo', 'bar', 'baz', 'nize']);
    expect(await array.removeAt(2)).toBe('baz');
    expect(await array.toArray()).toEqual(['foo', 'bar', 'nize']);
    expect(await array.has('bar')).toBe(true);
    expect(await array.has('baz')).toBe(false);
    expect(await array.indexOf('nize')).toBe(2);
    expect(await array.indexOf('ni')).toBe(-1);
    expect(await array.pop()).toBe('nize');
    expect(await array.size()).toBe(2);
  });

  it('reads undefined where there is nothing, and refuses to write there', async () => {
    const array = db.array('arr');
    expect([await array.at(0), await array.at(-1), await array.pop(), await array.removeAt(3)]).toEqual(
      Array(4).fill(undefined),
    );
    expect([await array.size(), await array.toArray(), await array.indexOf('a')]).toEqual([0, [], -1]);
    await expect(array.set(0, 'a')).rejects.toThrow(RangeError);
    await array.push('a', 'b');
    expect([await array.at(-2), await array.at(1)]).toEqual(['a', 'b']);
    expect([await array.at(-3), await array.at(2), await array.removeAt(-3)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    for (const index of [2, -3]) await expect(array.set(index, 'c')).rejects.toThrow(RangeError);
    expect(await array.toArray()).toEqual(['a', 'b']);
  });

  it('refuses what is no index before anything is sent', async () => {
    const array = db.array('arr');
    await array.push('a');
    await expect(array.at(0.5)).rejects.toThrow(RangeError);
    await expect(array.at(Number.NaN)).rejects.toThrow(RangeError);
    await expect(array.set(1e300, 'a')).rejects.toThrow(RangeError);
    await expect(array.removeAt('0' as unknown as number)).rejects.toThrow(TypeError);
    await expect(array.slice(0, 1.5)).rejects.toThrow(RangeError);
    expect(await array.push()).toBe(0);
  });

  it('slices as JavaScript does', async () => {
    const array = db.array('arr', { codec: number });
    const twelve = numbers.slice(0, 12);
    await array.push(...twelve);
    for (const [start, end] of [[0, 0], [3], [2, 5], [-3], [-5, -2], [5, 2], [-99, 99], [12], [11, 12], [4, -4]]) {
      expect(await array.slice(start, end)).toEqual(twelve.slice(start, end));
    }
    expect(await collect(array)).toEqual(twelve);
  });

  it('keeps 10,000 elements in order', async () => {
    const array = db.array('arr', { codec: number });
    expect(await array.push(...numbers)).toBe(10_000);
    expect(await collect(array)).toEqual(numbers);
    expect(await array.toArray()).toEqual(numbers);
    expect([await array.at(9_999), await array.at(-10_000), await array.indexOf(7_777)]).toEqual([9_999, 0, 7_777]);
  });

  it('removes from anywhere, equal values or not', async () => {
    const array = db.array('arr', { codec: number });
    const twin = numbers.map((n) => n % 3).slice(0, 2_000);
    await array.push(...twin);
    for (const index of [1_999, 0, 1, 511, 512, 513, 700, -1, -700]) {
      const [removed] = twin.splice(index, 1);
      expect(await array.removeAt(index)).toBe(removed);
    }
    expect(await array.toArray()).toEqual(twin);
    expect(await array.size()).toBe(twin.length);
  });

  it('leaves no key behind when the last element goes', async () => {
    const array = db.array('arr');
    await array.push('a');
    await array.pop();
    expect(await array.exists()).toBe(false);
  });

  it('stores what its codec makes of a value', async () => {
    const users = db.array('users', { codec: json<{ name: string }>() });
    await users.push({ name: 'Ada' }, { name: '' });
    expect(await users.at(-1)).toEqual({ name: '' });
    expect(await users.has({ name: 'Ada' })).toBe(true);
    const blobs = db.array('blobs', { codec: bytes });
    const blob = Buffer.from([0, 255, 128, 10]);
    await blobs.push(blob, Buffer.alloc(0));
    expect([await blobs.at(0), await blobs.at(-1), await blobs.indexOf(blob)]).toEqual([blob, Buffer.alloc(0), 0]);
    expect(await blobs.toArray()).toEqual([blob, Buffer.alloc(0)]);
    expect(await blobs.removeAt(0)).toEqual(blob);
    const numeric = db.array('blobs', { codec: number });
    await expect(numeric.at(0)).rejects.toThrow(CodecError);
    await expect(numeric.push(Number.NaN)).rejects.toThrow(TypeError);
  });

  it('says which key is of another type', async () => {
    await db.redis.set('text', 'a');
    const array = db.array('text');
    for (const call of [array.at(0), array.at(-1), array.set(0, 'a'), array.push('a'), array.pop(), array.toArray()]) {
      await expect(call).rejects.toMatchObject({ key: 'text', found: 'string', expected: 'hash' });
      await expect(call).rejects.toThrow(WrongTypeError);
    }
  });

  it('reads an element with one HGET', async () => {
    const array = db.array('arr');
    await array.push('a');
    await db.redis.config('RESETSTAT');
    await array.at(0);
    const stats = await db.redis.info('commandstats');
    expect(stats).toMatch(/cmdstat_hget:calls=1,/);
    expect(stats).not.toMatch(/cmdstat_eval/);
  });
});
