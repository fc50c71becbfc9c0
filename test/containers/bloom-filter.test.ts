import { createHash } from 'node:crypto';
import { type BloomFilter, type BloomFilterOptions, Database, SettingsError, WrongTypeError } from 'redstart';
import { scriptsOf } from '../support/commands.js';
import { describeContainer } from './contract.js';

const as = (container: unknown) => container as BloomFilter;

describeContainer('BloomFilter', {
  type: 'string',
  open: (db, key) => db.bloomFilter(key),
  fill: (filter, count) => as(filter).addMany(Array.from({ length: count }, (_, i) => i)),
  // all that is known of 0 to 9,999
  size: async (filter) =>
    (await as(filter).hasMany(Array.from({ length: 10_000 }, (_, i) => i))).filter(Boolean).length,
  calls: [(filter) => as(filter).add('a'), (filter) => as(filter).hasMany(['a'])],
});

describe('BloomFilter', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  const falsePositives = async (filter: BloomFilter, probes: readonly (string | number)[]) =>
    (await filter.hasMany(probes)).filter(Boolean).length / probes.length;

  it('knows what was added, as in the manual', async () => {
    const filter = db.bloomFilter('bf');
    const data = ['foo', 'bar', 'baz', 'nugget', 'this is a test', 'testing'];
    for (const item of data) expect(await filter.add(item)).toBe(true);
    for (const item of data) {
      expect(await filter.has(item)).toBe(true);
      expect(await filter.has(item.toUpperCase())).toBe(false);
      expect(await filter.add(item)).toBe(false);
    }
    expect([filter.bytes, filter.hashes]).toEqual([65_536, 7]);
    expect(await db.redis.strlen('bf')).toBe(65_536 + 8);
  });

  it('follows the standard formulas', () => {
    const shapeOf = (options: BloomFilterOptions) => {
      const { bytes, hashes } = db.bloomFilter('bf', options);
      return [bytes, hashes];
    };
    expect(shapeOf({ capacity: 20_000, errorRate: 0.01 })).toEqual([23_963, 7]);
    expect(shapeOf({ capacity: 1_000, errorRate: 0.001 })).toEqual([1_798, 10]);
    expect(shapeOf({ capacity: 1, errorRate: 0.9 })).toEqual([1, 1]);
    expect(shapeOf({ bytes: 1_000 })).toEqual([1_000, 7]);
  });

  it.each([
    [20_000, 0.01],
    [2_000, 0.001],
    [5_000, 0.2],
  ])('keeps the rate of false positives that was asked for: %d values, %d', async (capacity, errorRate) => {
    const filter = db.bloomFilter('bf', { capacity, errorRate });
    await filter.addMany(range(0, capacity));
    expect(await filter.hasMany(range(0, capacity))).toEqual(Array(capacity).fill(true));
    // a thousand that are wrong tell the rate to a few in a hundred
    const rate = await falsePositives(filter, range(1_000_000, 1_000_000 + Math.min(100_000, 1_000 / errorRate)));
    expect(rate).toBeLessThanOrEqual(errorRate * 1.2);
    expect(rate).toBeGreaterThan(errorRate / 2);
  });

  it('keeps it in small filters of a low rate', async () => {
    let wrong = 0;
    for (const round of range(0, 4)) {
      const filter = db.bloomFilter(`bf${round}`, { capacity: 100, errorRate: 0.001 });
      await filter.addMany(range(0, 100).map((i) => `${round}:${i}`));
      const probes = range(100, 50_100).map((i) => `${round}:${i}`);
      wrong += (await filter.hasMany(probes)).filter(Boolean).length;
    }
    expect(wrong / 200_000).toBeLessThanOrEqual(0.0012);
  });

  it('keeps to its layout', async () => {
    const filter = db.bloomFilter('bf', { bytes: 125 });
    await filter.add('abc');
    const digest = createHash('sha512').update('abc').digest();
    const bits = range(0, 7).map((i) => Number(digest.readBigUInt64BE(8 * i) % 1_000n));
    for (const bit of bits) expect(await db.redis.getbit('bf', bit)).toBe(1);
    expect(await db.redis.bitcount('bf', 0, 124)).toBe(new Set(bits).size);
    expect(await db.redis.getrange('bf', 125, -1)).toBe('BLM1\0\0\0\x07');
  });

  it('keeps it for values that look alike', async () => {
    const filter = db.bloomFilter('bf', { capacity: 10_000, errorRate: 0.01 });
    await filter.addMany(range(0, 10_000).map((i) => `https://example.com/${i}`));
    const probes = range(10_000, 110_000).map((i) => `https://example.com/${i}`);
    expect(await falsePositives(filter, probes)).toBeLessThanOrEqual(0.012);
  });

  it('adds and asks for 1,000 in one script', async () => {
    const filter = db.bloomFilter('bf', { capacity: 100_000, errorRate: 0.01 });
    const scripts = await scriptsOf(db.redis, async () => {
      expect(await filter.addMany(range(0, 1_000))).toEqual(Array(1_000).fill(true));
      expect(await filter.hasMany(range(0, 1_000))).toEqual(Array(1_000).fill(true));
      expect(await filter.addMany([0, 'new', 'new'])).toEqual([false, true, false]);
    });
    expect(scripts).toBe(3);
  });

  it('takes more values than one script takes', async () => {
    const filter = db.bloomFilter('bf', { bytes: 1_000_000 });
    const scripts = await scriptsOf(db.redis, async () => {
      expect((await filter.addMany(range(0, 10_000))).filter((isNew) => !isNew).length).toBeLessThan(10);
      expect((await filter.hasMany(range(0, 10_000))).includes(false)).toBe(false);
    });
    // none holds the server for longer than 10,000 bits take
    expect(scripts).toBe(2 * Math.ceil(10_000 / 1_428));
  });

  it('refuses to be opened with another shape', async () => {
    await db.bloomFilter('bf').add('a');
    const other = db.bloomFilter('bf', { bytes: 1024 });
    const facts = { code: 'SETTINGS', subject: 'bf', setting: 'bytes', here: 1024, there: 65_536 };
    await expect(other.has('a')).rejects.toMatchObject(facts);
    await expect(other.add('b')).rejects.toThrow(SettingsError);
    const { bytes } = db.bloomFilter('small', { capacity: 100, errorRate: 0.001 });
    await db.bloomFilter('small', { bytes }).add('a');
    const hashes = { setting: 'hashes', here: 10, there: 7 };
    await expect(db.bloomFilter('small', { capacity: 100, errorRate: 0.001 }).has('a')).rejects.toMatchObject(hashes);
    expect(await db.bloomFilter('bf').has('a')).toBe(true);
  });

  it('refuses a string that is not a filter', async () => {
    await db.string('text').set('a text of more than eight bytes');
    await expect(db.bloomFilter('text').has('a')).rejects.toMatchObject({
      code: 'WRONG_TYPE',
      expected: 'BloomFilter',
    });
    await expect(db.bloomFilter('text').add('a')).rejects.toThrow(WrongTypeError);
    expect(await db.string('text').get()).toBe('a text of more than eight bytes');
  });

  it('keeps its shape when it is copied', async () => {
    await db.bloomFilter('bf', { bytes: 100 }).add('a');
    await db.bloomFilter('bf', { bytes: 100 }).copy('copy');
    expect(await db.bloomFilter('copy', { bytes: 100 }).has('a')).toBe(true);
    await expect(db.bloomFilter('copy').has('a')).rejects.toThrow(SettingsError);
  });

  it('says to one of two at the same time that a value was new', async () => {
    const filter = db.bloomFilter('bf');
    const answers = await Promise.all(range(0, 50).map(() => filter.add('same')));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('tells any bytes apart, and asks nothing for no values', async () => {
    const filter = db.bloomFilter('bf');
    expect([await filter.addMany([]), await filter.hasMany([]), await filter.has('')]).toEqual([[], [], false]);
    expect(await filter.exists()).toBe(false);
    await filter.addMany([Buffer.from([0xff]), '']);
    expect(await filter.hasMany([Buffer.from([0xff]), Buffer.from([0xfe]), '', '\uFFFD'])).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('refuses sizes and values that make no sense, and keys of another type', async () => {
    const open = (options: object) => () => db.bloomFilter('bf', options as BloomFilterOptions);
    for (const bytes of [0, -1, 1.5, Number.NaN, 2 ** 30]) expect(open({ bytes })).toThrow(RangeError);
    for (const errorRate of [0, 1, -1, Number.NaN]) expect(open({ capacity: 10, errorRate })).toThrow(RangeError);
    for (const capacity of [0, 1.5, 1e15]) expect(open({ capacity, errorRate: 0.01 })).toThrow(RangeError);
    expect(open({ capacity: 10 })).toThrow(TypeError);
    expect(open({ errorRate: 0.1 })).toThrow(TypeError);
    expect(open({ bytes: 10, capacity: 10, errorRate: 0.1 })).toThrow(TypeError);
    const filter = db.bloomFilter('hash');
    await expect(filter.addMany('abc' as never)).rejects.toThrow(TypeError);
    await expect(filter.add(Number.NaN)).rejects.toThrow(TypeError);
    await db.redis.hset('hash', 'a', 1);
    await expect(filter.add('a')).rejects.toThrow(WrongTypeError);
    await expect(filter.has('a')).rejects.toThrow(WrongTypeError);
  });
});
