import fc from 'fast-check';
import { bytes, CodecError, Database, json, number, type RedisArray, WrongTypeError } from 'redstart';
import { collect } from '../support/collect.js';
import { expectProperty } from '../support/property.js';
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
    expect(await as(array).deleteAt(0)).toEqual(value);
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

type Step =
  | readonly ['push', string[]]
  | readonly ['set', number, string]
  | readonly ['deleteAt', number]
  | readonly ['slice', number, number]
  | readonly ['indexOf', string];

/** One step on the server's array; a RangeError becomes its name. */
async function apply(array: RedisArray, step: Step): Promise<unknown> {
  if (step[0] === 'push') return array.push(...step[1]);
  if (step[0] === 'set') return array.set(step[1], step[2]).catch((error: Error) => error.name);
  if (step[0] === 'deleteAt') return array.deleteAt(step[1]);
  if (step[0] === 'slice') return array.slice(step[1], step[2]);
  return array.indexOf(step[1]);
}

/** The same on an Array. */
function oracle(twin: string[], step: Step): unknown {
  if (step[0] === 'push') return step[1].length === 0 ? 0 : twin.push(...step[1]);
  if (step[0] === 'slice') return twin.slice(step[1], step[2]);
  if (step[0] === 'indexOf') return twin.indexOf(step[1]);
  const index = step[1] < 0 ? step[1] + twin.length : step[1];
  const exists = index in twin;
  if (step[0] === 'deleteAt') return exists ? twin.splice(index, 1)[0] : undefined;
  if (exists) twin[index] = step[2];
  return exists ? undefined : 'RangeError';
}

describe('RedisArray', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  const numbers = Array.from({ length: 10_000 }, (_, i) => i);
  it('works as in the manual', async () => {
    const array = db.array('arr');
    expect(await array.push('foo', 'bar', 'baz', 'nugget')).toBe(4);
    await array.set(-1, 'nize');
    expect(await array.toArray()).toEqual(['foo', 'bar', 'baz', 'nize']);
    expect(await array.deleteAt(2)).toBe('baz');
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
    expect([await array.at(0), await array.at(-1), await array.pop(), await array.deleteAt(3)]).toEqual(
      Array(4).fill(undefined),
    );
    expect([await array.size(), await array.toArray(), await array.indexOf('a')]).toEqual([0, [], -1]);
    await expect(array.set(0, 'a')).rejects.toThrow(RangeError);
    await array.push('a', 'b');
    expect([await array.at(-2), await array.at(1)]).toEqual(['a', 'b']);
    expect([await array.at(-3), await array.at(2), await array.deleteAt(-3)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    for (const index of [2, -3]) await expect(array.set(index, 'c')).rejects.toThrow(RangeError);
    expect(await array.toArray()).toEqual(['a', 'b']);
  });

  it('refuses what is not an index before anything is sent', async () => {
    const array = db.array('arr');
    await array.push('a');
    await expect(array.at(0.5)).rejects.toThrow(RangeError);
    await expect(array.at(Number.NaN)).rejects.toThrow(RangeError);
    await expect(array.set(1e300, 'a')).rejects.toThrow(RangeError);
    await expect(array.deleteAt('0' as unknown as number)).rejects.toThrow(TypeError);
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
      expect(await array.deleteAt(index)).toBe(removed);
    }
    expect(await array.toArray()).toEqual(twin);
    expect(await array.size()).toBe(twin.length);
  });

  it('does what an Array does, whatever is done to it', async () => {
    const index = fc.integer({ min: -12, max: 12 });
    const value = fc.string({ unit: 'binary-ascii', maxLength: 3 });
    const step = fc.oneof(
      fc.tuple(fc.constant('push' as const), fc.array(value, { maxLength: 4 })),
      fc.tuple(fc.constant('set' as const), index, value),
      fc.tuple(fc.constant('deleteAt' as const), index),
      fc.tuple(fc.constant('slice' as const), index, index),
      fc.tuple(fc.constant('indexOf' as const), value),
    );
    const check = async (steps: Step[]) => {
      const [array, twin] = [db.array('arr'), [] as string[]];
      await array.clear();
      for (const one of steps) expect(await apply(array, one)).toEqual(oracle(twin, one));
      expect(await array.toArray()).toEqual(twin);
      expect(await collect(array)).toEqual(twin);
    };
    await expectProperty(fc.asyncProperty(fc.array(step, { maxLength: 30 }), check), 150);
  });

  it('refuses to move very many elements, and reads them in bounded scripts', async () => {
    const array = db.array('arr', { codec: number });
    const many = Array.from({ length: 12_000 }, (_, i) => i);
    await array.push(many);
    await expect(array.deleteAt(0)).rejects.toThrow(/11999 elements lie behind index 0.*Use a List/);
    expect(await array.size()).toBe(12_000);
    expect(await array.deleteAt(-5001)).toBe(6999);
    many.splice(-5001, 1);
    await db.redis.config('RESETSTAT');
    expect(await array.toArray()).toEqual(many);
    expect(await db.redis.info('commandstats')).toMatch(/cmdstat_(?:fcall|evalsha)_ro:calls=3,/);
    for (const [start, end] of [[0], [10, 11_000], [-11_000, -10], [5000, 10_000], [4_999, 10_001]])
      expect(await array.slice(start, end)).toEqual(many.slice(start, end));
    expect(await array.indexOf(11_999)).toBe(11_998);
    expect(await array.indexOf(-1)).toBe(-1);
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
    expect(await blobs.deleteAt(0)).toEqual(blob);
    const numeric = db.array('blobs', { codec: number });
    await expect(numeric.at(0)).rejects.toThrow(CodecError);
    await expect(numeric.push(Number.NaN)).rejects.toThrow(TypeError);
  });

  it('says which key is of another type', async () => {
    await db.redis.set('text', 'a');
    await db.hash('fields').update({ x: '1', y: '2' });
    await expect(db.array('fields').toArray()).rejects.toMatchObject({ found: 'hash', expected: 'RedisArray' });
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
