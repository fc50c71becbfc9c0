import { setTimeout as pause } from 'node:timers/promises';
import { Database, type Tree, ValidationError } from 'redstart';
import { collect } from '../../support/collect.js';
import { scriptsOf } from '../../support/commands.js';
import { eventually } from '../../support/eventually.js';

let db: Database;
let root: Tree;
beforeAll(async () => {
  db = await Database.embedded();
});
beforeEach(async () => {
  await db.redis.flushall();
  root = db.tree();
});
afterAll(() => db.close());

const scripts = (work: () => Promise<unknown>) => scriptsOf(db.redis, work);

describe('Tree', () => {
  it('walks, deletes and clears', async () => {
    await root.at('x').set(1);
    await root.at('y').set({ z: 2 });
    expect(await root.get()).toEqual({ y: { z: 2 }, x: 1 });
    expect((await collect(root.children())).sort()).toEqual(['x', 'y']);
    expect((await collect(root.descendants())).sort()).toEqual([
      [['x'], 1],
      [['y', 'z'], 2],
    ]);
    expect(await root.at('x').exists()).toBe(true);
    expect(await root.at('x').delete()).toBe(true);
    expect(await root.at('x').exists()).toBe(false);
    expect(await root.at('x').delete()).toBe(false);
    expect(await root.clear()).toBe(true);
    expect(await root.at('y').exists()).toBe(false);
    expect(await root.get()).toEqual({});
    expect(await root.delete()).toBe(true);
    expect(await db.redis.dbsize()).toBe(0);
    expect(await root.clear()).toBe(false);
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('expires at any depth', async () => {
    await root.at('x').set('still here!', { ttl: 60_000 });
    expect(await root.at('x').get()).toBe('still here!');
    expect(await root.at('x').ttl()).toBeGreaterThan(50_000);
    await root.at('deep.down').set({ a: { b: 1 }, c: 2 });
    expect(await root.at('deep.down.a').expire(60_000)).toBe(true);
    expect(await root.at('deep.down.a.b').ttl()).toBeLessThanOrEqual(60_000);
    expect(await root.at('deep.down').ttl()).toBeUndefined();
    expect(await root.at('deep.down.a').expire(20)).toBe(true);
    await eventually(async () => !(await root.at('deep.down.a').exists()));
    expect(await root.at('deep').get()).toEqual({ down: { c: 2 } });
    expect(await root.at('deep.down.a').ttl()).toBeUndefined();
    expect(await root.at('deep.down.a').expire(1000)).toBe(false);
    expect(await root.at('x').expire(null)).toBe(true);
    expect(await root.at('x').expire(null)).toBe(false);
    expect(await root.at('x').ttl()).toBeUndefined();
    await root.expire(20);
    await eventually(async () => (await root.get()) === undefined);
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('forgets a ttl with the value that had it', async () => {
    await root.at('a.b').set(1, { ttl: 30 });
    await root.at('a.b').set(2);
    await root.at('c.d').set(1, { ttl: 30 });
    await root.at('c').set({ d: 2 });
    await root.at('e.f').set(1, { ttl: 30 });
    await root.at('e').delete();
    await root.at('e.f').set(2);
    await root.at('g').set(1, { ttl: 60_000 });
    await root.at('g').add(1);
    await pause(50);
    expect(await root.get()).toEqual({ a: { b: 2 }, c: { d: 2 }, e: { f: 2 }, g: 2 });
    expect(await root.at('g').ttl()).toBeGreaterThan(0);
  });

  it('forgets the ttls of all that is replaced, few among many and many among few', async () => {
    for (let i = 0; i < 20; i++) await root.at(['others', `n.${i}`]).set(i, { ttl: 60_000 });
    await root.at(['a', 'x=.\\y', 'z']).set(1, { ttl: 60_000 });
    await root.at('a').set({});
    expect(await db.redis.zcard('tree:{tree}:expiries')).toBe(20);
    await root.at('a').set(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [i, i])));
    await root.at('a.7').expire(60_000);
    await root.at('a').clear();
    expect(await db.redis.zcard('tree:{tree}:expiries')).toBe(20);
    await root.at('others').delete();
    expect(await db.redis.keys('*')).toEqual(['tree:{tree}:nodes']);
  });

  it('gives back what JSON can hold, as it was', async () => {
    const value = {
      empty: {},
      list: [],
      nested: { list: [{ a: [] }, [], {}, null], empty: { empty: {} } },
      'a.b=c\\': { '': { '.': 1, '=': 2, '\\': 3, '\\.': 4 } },
      '*': '*',
      '\0': '\0',
      'ä€😀': '😀',
      numbers: [0, -1.5, 1e300, 5e-324, Number.MAX_SAFE_INTEGER, 0.1],
      pi: Math.PI,
      null: null,
      true: true,
      text: '{',
      equals: 'a=b.c\\',
    };
    Object.defineProperty(value, '__proto__', { value: { own: 1 }, enumerable: true });
    await root.set(value);
    const read = await root.get();
    expect(JSON.stringify(sorted(read))).toBe(JSON.stringify(sorted(value)));
    expect(Object.hasOwn(read as object, '__proto__')).toBe(true);
    expect(await root.at(['a.b=c\\', '', '.']).get()).toBe(1);
    expect(await root.at(['__proto__', 'own']).get()).toBe(1);
    expect(await root.at(['nested', 'list']).get()).toEqual([{ a: [] }, [], {}, null]);
    expect(await root.at('null').get()).toBeNull();
    for (const leaf of [null, false, 0, '', [], 'text']) {
      await root.set(leaf);
      expect(await root.get()).toEqual(leaf);
    }
  });

  it('replaces what is there, whole', async () => {
    await root.at('a').set({ b: { c: 1 }, d: 2 });
    await root.at('a').set(5);
    expect(await root.get()).toEqual({ a: 5 });
    await root.at('a').set({ e: {} });
    expect(await root.get()).toEqual({ a: { e: {} } });
    await root.at('a').set({ f: undefined, g: 1 });
    expect(await root.get()).toEqual({ a: { g: 1 } });
  });

  it('merges objects, and replaces all else', async () => {
    await root.set({ a: { b: 1, c: { d: 2 } }, list: [1, 2], kept: 1 });
    await root.merge({ a: { c: { e: 3 }, b: { now: 'object' } }, list: [3], fresh: { x: 1 } });
    expect(await root.get()).toEqual({
      a: { b: { now: 'object' }, c: { d: 2, e: 3 } },
      list: [3],
      kept: 1,
      fresh: { x: 1 },
    });
    await root.at('a.c').merge(7);
    await root.at('a.b').merge({});
    expect(await root.at('a').get()).toEqual({ b: { now: 'object' }, c: 7 });
  });

  it('adds, from 0 on', async () => {
    const hits = root.at('stats.hits');
    expect(await hits.add(2)).toBe(2);
    expect(await hits.add(-0.5)).toBe(1.5);
    expect(await root.get()).toEqual({ stats: { hits: 1.5 } });
    expect(await root.at('sum').add(0.1)).toBe(0.1);
    expect(await root.at('sum').add(0.2)).toBe(0.1 + 0.2);
    expect(await root.at('big').add(2 ** 53)).toBe(2 ** 53);
    expect(Object.is(await root.at('zero').add(-0), 0)).toBe(true);
    await Promise.all(Array.from({ length: 100 }, () => root.at('n').add(1)));
    expect(await root.at('n').get()).toBe(100);
  });

  it('keeps names that begin alike apart', async () => {
    await root.set({ a: { x: 1 }, a1: 2, 'a.': 3, 'a=': 4, 'a-': 5, b: { a: 1 } });
    expect(await root.at('a').get()).toEqual({ x: 1 });
    expect((await collect(root.children())).sort()).toEqual(['a', 'a-', 'a.', 'a1', 'a=', 'b']);
    await root.at('a').delete();
    expect(await root.get()).toEqual({ a1: 2, 'a.': 3, 'a=': 4, 'a-': 5, b: { a: 1 } });
    expect(await root.at(['a.']).delete()).toBe(true);
    await root.at('b').clear();
    expect(await root.get()).toEqual({ a1: 2, 'a=': 4, 'a-': 5, b: {} });
  });

  it('iterates over many nodes in steps', async () => {
    const value = Object.fromEntries(Array.from({ length: 700 }, (_, i) => [`n${i}`, { v: i, e: {}, 'd.t': [i] }]));
    await root.at('many').set(value);
    expect(await root.at('many').size()).toBe(2_800);
    expect((await collect(root.at('many').children())).sort()).toEqual(Object.keys(value).sort());
    const found = await collect(root.at('many').descendants());
    expect(found).toHaveLength(2_100);
    const rebuilt: Record<string, Record<string, unknown>> = {};
    for (const [[a, b], each] of found) rebuilt[a!] = { ...rebuilt[a!], [b!]: each };
    expect(rebuilt).toEqual(value);
    expect(await collect(root.at('many.n5.v').children())).toEqual([]);
    expect(await collect(root.at('none').descendants())).toEqual([]);
  });

  it('reads a part in one round trip', async () => {
    await root.set({ a: Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [i, { i }])), b: 1 });
    expect(await scripts(() => root.at('a').get())).toBe(1);
    const commands = async () => {
      await db.redis.config('RESETSTAT');
      await root.at('a').get();
      return [...(await db.redis.info('commandstats')).matchAll(/cmdstat_z\w+:calls=(\d+)/g)].map(([, calls]) => calls);
    };
    const alone = await commands();
    await root.at('others').set(Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [i, { i }])));
    expect(await commands()).toEqual(alone);
    expect(await scripts(() => root.at('a.5').set({ x: { y: { z: 1 } } }))).toBe(1);
    expect(await scripts(() => root.at('a').merge({ 5: { x: 2 } }))).toBe(1);
    expect(await scripts(() => root.at('a.7.i').add(1))).toBe(1);
  });

  it('knows where it is', async () => {
    const node = root.at('a.b').at(['c.d']);
    expect(node.path).toEqual(['a', 'b', 'c.d']);
    expect(node.key).toBe('a.b.c.d');
    expect(root.key).toBe('');
    await root.section('a').at(['b', 'c.d']).set(1);
    expect(await node.get()).toBe(1);
    expect(await db.tree('other').get()).toBeUndefined();
  });

  it('refuses what makes no sense, and writes nothing', async () => {
    const cyclic: Record<string, unknown> = { list: [] };
    (cyclic.list as unknown[]).push({ cyclic });
    const calls: [() => unknown, string][] = [
      [() => root.at('a').set(undefined), '"a" cannot be set: the value is undefined'],
      [() => root.set({ a: { b: [Number.NaN] } }), 'The root cannot be set: a.b.0 is NaN, which JSON cannot hold'],
      [() => root.set({ a: () => 1 }), 'a is a function'],
      [() => root.set(1n), 'the value is a bigint'],
      [() => root.set({ a: new Map() }), 'a is an instance of Map'],
      [() => root.set(cyclic), 'list.0.cyclic is a part of itself'],
      [() => root.set([undefined]), '0 is undefined'],
      [() => root.set({ '\ud800': 1 }), 'has a lone surrogate'],
      [() => root.merge({ a: Number.POSITIVE_INFINITY }), 'a is Infinity'],
      [() => root.at('a').set(1, { ttl: 0 }), 'ttl must be a whole number of at least 1, not 0.'],
      [() => root.at('a').expire(1.5), 'ttl must be'],
      [() => root.at('a').add(Number.NaN), 'by must be finite, not NaN.'],
      [() => root.at('a').add('1' as never), 'by must be a number, not string.'],
      [() => root.at('a..b'), 'The path "a..b" has an empty name.'],
      [() => root.at(''), 'has an empty name'],
      [() => root.at(5 as never), 'A path is made of texts, not of number.'],
      [() => root.at(['a', undefined as never]), 'A path is made of texts, not of undefined.'],
      [() => root.at(['\ud800']), 'lone surrogates'],
      [() => db.tree(''), 'The name of the tree must not be empty.'],
    ];
    for (const [call, message] of calls) await expect((async () => call())()).rejects.toThrow(message);
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('never puts a node below a value, and adds to nothing but numbers', async () => {
    await root.set({ a: { b: 5, text: '5', object: {} } });
    const before = await root.get();
    const below = root.at('a.b.c');
    for (const call of [() => below.set(1), () => below.at('d').merge({ x: 1 }), () => below.add(1)]) {
      const error = await call().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ValidationError);
      expect((error as ValidationError).issues).toMatchObject([
        { field: 'a.b', expected: 'an object to stand above it', found: '5' },
      ]);
    }
    for (const path of ['a.text', 'a.object', 'a']) await expect(root.at(path).add(1)).rejects.toThrow(ValidationError);
    await root.at('huge').set(1.7e308);
    await expect(root.at('huge').add(1.7e308)).rejects.toThrow(RangeError);
    await root.at('huge').delete();
    expect(await root.get()).toEqual(before);
  });
});

/** A value with its names in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => [name, sorted(member)]);
}
