import { bytes, CrossSlotError, Database, json, number, RedisSet } from 'redstart';
import { describeContainer } from './contract.js';

const as = (container: unknown) => container as RedisSet<unknown>;

describeContainer('RedisSet', {
  type: 'set',
  open: (db, key) => db.set(key),
  openBytes: (db, key) => db.set(key, { codec: bytes }),
  fill: (set, count) => as(set).add(...Array.from({ length: count }, (_, i) => `v${i}`)),
  size: (set) => as(set).size(),
  iterate: (set) => as(set),
  roundTrip: async (set, value) => {
    await as(set).add(value);
    expect(await as(set).has(value)).toBe(true);
    expect([...(await as(set).toSet())]).toEqual([value]);
    expect([...(await as(set).union())]).toEqual([value]);
    expect(await as(set).random()).toEqual(value);
    for await (const found of as(set)) expect(found).toEqual(value);
    return as(set).pop();
  },
  calls: [(set) => as(set).add('a'), (set) => as(set).toSet(), (set) => as(set).union()],
});

describe('RedisSet', () => {
  let db: Database;
  let a: RedisSet;
  let b: RedisSet;
  let c: RedisSet;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  beforeEach(async () => {
    await db.redis.flushall();
    [a, b, c] = [db.set('a'), db.set('b'), db.set('c')];
  });
  afterAll(() => db.close());

  it('does what the manual of walrus shows', async () => {
    const [s1, s2] = [db.set('s1', { codec: number }), db.set('s2', { codec: number })];
    expect(await s1.add(0, 1, 2, 3, 4)).toBe(5);
    expect(await s2.add(3, 4, 5, 6, 7)).toBe(5);
    expect(await s1.union(s2)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
    expect(await s1.intersection(s2)).toEqual(new Set([3, 4]));
    expect(await s1.difference(s2)).toEqual(new Set([0, 1, 2]));
    expect(await s1.subtract(s2)).toBe(3);
    expect(await s1.toSet()).toEqual(new Set([0, 1, 2]));
    expect(await s1.size()).toBe(3);
  });

  it('adds, has and deletes', async () => {
    expect(await a.add('x', 'y', 'x')).toBe(2);
    expect(await a.add('x', 'z')).toBe(1);
    expect(await a.has('x')).toBe(true);
    expect(await a.has('q')).toBe(false);
    expect(await a.hasMany(['q', 'x', 'z'])).toEqual([false, true, true]);
    expect(await a.delete('x', 'q')).toBe(1);
  });

  it('sends nothing for nothing', async () => {
    await db.redis.set('a', 'another type');
    expect(await a.add()).toBe(0);
    expect(await a.delete()).toBe(0);
    expect(await a.hasMany([])).toEqual([]);
    expect(await a.popMany(0)).toEqual([]);
    expect(await a.randomMany(0)).toEqual([]);
  });

  it('draws and takes random values', async () => {
    expect(await a.pop()).toBeUndefined();
    expect(await a.random()).toBeUndefined();
    expect(await a.popMany(3)).toEqual([]);
    await a.add('x', 'y', 'z');
    expect((await a.randomMany(9)).sort()).toEqual(['x', 'y', 'z']);
    expect(await a.randomMany(9, { repeats: true })).toHaveLength(9);
    expect(['x', 'y', 'z']).toContain(await a.random());
    const taken = [await a.pop(), ...(await a.popMany(5))];
    expect(taken.sort()).toEqual(['x', 'y', 'z']);
    for (const bad of [-1, 0.5, Number.NaN]) {
      await expect(a.popMany(bad)).rejects.toThrow(RangeError);
      await expect(a.randomMany(bad)).rejects.toThrow(RangeError);
    }
  });

  it('counts an intersection, with and without SINTERCARD', async () => {
    await Promise.all([a.add('1', '2', '3', '4'), b.add('2', '3', '4'), c.add('3', '4', '5')]);
    const old = new RedisSet(
      Object.create(db.connection, { capabilities: { value: { ...db.capabilities, intersectionSize: false } } }),
      'a',
    );
    for (const set of [a, old]) {
      expect(await set.intersectionSize(b, c)).toBe(2);
      expect(await set.intersectionSize([b], { count: 1 })).toBe(1);
      expect(await set.intersectionSize([b, c], { count: 9 })).toBe(2);
      expect(await set.intersectionSize()).toBe(4);
      expect(await set.intersectionSize([b], { count: 0 })).toBe(0);
      await expect(set.intersectionSize([b], { count: -1 })).rejects.toThrow(RangeError);
    }
  });

  it('stores what sets are together', async () => {
    await Promise.all([a.add('1', '2'), b.add('2', '3'), c.add('old')]);
    expect(await a.unionStore(c, b)).toBe(c);
    expect(await c.toSet()).toEqual(new Set(['1', '2', '3']));
    await a.intersectionStore(c, b);
    expect(await c.toSet()).toEqual(new Set(['2']));
    await a.differenceStore(c, b);
    expect(await c.toSet()).toEqual(new Set(['1']));
  });

  it('moves a value', async () => {
    await a.add('x');
    expect(await a.moveTo(b, 'x')).toBe(true);
    expect(await a.moveTo(b, 'x')).toBe(false);
    expect(await b.toSet()).toEqual(new Set(['x']));
    await db.redis.set('c', 'x');
    await b.moveTo(a, 'x');
    await expect(a.moveTo(c, 'x')).rejects.toMatchObject({ key: 'c', found: 'string', expected: 'set' });
    await expect(a.union(b, c)).rejects.toMatchObject({ key: 'c' });
  });

  it('searches', async () => {
    await a.add(...Array.from({ length: 2000 }, (_, i) => `v${i}`));
    const found = new Set<string>();
    for await (const value of a.search('v199?')) found.add(value);
    expect(found.size).toBe(10);
  });

  it('takes lists of values and of sets, and keys for destinations', async () => {
    await a.add(['1', '2', '3']);
    await b.add(new Set(['2', '3']));
    expect((await a.union([b, c])).size).toBe(3);
    const stored = await a.intersectionStore('stored', b);
    expect([stored.key, (await stored.toSet()).size]).toEqual(['stored', 2]);
    expect(await a.differenceStore(stored, [b])).toBe(stored);
    expect(await stored.toSet()).toEqual(new Set(['1']));
    expect(await a.delete(['1', 'x'])).toBe(1);
    await expect(a.union('b' as never)).rejects.toThrow(TypeError);
    await expect(a.union(undefined as never)).rejects.toThrow(/must be containers/);
    await expect(a.union([undefined as never])).rejects.toThrow(TypeError);
    await expect(a.unionStore(5 as never, b)).rejects.toThrow(TypeError);
  });

  it('has typed members', async () => {
    const typed = db.set('t', { codec: json<[number, number]>() });
    await typed.add([[1, 2]]);
    expect(await typed.has([1, 2])).toBe(true);
    await db.redis.sadd('t', 'no json');
    await expect(typed.toSet()).rejects.toMatchObject({ code: 'CODEC', key: 't', member: 'no json' });
  });

  it('refuses keys of different slots on a cluster before sending', async () => {
    const connection = Object.create(db.connection, { capabilities: { value: { ...db.capabilities, cluster: true } } });
    const [x, y] = [new RedisSet(connection, 'x'), new RedisSet(connection, 'y')];
    const calls = [x.union(y), x.intersectionSize(y), x.unionStore(y), x.subtract(y), x.moveTo(y, 'v')];
    for (const call of calls) await expect(call).rejects.toThrow(CrossSlotError);
  });
});
