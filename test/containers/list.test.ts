import { bytes, type Container, CrossSlotError, Database, json, List, WrongTypeError } from 'redstart';
import { describeContainer } from './contract.js';

const as = (container: unknown) => container as List<unknown>;
const open = (list: Container, key: string) => new List<unknown>(list.connection, key);

describeContainer('List', {
  type: 'list',
  open: (db, key) => db.list(key),
  openBytes: (db, key) => db.list(key, { codec: bytes }),
  fill: (list, count) => as(list).push(...Array.from({ length: count }, (_, i) => `v${i}`)),
  size: (list) => as(list).size(),
  iterate: (list) => as(list),
  roundTrip: async (list, value) => {
    await as(list).push(value, value, value, value);
    expect(await as(list).at(0)).toEqual(value);
    expect(await as(list).deleteAt(0)).toEqual(value);
    expect(await as(list).popBlocking()).toEqual(value);
    expect(await as(list).indexOf(value)).toBe(0);
    expect(await as(list).toArray()).toEqual([value, value]);
    return as(list).pop();
  },
  calls: [
    (list) => as(list).at(0),
    (list) => as(list).push('a'),
    (list) => as(list).deleteAt(0),
    (list) => as(list).popBlocking(),
    (list) => as(list).set(0, 'a'),
  ],
  blocking: [
    (list, options) => as(list).popFromBlocking([open(list, 'b')], options),
    (list, options) => as(list).shiftFromBlocking([open(list, 'b')], options),
    (list, options) => as(list).popBlocking(options),
    (list, options) => as(list).shiftBlocking(options),
    (list, options) => as(list).moveBlocking(as(list), options),
  ],
});

describe('List', () => {
  let db: Database;
  let list: List;
  const fill = () => list.push('a', 'b', 'c', 'd', 'e');
  beforeAll(async () => {
    db = await Database.embedded();
  });
  beforeEach(async () => {
    await db.redis.flushall();
    list = db.list('l');
  });
  afterAll(() => db.close());

  it('does what the manual of walrus shows', async () => {
    const names = db.list('names');
    expect(await names.push('charlie', 'huey', 'mickey', 'zaizee')).toBe(4);
    expect(await names.slice(0, 2)).toEqual(['charlie', 'huey']);
    expect(await names.slice(-2)).toEqual(['mickey', 'zaizee']);
    expect(await names.pop()).toBe('zaizee');
    expect(await names.unshift('scout')).toBe(4);
    expect(await names.size()).toBe(4);
  });

  it('slices as Array does', async () => {
    await fill();
    const array = await list.toArray();
    expect(array).toEqual(['a', 'b', 'c', 'd', 'e']);
    for (let start = -7; start <= 7; start++) {
      expect(await list.slice(start)).toEqual(array.slice(start));
      expect(await list.at(start)).toBe(array.at(start));
      for (let end = -7; end <= 7; end++) expect(await list.slice(start, end)).toEqual(array.slice(start, end));
    }
  });

  it('trims to what slice gives', async () => {
    for (const [start, end] of [
      [1, 3],
      [0, 0],
      [-2, undefined],
      [1, -1],
      [3, 1],
    ] as const) {
      await list.clear();
      await fill();
      await list.trim(start, end);
      expect(await list.toArray()).toEqual(['a', 'b', 'c', 'd', 'e'].slice(start, end));
    }
  });

  it('sets by index, and refuses one beyond the ends', async () => {
    await expect(list.set(0, 'x')).rejects.toThrow(RangeError);
    await db.redis.set('no such key', 'x');
    await expect(db.list('no such key').set(0, 'x')).rejects.toThrow(WrongTypeError);
    await fill();
    await list.set(-1, 'x');
    expect(await list.at(4)).toBe('x');
    await expect(list.set(5, 'x')).rejects.toThrow(RangeError);
    for (const bad of [0.5, Number.NaN, Infinity]) {
      await expect(list.set(bad, 'x')).rejects.toThrow(RangeError);
      await expect(list.at(bad)).rejects.toThrow(RangeError);
      await expect(list.slice(0, bad)).rejects.toThrow(RangeError);
    }
  });

  it('works at both ends', async () => {
    expect(await list.pushIfExists('x')).toBe(0);
    expect(await list.unshiftIfExists('x')).toBe(0);
    expect(await list.unshift('b', 'c')).toBe(2);
    expect(await list.unshiftIfExists('a', 'aa')).toBe(4);
    expect(await list.pushIfExists('d', 'e')).toBe(6);
    expect(await list.toArray()).toEqual(['a', 'aa', 'b', 'c', 'd', 'e']);
    expect(await list.popMany(2)).toEqual(['e', 'd']);
    expect(await list.shiftMany(2)).toEqual(['a', 'aa']);
    expect(await list.shift()).toBe('b');
    expect(await list.popMany(9)).toEqual(['c']);
    expect(await list.popMany(1)).toEqual([]);
    expect(await list.pop()).toBeUndefined();
    expect(await list.shift()).toBeUndefined();
    await expect(list.popMany(-1)).rejects.toThrow(RangeError);
  });

  it('sends nothing for nothing', async () => {
    await db.redis.set('l', 'another type');
    expect(await list.push()).toBe(0);
    expect(await list.unshift()).toBe(0);
    expect(await list.pushIfExists()).toBe(0);
    expect(await list.popMany(0)).toEqual([]);
    expect(await list.delete('a', { count: 0 })).toBe(0);
    expect(await list.slice(0, 0)).toEqual([]);
  });

  it('inserts, finds and removes by value', async () => {
    expect(await list.insertBefore('a', 'b')).toBe(-1);
    await fill();
    expect(await list.insertBefore('a', '0')).toBe(6);
    expect(await list.insertAfter('e', 'a')).toBe(7);
    expect(await list.insertAfter('x', 'y')).toBe(-1);
    expect(await list.indexOf('a')).toBe(1);
    expect(await list.indexOf('x')).toBe(-1);
    expect(await list.delete('a', { count: 1, from: 'end' })).toBe(1);
    expect(await list.toArray()).toEqual(['0', 'a', 'b', 'c', 'd', 'e']);
    await list.push('a', 'a');
    expect(await list.delete('a', { count: 1 })).toBe(1);
    expect(await list.indexOf('a')).toBe(5);
    expect(await list.delete('a')).toBe(2);
    await expect(list.delete('a', { from: 'middle' as never })).rejects.toThrow(TypeError);
  });

  it('removes by index, whatever equal elements there are', async () => {
    await list.push('a', 'b', 'a', '\0removed', 'a');
    expect(await list.deleteAt(2)).toBe('a');
    expect(await list.toArray()).toEqual(['a', 'b', '\0removed', 'a']);
    expect(await list.deleteAt(-1)).toBe('a');
    expect(await list.deleteAt(9)).toBeUndefined();
    expect(await list.toArray()).toEqual(['a', 'b', '\0removed']);
  });

  it('moves to another list', async () => {
    const other = db.list('other');
    await fill();
    expect(await list.moveTo(other)).toBe('e');
    expect(await list.moveTo(other, { from: 'start', to: 'end' })).toBe('a');
    expect(await other.toArray()).toEqual(['e', 'a']);
    expect(await db.list('none').moveTo(other)).toBeUndefined();
    await db.redis.set('wrong', 'x');
    await expect(list.moveTo(db.list('wrong'))).rejects.toMatchObject({ key: 'wrong', found: 'string' });
    await expect(list.moveBlocking(db.list('wrong'))).rejects.toThrow(WrongTypeError);
  });

  it('finds positions', async () => {
    await list.push('a', 'b', 'a', 'c', 'a');
    expect(await list.has('c')).toBe(true);
    expect(await list.has('x')).toBe(false);
    expect(await list.indexOf('a', { rank: 2 })).toBe(2);
    expect(await list.indexOf('a', { rank: -1 })).toBe(4);
    expect(await list.indexOf('a', { rank: 4 })).toBe(-1);
    expect(await list.indexesOf('a')).toEqual([0, 2, 4]);
    expect(await list.indexesOf('a', { count: 2, rank: -1 })).toEqual([4, 2]);
    expect(await list.indexesOf('a', { count: 0 })).toEqual([]);
    expect(await list.indexesOf('x')).toEqual([]);
    await expect(list.indexOf('a', { rank: 0 })).rejects.toThrow(RangeError);
  });

  it('takes from the first of several lists that is not empty', async () => {
    const [b, c] = [db.list('b'), db.list('c')];
    expect(await list.popFrom(b, c)).toBeUndefined();
    await b.push('1', '2', '3');
    await c.push('4');
    const first = await list.popFrom([b, c], { count: 2 });
    expect(first?.from).toBe(b);
    expect(first?.values).toEqual(['3', '2']);
    expect(await list.shiftFrom([b, c])).toMatchObject({ values: ['1'] });
    expect(await list.shiftFrom(b, c)).toEqual({ from: c, values: ['4'] });
    await list.push('own');
    expect(await list.popFromBlocking([b, c], { timeout: 0 })).toEqual({ from: list, values: ['own'] });
    expect(await list.popFrom([b], { count: 0 })).toBeUndefined();
    const waiting = list.shiftFromBlocking([b, c], { count: 2, timeout: 5000 });
    await c.push('5', '6', '7');
    expect(await waiting).toEqual({ from: c, values: ['5', '6'] });
    await db.redis.set('wrong', 'x');
    await expect(list.popFrom(db.list('wrong'))).rejects.toMatchObject({ key: 'wrong', found: 'string' });
    await expect(list.popFrom('c' as never)).rejects.toThrow(TypeError);
  });

  it('takes an iterable wherever it takes values', async () => {
    expect(await list.push(['b', 'c'])).toBe(2);
    expect(await list.unshift(new Set(['0', 'a']))).toBe(4);
    expect(await list.pushIfExists(['d'])).toBe(5);
    expect(await list.toArray()).toEqual(['0', 'a', 'b', 'c', 'd']);
    expect(await list.push([])).toBe(0);
    const blobs = db.list('blobs', { codec: bytes });
    expect(await blobs.push(Buffer.from('ab'))).toBe(1);
    expect(await blobs.at(0)).toEqual(Buffer.from('ab'));
    const rows = db.list('rows', { codec: json<number[]>() });
    expect(await rows.push([[1, 2], [3]])).toBe(2);
    expect(await rows.toArray()).toEqual([[1, 2], [3]]);
  });

  it('waits for what another client pushes', async () => {
    const waiting = [list.popBlocking(), list.shiftBlocking({ timeout: 5000 }), list.moveBlocking(db.list('other'))];
    await new Promise((resolve) => setTimeout(resolve, 30));
    await list.push('x');
    await list.push('y');
    await list.push('z');
    expect((await Promise.all(waiting)).sort()).toEqual(['x', 'y', 'z']);
    expect(await db.list('other').size()).toBe(1);
  });

  it('finds typed elements by their stored form', async () => {
    const typed = db.list('t', { codec: json<{ n: number }>() });
    await typed.push({ n: 1 }, { n: 2 });
    expect(await typed.indexOf({ n: 2 })).toBe(1);
    expect(await typed.shift()).toEqual({ n: 1 });
  });

  it('refuses keys of different slots on a cluster before sending', async () => {
    const connection = Object.create(db.connection, { capabilities: { value: { ...db.capabilities, cluster: true } } });
    const a = new List(connection, 'a');
    await expect(a.moveTo(new List(connection, 'b'))).rejects.toThrow(CrossSlotError);
    await expect(a.moveTo(new List(connection, '{a}b'))).resolves.toBeUndefined();
  });
});
