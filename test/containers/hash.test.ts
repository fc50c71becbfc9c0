import { bytes, CodecError, Database, Hash, json, number } from 'redstart';
import { describeContainer } from './contract.js';

const as = (container: unknown) => container as Hash<unknown>;

describeContainer('Hash', {
  type: 'hash',
  open: (db, key) => db.hash(key),
  openBytes: (db, key) => db.hash(key, { codec: bytes }),
  fill: (hash, count) => as(hash).update(Array.from({ length: count }, (_, i): [string, string] => [`f${i}`, `v${i}`])),
  size: (hash) => as(hash).size(),
  iterate: (hash) => as(hash),
  roundTrip: async (hash, value) => {
    await as(hash).set(String(value), value);
    const entries = await as(hash).entries();
    expect(await as(hash).values()).toEqual([value]);
    expect(await as(hash).getMany([String(value)])).toEqual([value]);
    expect(entries).toEqual([[String(value), value]]);
    for await (const entry of as(hash)) expect(entry).toEqual(entries[0]);
    return as(hash).get(String(value));
  },
  calls: [(hash) => as(hash).get('a'), (hash) => as(hash).set('a', 'b'), (hash) => as(hash).entries()],
});

describe('Hash', () => {
  let db: Database;
  let hash: Hash;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  beforeEach(async () => {
    await db.redis.flushall();
    hash = db.hash('h');
  });
  afterAll(() => db.close());

  it('does what the manual of walrus shows', async () => {
    const charlie = db.hash('charlie');
    expect(await charlie.update({ name: 'Charlie', favorite_cat: 'Huey' })).toBe(2);
    expect(await charlie.get('name')).toBe('Charlie');
    const seen: string[] = [];
    for await (const [key, value] of charlie) seen.push(`${key} => ${value}`);
    expect(seen).toEqual(['name => Charlie', 'favorite_cat => Huey']);
    expect(await charlie.delete('favorite_cat')).toBe(1);
    expect(await charlie.set('age', '31')).toBe(true);
    expect(await charlie.toObject()).toEqual({ name: 'Charlie', age: '31' });
    expect(await charlie.has('name')).toBe(true);
    expect(await charlie.size()).toBe(2);
  });

  it('gets, has, sets and deletes', async () => {
    expect(await hash.get('a')).toBeUndefined();
    expect(await hash.has('a')).toBe(false);
    expect(await hash.set('a', '1')).toBe(true);
    expect(await hash.set('a', '2')).toBe(false);
    expect(await hash.setIfAbsent('a', '3')).toBe(false);
    expect(await hash.setIfAbsent('b', '3')).toBe(true);
    expect(await hash.getMany(['b', 'x', 'a'])).toEqual(['3', undefined, '2']);
    expect(await hash.delete('a', 'b', 'x')).toBe(2);
  });

  it('updates from an object, a Map and pairs', async () => {
    expect(await hash.update({ a: '1', b: '2' })).toBe(2);
    expect(
      await hash.update(
        new Map([
          ['b', '3'],
          ['c', '4'],
        ]),
      ),
    ).toBe(1);
    expect(await hash.update([['d', '5']])).toBe(1);
    expect(await hash.toObject()).toEqual({ a: '1', b: '3', c: '4', d: '5' });
    expect((await hash.keys()).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect((await hash.values()).sort()).toEqual(['1', '3', '4', '5']);
  });

  it('sends nothing for nothing', async () => {
    await db.redis.set('h', 'another type');
    expect(await hash.getMany([])).toEqual([]);
    expect(await hash.update({})).toBe(0);
    expect(await hash.update([])).toBe(0);
    expect(await hash.delete()).toBe(0);
  });

  it('has own properties for any field, also __proto__', async () => {
    await hash.update([
      ['__proto__', 'p'],
      ['constructor', 'c'],
      ['7', 's'],
    ]);
    const object = await hash.toObject();
    expect(Object.keys(object).sort()).toEqual(['7', '__proto__', 'constructor']);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(object, '__proto__')!.value).toBe('p');
    expect(await hash.get('__proto__')).toBe('p');
  });

  it('increments', async () => {
    const counts = db.hash('counts', { codec: number });
    expect(await counts.increment('a')).toBe(1);
    expect(await counts.increment('a', -3)).toBe(-2);
    expect(await counts.incrementFloat('a', 0.5)).toBe(-1.5);
    expect(await counts.get('a')).toBe(-1.5);
    for (const bad of [0.5, Number.NaN, Infinity, 2 ** 60]) {
      await expect(counts.increment('a', bad)).rejects.toThrow(RangeError);
    }
    for (const bad of [Number.NaN, Infinity]) await expect(counts.incrementFloat('a', bad)).rejects.toThrow(RangeError);
    await expect(counts.increment('a', '1' as never)).rejects.toThrow(TypeError);
  });

  it('counts beyond 2^53 exactly, or says that it cannot', async () => {
    await hash.set('n', '9007199254740991');
    await expect(hash.increment('n')).rejects.toThrow(/next to 2\^53 now or beyond.*bigint: true/);
    expect(await hash.get('n')).toBe('9007199254740992');
    expect(await hash.increment('n', 1n, { bigint: true })).toBe(9_007_199_254_740_993n);
    expect(await hash.increment('n', -5, { bigint: true })).toBe(9_007_199_254_740_988n);
    expect(await hash.increment('n', -1000)).toBe(9_007_199_254_739_988);
    await expect(hash.increment('n', 2n ** 63n - 1n, { bigint: true })).rejects.toThrow(RangeError);
    await expect(hash.increment('n', 0.5 as never, { bigint: true })).rejects.toThrow(RangeError);
  });

  it('says that a field does not hold a number', async () => {
    await hash.set('t', 'text');
    for (const call of [hash.increment('t'), hash.incrementFloat('t', 1), hash.increment('t', 1, { bigint: true })])
      await expect(call).rejects.toThrow(/The field "t" of "h" does not hold such a number, and was not changed/);
  });

  it('gives every field, also of names that are not UTF-8', async () => {
    await db.redis.hset('h', Buffer.from([0xff]), '1', Buffer.from([0xfe]), '2', 'ok', '3');
    for (const one of [hash, db.hash('h', { codec: bytes })]) {
      const entries = await one.entries();
      expect(entries.map(([, value]) => String(value)).sort()).toEqual(['1', '2', '3']);
      await expect(one.toObject()).rejects.toThrow(/entries\(\) gives all of them/);
    }
    expect(await hash.keys()).toHaveLength(3);
  });

  it('measures a value, and draws fields', async () => {
    expect(await hash.random()).toBeUndefined();
    expect(await hash.randomMany(2)).toEqual([]);
    await hash.update({ a: 'é', b: '2' });
    expect([await hash.fieldSize('a'), await hash.fieldSize('x')]).toEqual([2, 0]);
    expect(['a', 'b']).toContain((await hash.random())![0]);
    expect((await hash.randomMany(9)).sort()).toEqual([
      ['a', 'é'],
      ['b', '2'],
    ]);
    expect(await hash.randomMany(9, { repeats: true })).toHaveLength(9);
    expect(await hash.randomMany(0)).toEqual([]);
  });

  it('refuses values that are not fields and values', async () => {
    for (const bad of [undefined, null, 'text']) await expect(hash.update(bad as never)).rejects.toThrow(TypeError);
    await expect(hash.update(['ab'] as never)).rejects.toThrow(/must give pairs/);
    await expect(hash.getMany('abc' as never)).rejects.toThrow(/Give \[value\] for one/);
    await expect(hash.update({ a: undefined as never })).rejects.toThrow(TypeError);
    expect(await hash.exists()).toBe(false);
  });

  it('searches by the names of fields', async () => {
    await hash.update(Array.from({ length: 2000 }, (_, i) => [`f${i}`, String(i)]));
    const found = new Map<string, string>();
    for await (const [field, value] of hash.search('f199?', { step: 100 })) found.set(field, value);
    expect(found.size).toBe(10);
    expect(found.get('f1995')).toBe('1995');
    await expect(hash.search('*', { step: 0 }).next()).rejects.toThrow(RangeError);
  });

  it('says which value the codec cannot read, and which it refuses', async () => {
    await hash.set('a', 'no json');
    const typed = db.hash('h', { codec: json<{ n: number }>() });
    for (const call of [typed.get('a'), typed.getMany(['a']), typed.entries(), typed.toObject()]) {
      const error = await call.catch((e: unknown) => e);
      expect(error).toBeInstanceOf(CodecError);
      expect(error).toMatchObject({ code: 'CODEC', key: 'h', member: 'a', cause: expect.any(SyntaxError) });
    }
    await expect(typed.values()).rejects.toMatchObject({ member: 'no json' });
    await expect(typed.set('b', undefined as never)).rejects.toThrow(/"h".*"b"/);
    await expect(hash.set('a', 5 as never)).rejects.toThrow(TypeError);
    await expect(hash.set('a', '\ud800')).rejects.toThrow(TypeError);
    await expect(hash.set('\ud800', 'a')).rejects.toThrow(TypeError);
    await expect(hash.get(5 as never)).rejects.toThrow(TypeError);
    expect(await hash.size()).toBe(1);
  });

  it('takes a codec of the user', async () => {
    const dates = db.hash('d', {
      codec: { encode: (value: Date) => value.toISOString(), decode: (stored) => new Date(stored) },
    });
    await dates.set('a', new Date(5));
    expect(await dates.get('a')).toEqual(new Date(5));
    expect(await db.redis.hget('d', 'a')).toBe('1970-01-01T00:00:00.005Z');
    const wrong = db.hash('d', { codec: { encode: () => 5 as never, decode: () => 5 } });
    await expect(wrong.set('a', 5)).rejects.toThrow(TypeError);
  });
});
