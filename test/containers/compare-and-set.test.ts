import { BitField, Database, number, RedisArray, WrongTypeError } from 'redstart';
import { containerByType } from '../../src/containers/by-type.js';
import { compareAndSet } from '../../src/containers/compare-and-set.js';
import { temporaryKey } from '../../src/containers/temporary.js';

describe('keys on their own', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  describe('compareAndSet', () => {
    const change = (expected: string | Buffer | number | undefined, next: string | Buffer | number | undefined) =>
      compareAndSet(db.connection, 'key', expected, next);

    it('changes what is as expected, and nothing else', async () => {
      expect(await change(undefined, 'a')).toBe(true);
      expect(await change(undefined, 'b')).toBe(false);
      expect(await change('b', 'c')).toBe(false);
      expect(await change('a', 'c')).toBe(true);
      expect(await db.redis.get('key')).toBe('c');
    });

    it('compares the whole value', async () => {
      await change(undefined, 'abc');
      for (const part of ['', 'a', 'ab', 'abcd']) expect(await change(part, 'x')).toBe(false);
      expect(await change('abc', '')).toBe(true);
      expect(await change(undefined, 'x')).toBe(false);
      expect(await change('', 'x')).toBe(true);
    });

    it('does not take a missing key for an empty value', async () => {
      expect(await change('', 'x')).toBe(false);
      expect(await db.redis.exists('key')).toBe(0);
    });

    it('deletes, and confirms that there is nothing', async () => {
      await change(undefined, 'a');
      expect(await change('b', undefined)).toBe(false);
      expect(await change('a', undefined)).toBe(true);
      expect(await db.redis.exists('key')).toBe(0);
      expect(await change(undefined, undefined)).toBe(true);
    });

    it('takes any bytes and numbers', async () => {
      const bytes = Buffer.from([0, 255, 13, 10]);
      expect(await change(undefined, bytes)).toBe(true);
      expect(await change(Buffer.from([0, 254, 13, 10]), 1)).toBe(false);
      expect(await change(bytes, 1)).toBe(true);
      expect(await change('1', 'a')).toBe(true);
      await expect(change('a', Number.NaN)).rejects.toThrow(TypeError);
    });

    it('keeps the time to live', async () => {
      await db.redis.set('key', 'a', 'PX', 60_000);
      await change('a', 'b');
      expect(await db.redis.pttl('key')).toBeGreaterThan(0);
    });

    it('lets one of many win', async () => {
      await change(undefined, '0');
      const wins = await Promise.all(Array.from({ length: 50 }, (_, i) => change('0', `winner ${i}`)));
      expect(wins.filter(Boolean)).toHaveLength(1);
    });

    it('refuses keys of another type', async () => {
      await db.redis.hset('key', 'a', 1);
      await expect(change('a', 'b')).rejects.toThrow(WrongTypeError);
      await expect(change(undefined, 'b')).rejects.toMatchObject({ key: 'key', found: 'hash', expected: 'string' });
    });
  });

  it('finds the container that fits a key', async () => {
    const table = { hash: (key: string) => db.array(key), string: (key: string) => db.bitField(key) };
    await db.redis.hset('hash', 0, 'a');
    await db.redis.set('string', 'a');
    await db.redis.lpush('list', 'a');
    expect(await containerByType(db.connection, 'hash', table)).toBeInstanceOf(RedisArray);
    expect(await containerByType(db.connection, 'string', table)).toBeInstanceOf(BitField);
    expect(await containerByType(db.connection, 'list', table)).toBeUndefined();
    expect(await containerByType(db.connection, 'none', table)).toBeUndefined();
  });

  it('names temporary keys of the namespace', () => {
    const keys = new Set(Array.from({ length: 1_000 }, () => temporaryKey('app')));
    expect(keys.size).toBe(1_000);
    for (const key of keys) expect(key).toMatch(/^\{app\}#temporary:[0-9a-f-]{36}$/);
  });

  it('gives a container of a kind at a temporary key', async () => {
    const list = db.temporaryKey('list');
    expect(list.key).toMatch(/^\{app\}#temporary:/);
    await list.push('a');
    const numbers = db.temporaryKey('sortedSet', { codec: number });
    await numbers.add([[5, 1]]);
    expect(await numbers.slice()).toEqual([5]);
    expect(await (await db.set('{app}:x').unionStore(db.temporaryKey('set'))).size()).toBe(0);
    for (const kind of ['string', 'hash', 'array', 'geo', 'bitField', 'hyperLogLog'] as const)
      expect(await db.temporaryKey(kind).exists()).toBe(false);
    expect(() => db.temporaryKey('stack' as never)).toThrow(/kind cannot be "stack"/);
  });
});
