import { Database, type HyperLogLog, WrongTypeError } from 'redstart';
import { describeContainer } from './contract.js';

const as = (container: unknown) => container as HyperLogLog;

describeContainer('HyperLogLog', {
  type: 'string',
  open: (db, key) => db.hyperLogLog(key),
  fill: (log, count) => as(log).add(...Array.from({ length: count }, (_, i) => i)),
  size: (log) => as(log).size(),
  calls: [(log) => as(log).size(), (log) => as(log).add('a'), (log) => as(log).mergeStore('copy')],
});

describe('HyperLogLog', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  const range = (from: number, to: number, step = 1) =>
    Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);

  it('counts what it has seen, as in the manual', async () => {
    const seen = db.hyperLogLog('hl');
    expect(await seen.size()).toBe(0);
    expect(await seen.add(...range(0, 100))).toBe(true);
    expect(await seen.size()).toBe(100);
    expect(await seen.add(...range(1, 100, 2))).toBe(false);
    expect(await seen.add('a', 'b')).toBe(true);
    expect(await seen.size()).toBe(102);
  });

  it('stays within three standard errors at 10,000 values', async () => {
    const seen = db.hyperLogLog('hl');
    await seen.add(...range(0, 10_000));
    expect(Math.abs((await seen.size()) - 10_000)).toBeLessThan(10_000 * 0.0081 * 3);
  });

  it('takes bytes and empty strings, and no call for no values', async () => {
    const seen = db.hyperLogLog('hl');
    expect(await seen.add()).toBe(false);
    expect(await seen.exists()).toBe(false);
    await seen.add(Buffer.from([0xff, 0]), Buffer.from([0xfe, 0]), '');
    expect(await seen.size()).toBe(3);
    expect(await seen.add('1')).toBe(true);
    expect(await seen.add(1)).toBe(false);
  });

  it('merges into itself and into another', async () => {
    const [a, b] = [db.hyperLogLog('a'), db.hyperLogLog('b')];
    await a.add(...range(0, 50));
    await b.add(...range(25, 75));
    const both = await a.mergeStore('both', b);
    expect([both.key, await both.size(), await a.size()]).toEqual(['both', 75, 50]);
    expect(await (await a.mergeStore('copy')).size()).toBe(50);
    await a.merge();
    await a.merge(b);
    expect(await a.size()).toBe(75);
    expect(await a.clear()).toBe(true);
  });

  it('counts several together without writing', async () => {
    const [a, b] = [db.hyperLogLog('a'), db.hyperLogLog('b')];
    await a.add(range(0, 50));
    await b.add(new Set(range(25, 75)));
    expect([await a.unionSize(b), await a.unionSize([b]), await a.unionSize()]).toEqual([75, 75, 50]);
    expect(await a.size()).toBe(50);
    expect(await a.mergeStore(b)).toBe(b);
    expect(await b.size()).toBe(75);
    await db.list('list').push('x');
    await expect(a.unionSize(db.hyperLogLog('list'))).rejects.toMatchObject({ key: 'list', found: 'list' });
  });

  it('refuses what is not a value, and keys of another kind', async () => {
    await expect(db.hyperLogLog('hl').add(Number.NaN)).rejects.toThrow(TypeError);
    await expect(db.hyperLogLog('hl').add(undefined as unknown as string)).rejects.toThrow(TypeError);
    await db.redis.hset('hash', 'a', 1);
    await db.redis.set('text', 'abc');
    await expect(db.hyperLogLog('hash').size()).rejects.toThrow(WrongTypeError);
    await expect(db.hyperLogLog('text').add(1)).rejects.toThrow(WrongTypeError);
    await expect(db.hyperLogLog('hl').merge(db.hyperLogLog('hash'))).rejects.toMatchObject({
      key: 'hash',
      found: 'hash',
      expected: 'string',
    });
    await db.hyperLogLog('hl').add(1);
    await expect(db.hyperLogLog('hl').merge(db.hyperLogLog('text'))).rejects.toMatchObject({
      key: 'text',
      expected: 'HyperLogLog',
    });
  });
});
