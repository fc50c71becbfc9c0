import { bytes, CodecError, CrossSlotError, Database, json, number, RedisString, Strings } from 'redstart';
import { describeContainer } from './contract.js';

const as = (container: unknown) => container as RedisString<unknown>;

describeContainer('RedisString', {
  type: 'string',
  open: (db, key) => db.string(key),
  openBytes: (db, key) => db.string(key, { codec: bytes }),
  fill: (string, count) => as(string).set('x'.repeat(count)),
  size: (string) => as(string).size(),
  roundTrip: async (string, value) => {
    await as(string).set(value);
    expect(await as(string).getAndSet(value)).toEqual(value);
    expect(await as(string).getAndExpire(null)).toEqual(value);
    expect(await as(string).slice()).toEqual(value);
    expect(await as(string).get()).toEqual(value);
    return as(string).getAndDelete();
  },
  calls: [
    (string) => as(string).get(),
    (string) => as(string).append('a'),
    (string) => as(string).getAndSet('a'),
    (string) => as(string).increment(),
    (string) => as(string).increment(1n, { bigint: true }),
  ],
});

describe('RedisString', () => {
  let db: Database;
  let string: RedisString;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  beforeEach(async () => {
    await db.redis.flushall();
    string = db.string('s');
  });
  afterAll(() => db.close());

  it('sets and gets', async () => {
    expect(await string.get()).toBeUndefined();
    expect(await string.set('walrus')).toBe(true);
    expect(await string.get()).toBe('walrus');
    expect(await string.getAndSet('tusk')).toBe('walrus');
    expect(await string.getAndDelete()).toBe('tusk');
    expect(await string.getAndDelete()).toBeUndefined();
    expect(await string.getAndSet('again')).toBeUndefined();
    expect(await string.get()).toBe('again');
  });

  it('sets under conditions', async () => {
    expect(await string.set('a', { only: 'existing' })).toBe(false);
    expect(await string.set('a', { only: 'new' })).toBe(true);
    expect(await string.set('b', { only: 'new' })).toBe(false);
    expect(await string.getAndSet('b', { only: 'new' })).toBe('a');
    expect(await string.getAndSet('c', { only: 'existing' })).toBe('a');
    expect(await string.get()).toBe('c');
    await expect(string.set('d', { only: 'old' as never })).rejects.toThrow(TypeError);
  });

  it('sets, keeps and takes away the ttl', async () => {
    await string.set('a', { ttl: 60_000 });
    expect(await string.ttl()).toBeGreaterThan(50_000);
    await string.set('b', { keepTtl: true });
    expect(await string.ttl()).toBeGreaterThan(50_000);
    await string.set('c');
    expect(await string.ttl()).toBeUndefined();
    expect(await string.getAndExpire(60_000)).toBe('c');
    expect(await string.ttl()).toBeGreaterThan(50_000);
    expect(await string.getAndExpire(null)).toBe('c');
    expect(await string.ttl()).toBeUndefined();
    await string.set('d', { ttl: 60_000 });
    await string.set('e', { ttl: null });
    expect(await string.ttl()).toBeUndefined();
    for (const bad of [0, -1, 0.5, Number.NaN]) {
      await expect(string.set('f', { ttl: bad })).rejects.toThrow(RangeError);
      await expect(string.getAndExpire(bad)).rejects.toThrow(RangeError);
    }
    await expect(string.set('f', { ttl: 1, keepTtl: true })).rejects.toThrow(TypeError);
    expect(await string.get()).toBe('e');
  });

  it('appends, slices and overwrites bytes', async () => {
    expect(await string.append('hello')).toBe(5);
    expect(await string.append(' world')).toBe(11);
    for (let start = -13; start <= 13; start += 2) {
      for (let end = -13; end <= 13; end++)
        expect(await string.slice(start, end)).toBe('hello world'.slice(start, end));
    }
    expect(await string.slice(6)).toBe('world');
    expect(await string.setRange(6, 'there')).toBe(11);
    expect(await string.get()).toBe('hello there');
    expect(await db.string('pad').setRange(2, 'x')).toBe(3);
    expect(await db.string('pad').get()).toBe('\0\0x');
    expect(await db.string('b', { codec: bytes }).append(Buffer.from([0xff, 0x01]))).toBe(2);
    expect(await db.string('b', { codec: bytes }).slice(0, 1)).toEqual(Buffer.from([0xff]));
    expect(await db.string('b', { codec: bytes }).slice(0, 0)).toEqual(Buffer.alloc(0));
    expect(await db.string('é').append('é')).toBe(2);
    await expect(string.setRange(-1, 'x')).rejects.toThrow(RangeError);
    await expect(string.append(undefined as never)).rejects.toThrow(TypeError);
  });

  it('counts, exactly', async () => {
    expect(await string.increment()).toBe(1);
    expect(await string.increment(-3)).toBe(-2);
    expect(await string.incrementFloat(0.5)).toBe(-1.5);
    await expect(string.increment()).rejects.toThrow(/was not changed.*incrementFloat/);
    await expect(
      db
        .string('text')
        .set('x')
        .then(() => db.string('text').incrementFloat(1)),
    ).rejects.toThrow(TypeError);
    for (const bad of [0.5, Number.NaN, Infinity, 2 ** 53])
      await expect(string.increment(bad)).rejects.toThrow(RangeError);
    await expect(string.incrementFloat(Infinity)).rejects.toThrow(RangeError);
    const big = db.string('big');
    await big.set(String(Number.MAX_SAFE_INTEGER));
    await expect(big.increment()).rejects.toThrow(/next to 2\^53 now or beyond.*bigint: true/);
    expect(await big.get()).toBe('9007199254740992');
    expect(await big.increment(1n, { bigint: true })).toBe(9_007_199_254_740_993n);
    expect(await big.increment(-3, { bigint: true })).toBe(9_007_199_254_740_990n);
    await expect(big.increment(2n ** 63n - 1n, { bigint: true })).rejects.toThrow(/was not changed/);
    expect(await big.increment(-100)).toBe(9_007_199_254_740_890);
  });

  it('holds typed values', async () => {
    const typed = db.string('t', { codec: json<{ n: number }>() });
    await typed.set({ n: 1 });
    expect(await typed.get()).toEqual({ n: 1 });
    await string.set('no json');
    await expect(db.string('s', { codec: number }).get()).rejects.toThrow(CodecError);
    await expect(db.string('n', { codec: number }).set(Number.NaN)).rejects.toThrow(TypeError);
  });

  it('replaces what is there, of whatever type it is', async () => {
    await db.list('s').push('a');
    expect(await string.set('text')).toBe(true);
    expect(await string.get()).toBe('text');
  });

  it('is what db.container() gives for a string', async () => {
    await string.set('a');
    expect(await db.container('s')).toBeInstanceOf(RedisString);
  });
});

describe('Strings', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  beforeEach(() => db.redis.flushall());
  afterAll(() => db.close());

  it('sets and gets many', async () => {
    expect(await db.strings.setMany({ a: '1', b: 2 })).toBe(true);
    expect(await db.strings.setMany(new Map([['c', Buffer.from('3')]]))).toBe(true);
    await db.list('list').push('x');
    expect(await db.strings.getMany(['c', 'x', 'list', 'a', 'b'])).toEqual(['3', undefined, undefined, '1', '2']);
    expect(await db.strings.getMany(new Set(['a']))).toEqual(['1']);
  });

  it('sets all or none with only: new', async () => {
    expect(await db.strings.setMany({ a: '1', b: '1' }, { only: 'new' })).toBe(true);
    expect(await db.strings.setMany({ b: '2', c: '2' }, { only: 'new' })).toBe(false);
    expect(await db.strings.getMany(['a', 'b', 'c'])).toEqual(['1', '1', undefined]);
    await expect(db.strings.setMany({ d: '1' }, { only: 'existing' as never })).rejects.toThrow(TypeError);
  });

  it('sends nothing for nothing, and nothing that is wrong', async () => {
    expect([await db.strings.getMany([]), await db.strings.setMany({})]).toEqual([[], true]);
    expect(await db.strings.setMany({}, { only: 'new' })).toBe(true);
    await expect(db.strings.setMany({ a: '1', b: undefined as never })).rejects.toThrow(TypeError);
    await expect(db.strings.getMany(['a', 5 as never])).rejects.toThrow(TypeError);
    await expect(db.strings.setMany(undefined as never)).rejects.toThrow(TypeError);
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('refuses keys of different slots on a cluster before sending', async () => {
    const connection = Object.create(db.connection, { capabilities: { value: { ...db.capabilities, cluster: true } } });
    const strings = new Strings(connection);
    await expect(strings.getMany(['a', 'b'])).rejects.toThrow(CrossSlotError);
    await expect(strings.setMany({ a: '1', b: '2' })).rejects.toThrow(CrossSlotError);
    expect(await strings.getMany(['{t}a', '{t}b'])).toEqual([undefined, undefined]);
  });
});
