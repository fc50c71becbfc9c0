import { bytes, CrossSlotError, Database, number, type SliceOptions, SortedSet } from 'redstart';
import { describeContainer } from './contract.js';

const as = (container: unknown) => container as SortedSet<unknown>;

describeContainer('SortedSet', {
  type: 'zset',
  open: (db, key) => db.sortedSet(key),
  openBytes: (db, key) => db.sortedSet(key, { codec: bytes }),
  fill: (set, count) => as(set).add(Array.from({ length: count }, (_, i): [string, number] => [`v${i}`, i])),
  size: (set) => as(set).size(),
  iterate: (set) => as(set),
  roundTrip: async (set, value) => {
    await as(set).set(value, 1.5);
    expect(await as(set).has(value)).toBe(true);
    expect(await as(set).entries()).toEqual([[value, 1.5]]);
    expect(await as(set).rangeByMember({ from: value, to: value })).toEqual([value]);
    expect([...(await as(set).union())]).toEqual([[value, 1.5]]);
    for await (const entry of as(set)) expect(entry).toEqual([value, 1.5]);
    expect(await as(set).popMinBlocking()).toEqual([value, 1.5]);
    await as(set).set(value, 1);
    return (await as(set).popMax())![0];
  },
  calls: [
    (set) => as(set).set('a', 1),
    (set) => as(set).entries(),
    (set) => as(set).rangeByMember({ from: 'a' }),
    (set) => as(set).popMinBlocking(),
    (set) => as(set).union(),
  ],
  blocking: [
    (set, options) => as(set).popMinBlocking(options),
    (set, options) => as(set).popMaxBlocking(options),
    (set, options) => as(set).popMinFromBlocking([], options),
    (set, options) => as(set).popMaxFromBlocking([], options),
  ],
});

describe('SortedSet', () => {
  let db: Database;
  let set: SortedSet;
  const AGES = { charlie: 31, huey: 3.5, mickey: 6, zaizee: 2.5 };
  const AGES_OF_TWO = [
    ['a', 1],
    ['b', 2],
  ];
  beforeAll(async () => {
    db = await Database.embedded();
  });
  beforeEach(async () => {
    await db.redis.flushall();
    set = db.sortedSet('z');
  });
  afterAll(() => db.close());

  it('does what the manual of walrus shows', async () => {
    expect(await set.add({ charlie: 31, huey: 3, mickey: 6, zaizee: 2.5 })).toBe(4);
    expect(await set.set('huey', 3.5)).toBe(false);
    expect(await set.slice(0, await set.rank('mickey'))).toEqual(['zaizee', 'huey']);
    expect(await set.rangeByMember({ to: 'mickey' })).toEqual(['zaizee', 'huey', 'mickey']);
    expect(await set.slice(-2)).toEqual(['mickey', 'charlie']);
    expect(await set.slice(-2, undefined, { withScores: true })).toEqual([
      ['mickey', 6],
      ['charlie', 31],
    ]);
  });

  it('adds under conditions', async () => {
    expect(await set.add(new Map([['a', 1]]))).toBe(1);
    expect(
      await set.add(
        [
          ['a', 2],
          ['b', 2],
        ],
        { only: 'new' },
      ),
    ).toBe(1);
    expect(await set.add({ a: 5, c: 5 }, { only: 'existing' })).toBe(0);
    await set.add({ a: 4, b: 4 }, { when: 'greater' });
    expect(await set.toMap()).toEqual(
      new Map([
        ['b', 4],
        ['a', 5],
      ]),
    );
    await set.add({ a: 4, b: 9 }, { when: 'less' });
    expect(await set.scores(['a', 'b', 'c'])).toEqual([4, 4, undefined]);
    await expect(set.add({ a: 1 }, { only: 'new', when: 'less' })).rejects.toThrow(TypeError);
    await expect(set.add({ a: 1 }, { only: 'old' as never })).rejects.toThrow(TypeError);
  });

  it('refuses scores that are not numbers', async () => {
    await expect(set.add({ a: 1, b: Number.NaN })).rejects.toThrow(RangeError);
    await expect(set.set('a', '1' as never)).rejects.toThrow(TypeError);
    for (const bad of [Number.NaN, Infinity]) await expect(set.increment('a', bad)).rejects.toThrow(RangeError);
    expect(await set.exists()).toBe(false);
  });

  it('keeps infinite and small scores', async () => {
    await set.add({ a: -Infinity, b: 5e-324, c: 1.7976931348623157e308, d: Infinity });
    expect(await set.entries()).toEqual([
      ['a', -Infinity],
      ['b', 5e-324],
      ['c', 1.7976931348623157e308],
      ['d', Infinity],
    ]);
    expect(await set.score('d')).toBe(Infinity);
    expect(await set.popMin()).toEqual(['a', -Infinity]);
    expect(await set.popMaxBlocking()).toEqual(['d', Infinity]);
    expect(await set.count(-Infinity, Infinity)).toBe(2);
  });

  it('scores, ranks, increments and deletes', async () => {
    expect(await set.rank('a')).toBeUndefined();
    expect(await set.score('a')).toBeUndefined();
    expect(await set.has('a')).toBe(false);
    expect(await set.increment('a')).toBe(1);
    expect(await set.increment('a', -0.5)).toBe(0.5);
    await set.add({ b: 2, c: 3 });
    expect(await set.rank('a')).toBe(0);
    expect(await set.rank('a', { reverse: true })).toBe(2);
    expect(await set.delete('a', 'x')).toBe(1);
    expect(await set.size()).toBe(2);
  });

  it('sends nothing for nothing', async () => {
    await db.redis.set('z', 'another type');
    expect(await set.add({})).toBe(0);
    expect(await set.delete()).toBe(0);
    expect(await set.scores([])).toEqual([]);
    expect(await set.popMinMany(0)).toEqual([]);
    expect(await set.slice(0, 0)).toEqual([]);
    expect(await set.deleteByRank(0, 0)).toBe(0);
    expect(await set.rangeByScore({ count: 0 })).toEqual([]);
    expect(await set.rangeByLex({ count: 0 })).toEqual([]);
  });

  it('slices by rank as Array does', async () => {
    await set.add(AGES);
    const array = ['zaizee', 'huey', 'mickey', 'charlie'];
    const reversed = [...array].reverse();
    for (let start = -6; start <= 6; start++) {
      for (let end = -6; end <= 6; end++) {
        expect(await set.slice(start, end)).toEqual(array.slice(start, end));
        expect(await set.slice(start, end, { reverse: true })).toEqual(reversed.slice(start, end));
      }
    }
    const options: SliceOptions = { withScores: true, reverse: true };
    expect(await set.slice(0, 1, options)).toEqual([['charlie', 31]]);
    await expect(set.slice(0.5)).rejects.toThrow(RangeError);
  });

  it('slices by member, both ends included unless they say otherwise', async () => {
    await set.add(AGES);
    expect(await set.rangeByMember()).toEqual(['zaizee', 'huey', 'mickey', 'charlie']);
    expect(await set.rangeByMember({ from: 'huey', to: 'mickey' })).toEqual(['huey', 'mickey']);
    expect(await set.rangeByMember({ from: 'mickey', reverse: true, withScores: true })).toEqual([
      ['charlie', 31],
      ['mickey', 6],
    ]);
    expect(await set.rangeByMember({ from: 'mickey', to: 'huey' })).toEqual([]);
    expect(await set.rangeByMember({ to: { value: 'mickey', exclusive: true } })).toEqual(['zaizee', 'huey']);
    expect(await set.rangeByMember({ from: { value: 'zaizee', exclusive: true }, to: 'huey' })).toEqual(['huey']);
    expect(await set.rangeByMember({ to: { value: 'zaizee', exclusive: true } })).toEqual([]);
    expect(await set.rangeByMember({ from: { value: 'charlie', exclusive: true } })).toEqual([]);
    await expect(set.rangeByMember({ from: 'nobody' })).rejects.toThrow(RangeError);
    await expect(set.rangeByMember({ to: '' })).rejects.toThrow(/"" for "to"/);
    await expect(db.sortedSet('none').rangeByMember({ to: 'a' })).rejects.toThrow(RangeError);
    expect(await db.sortedSet('none').rangeByMember()).toEqual([]);
  });

  it('deletes by rank, score, text and member', async () => {
    await set.add({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 });
    expect(await set.deleteByMember({ to: { value: 'a', exclusive: true } })).toBe(0);
    expect(await set.deleteByMember({ to: { value: 'c', exclusive: true } })).toBe(2);
    await expect(set.deleteByMember({ from: 'nobody' })).rejects.toThrow(RangeError);
    expect(await set.deleteByRank(0, 1)).toBe(1);
    expect(await set.deleteByRank(-1)).toBe(1);
    expect(await set.deleteByScore({ min: { value: 4, exclusive: true }, max: 5 })).toBe(1);
    expect(await set.slice()).toEqual(['d', 'f']);
    expect(await set.deleteByScore()).toBe(2);
    await set.add({ a: 0, b: 0, c: 0 });
    expect(await set.deleteByLex({ min: 'b', max: { value: 'c', exclusive: true } })).toBe(1);
    expect(await set.deleteByLex({})).toBe(2);
  });

  it('ranges by score', async () => {
    await set.add({ a: 1, b: 2, c: 3, d: 4 });
    expect(await set.rangeByScore()).toEqual(['a', 'b', 'c', 'd']);
    expect(await set.rangeByScore({ min: 2, max: 3 })).toEqual(['b', 'c']);
    expect(await set.rangeByScore({ min: { value: 2, exclusive: true }, max: { value: 4 } })).toEqual(['c', 'd']);
    expect(await set.rangeByScore({ min: 2, reverse: true, offset: 1 })).toEqual(['c', 'b']);
    expect(await set.rangeByScore({ offset: 1, count: 2, withScores: true })).toEqual([
      ['b', 2],
      ['c', 3],
    ]);
    expect(await set.count(2, { value: 4, exclusive: true })).toBe(2);
    for (const bad of [{ min: 3, max: 2 }, { min: Number.NaN }, { offset: -1 }, { count: 0.5 }]) {
      await expect(set.rangeByScore(bad)).rejects.toThrow(RangeError);
    }
    await expect(set.count(3, 2)).rejects.toThrow(RangeError);
  });

  it('ranges by text', async () => {
    await set.add({ a: 0, b: 0, ä: 0, c: 0 });
    expect(await set.rangeByLex()).toEqual(['a', 'b', 'c', 'ä']);
    expect(await set.rangeByLex({ min: 'b', max: { value: 'ä', exclusive: true } })).toEqual(['b', 'c']);
    expect(await set.rangeByLex({ max: 'c', reverse: true, offset: 1, count: 1 })).toEqual(['b']);
    expect(await set.countByLex('b', 'c')).toBe(2);
    expect(await set.countByLex({ value: 'b', exclusive: true })).toBe(2);
    expect(await set.countByLex()).toBe(4);
    await expect(set.rangeByLex({ min: 'c', max: 'b' })).rejects.toThrow(RangeError);
    await expect(set.rangeByLex({ min: 5 as never })).rejects.toThrow(TypeError);
  });

  it('takes the lowest and the highest', async () => {
    expect(await set.popMin()).toBeUndefined();
    expect(await set.popMaxMany(2)).toEqual([]);
    await set.add({ a: 1, b: 2, c: 3, d: 4, e: 5 });
    expect(await set.popMax()).toEqual(['e', 5]);
    expect(await set.popMinMany(2)).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(await set.popMaxMany(9)).toEqual([
      ['d', 4],
      ['c', 3],
    ]);
    await expect(set.popMinMany(-1)).rejects.toThrow(RangeError);
    const waiting = set.popMinBlocking({ timeout: 5000 });
    await set.set('x', 7);
    expect(await waiting).toEqual(['x', 7]);
  });

  it('combines sets', async () => {
    const [b, out] = [db.sortedSet('b'), db.sortedSet('out')];
    await Promise.all([set.add({ x: 1, y: 2 }), b.add({ y: 3, z: 4 })]);
    expect(await set.union(b)).toEqual(
      new Map([
        ['x', 1],
        ['z', 4],
        ['y', 5],
      ]),
    );
    expect(await set.union([b], { weights: [2, 1], aggregate: 'max' })).toEqual(
      new Map([
        ['x', 2],
        ['y', 4],
        ['z', 4],
      ]),
    );
    expect(await set.intersection([b], { aggregate: 'min' })).toEqual(new Map([['y', 2]]));
    expect(await set.difference(b)).toEqual(new Map([['x', 1]]));
    expect((await set.unionStore('out', b)).key).toBe('out');
    expect(await set.unionStore(out, [b], { aggregate: 'min' })).toBe(out);
    expect(await out.entries()).toEqual([
      ['x', 1],
      ['y', 2],
      ['z', 4],
    ]);
    expect(await (await set.intersectionStore(out, b)).entries()).toEqual([['y', 5]]);
    expect(await (await set.differenceStore(out, b)).entries()).toEqual([['x', 1]]);
    await expect(set.union([b], { weights: [1] })).rejects.toThrow(RangeError);
    await expect(set.union([b], { weights: [1, Number.NaN] })).rejects.toThrow(RangeError);
    await expect(set.union([b], { aggregate: 'avg' as never })).rejects.toThrow(TypeError);
    await db.redis.set('wrong', 'x');
    await expect(set.union(db.sortedSet('wrong'))).rejects.toMatchObject({ key: 'wrong', expected: 'zset' });
    const connection = Object.create(db.connection, { capabilities: { value: { ...db.capabilities, cluster: true } } });
    const alone = new SortedSet(connection, 'z');
    await expect(alone.union(b)).rejects.toThrow(CrossSlotError);
    await expect(alone.unionStore(b)).rejects.toThrow(CrossSlotError);
  });

  it('counts an intersection, with and without ZINTERCARD', async () => {
    const b = db.sortedSet('b');
    await Promise.all([set.add({ x: 1, y: 2, z: 3 }), b.add({ y: 3, z: 4 })]);
    const capabilities = { ...db.capabilities, intersectionSize: false };
    const old = new SortedSet(Object.create(db.connection, { capabilities: { value: capabilities } }), 'z');
    for (const one of [set, old]) {
      expect(await one.intersectionSize(b)).toBe(2);
      expect(await one.intersectionSize([b], { count: 1 })).toBe(1);
      expect(await one.intersectionSize([b], { count: 0 })).toBe(0);
    }
  });

  it('stores a part of itself', async () => {
    await set.add({ a: 1, b: 2, c: 3, d: 4 });
    const stored = await set.rangeStore('part', { by: 'rank', start: -2 });
    expect([stored.key, await stored.slice()]).toEqual(['part', ['c', 'd']]);
    expect(await set.rangeStore(stored, { by: 'score', min: { value: 1, exclusive: true }, max: 3 })).toBe(stored);
    expect(await stored.slice()).toEqual(['b', 'c']);
    expect(await (await set.rangeStore('part', { by: 'score', reverse: true, count: 1 })).slice()).toEqual(['d']);
    await set.add({ a: 0, b: 0, c: 0, d: 0 });
    expect(await (await set.rangeStore('part', { by: 'lex', min: 'b', max: 'c' })).slice()).toEqual(['b', 'c']);
    await expect(set.rangeStore('part', { by: 'rank', start: 0, end: 0 })).rejects.toThrow(RangeError);
    await expect(set.rangeStore('part', { by: 'x' as never })).rejects.toThrow(TypeError);
  });

  it('draws members', async () => {
    expect(await set.random()).toBeUndefined();
    expect(await set.randomMany(3)).toEqual([]);
    await set.add({ a: 1, b: 2 });
    expect(AGES_OF_TWO).toContainEqual(await set.random());
    expect((await set.randomMany(9)).sort()).toEqual(AGES_OF_TWO);
    expect(await set.randomMany(9, { repeats: true })).toHaveLength(9);
    expect(await set.randomMany(0)).toEqual([]);
  });

  it('takes from the first of several sets that is not empty', async () => {
    const [b, c] = [db.sortedSet('b'), db.sortedSet('c')];
    expect(await set.popMinFrom(b, c)).toBeUndefined();
    await b.add({ x: 1, y: 2, z: Infinity });
    expect(await set.popMaxFrom([b, c], { count: 2 })).toEqual({
      from: b,
      entries: [
        ['z', Infinity],
        ['y', 2],
      ],
    });
    expect(await set.popMinFrom([b, c])).toEqual({ from: b, entries: [['x', 1]] });
    const waiting = set.popMinFromBlocking([b, c], { timeout: 5000 });
    await c.set('late', 5);
    expect(await waiting).toEqual({ from: c, entries: [['late', 5]] });
    await set.set('own', 1);
    expect(await set.popMaxFromBlocking([b], { timeout: 0 })).toEqual({ from: set, entries: [['own', 1]] });
  });

  it('is walked in the order of scores, whatever its size', async () => {
    const walk = async () => {
      const found: [string, number][] = [];
      for await (const entry of set) found.push(entry);
      return found;
    };
    await set.add(Array.from({ length: 3000 }, (_, i): [string, number] => [`m${(i * 7) % 3000}`, Math.floor(i / 9)]));
    expect(await walk()).toEqual(await set.entries());
    // one score only: the place is among members, in the order of their bytes
    await set.add(Array.from({ length: 3000 }, (_, i): [string, number] => [`m${i}`, -Infinity]));
    await set.add({ é: -Infinity, Z: -Infinity });
    expect(await walk()).toEqual(await set.entries());
    await db.redis.zadd('z', '-inf', Buffer.from([0xff]), '-inf', Buffer.from([0xff, 0xfe]));
    expect(await walk()).toHaveLength(3004);
  });

  it('is walked so that what stays comes exactly once, although others come and go', async () => {
    const members = Array.from({ length: 2000 }, (_, i): [string, number] => [`m${String(i).padStart(4, '0')}`, i % 5]);
    await set.add(members);
    const order = await set.slice();
    const seen: string[] = [];
    for await (const [member] of set) {
      seen.push(member);
      // what was seen goes, the place of the walk with it, and others come before it
      if (seen.length % 400 === 0) await set.delete(seen);
      if (seen.length % 400 === 1) await set.set(`new${seen.length}`, -1);
    }
    expect(seen).toEqual(order);
  });

  it('searches, and has typed members', async () => {
    const typed = db.sortedSet('n', { codec: number });
    await typed.add(Array.from({ length: 2000 }, (_, i): [number, number] => [i, -i]));
    const found = new Map<number, number>();
    for await (const [member, score] of typed.search('199?')) found.set(member, score);
    expect(found.size).toBe(10);
    expect(found.get(1995)).toBe(-1995);
    expect(await typed.rangeByMember({ from: 2, to: 0 })).toEqual([2, 1, 0]);
  });
});
