import { CrossSlotError, Database } from 'redstart';
import { type RunningCluster, startCluster } from '../support/cluster.js';

describe('the containers on a cluster', () => {
  let cluster: RunningCluster;
  let db: Database;
  beforeAll(async () => {
    cluster = await startCluster();
    db = await Database.connect({ cluster: cluster.nodes.slice(0, 2) });
  }, 60_000);
  afterAll(async () => {
    await db?.close();
    await cluster?.stop();
  });

  it('find the nodes of their keys', async () => {
    for (let i = 0; i < 20; i++) {
      await db.hash(`h${i}`).set('a', `${i}`);
      for await (const entry of db.hash(`h${i}`)) expect(entry).toEqual(['a', `${i}`]);
      await db.list(`l${i}`).push('x', 'y');
      expect(await db.list(`l${i}`).deleteAt(0)).toBe('x');
      expect(await db.list(`l${i}`).popBlocking()).toBe('y');
      await db.sortedSet(`z${i}`).add({ a: 1, b: 2 });
      expect(await db.sortedSet(`z${i}`).rangeByMember({ from: 'b' })).toEqual(['b']);
      expect(await db.string(`s${i}`).increment(5n, { bigint: true })).toBe(5n);
      expect(await db.string(`s${i}`).slice(0, -1)).toBe('');
      await db.geo(`g${i}`).set('here', { longitude: i, latitude: i });
      expect(await db.geo(`g${i}`).search({ member: 'here', radius: 1 })).toHaveLength(1);
      expect(await db.bloomFilter(`b${i}`, { bytes: 100 }).add('a')).toBe(true);
      expect(await db.bitField(`f${i}`).get('u8', 0).execute()).toEqual([0]);
    }
  });

  it('take much, and walk it', async () => {
    const many = Array.from({ length: 25_000 }, (_, i) => String(i));
    expect(await db.list('much').push(many)).toBe(25_000);
    expect(await db.list('much').toArray()).toEqual(many);
    const ranking = db.sortedSet('ranking');
    await ranking.add(many.map((n): [string, number] => [n, Number(n)]));
    const walked: string[] = [];
    for await (const [member] of ranking) walked.push(member);
    expect(walked).toEqual(many);
  });

  it('work together in one slot', async () => {
    const [a, b] = [db.sortedSet('{tag}a'), db.sortedSet('{tag}b')];
    await Promise.all([a.add({ x: 1 }), b.add({ x: 2 })]);
    expect(await a.union(b)).toEqual(new Map([['x', 3]]));
    expect(await (await a.unionStore(db.sortedSet('{tag}c'), b)).entries()).toEqual([['x', 3]]);
    const [s, t] = [db.set('{tag}s'), db.set('{tag}t')];
    await Promise.all([s.add('1', '2'), t.add('2', '3')]);
    expect(await s.union(t)).toEqual(new Set(['1', '2', '3']));
    expect(await s.intersectionSize(t)).toBe(1);
    expect(await s.moveTo(t, '1')).toBe(true);
    await db.list('{tag}l').push('x', 'y');
    expect(await db.list('{tag}none').popFrom(db.list('{tag}l'))).toMatchObject({ values: ['y'] });
    expect(await db.strings.setMany({ '{tag}1': 'a', '{tag}2': 'b' })).toBe(true);
    expect(await db.strings.getMany(['{tag}2', '{tag}1'])).toEqual(['b', 'a']);
    expect(await a.rangeStore('{tag}part', { by: 'rank' }).then((part) => part.size())).toBe(1);
    expect(await a.copy('{tag}copy')).toBe(true);
    expect(await a.rename('{tag}renamed')).toBe(true);
    const bits = await db.bitField('{tag}bits').orStore('{tag}or', db.bitField('{tag}more'));
    expect(await bits.exists()).toBe(false);
    expect(await db.list('{tag}l').moveTo(db.list('{tag}m'))).toBe('x');
  });

  it('refuse keys of different slots before sending', async () => {
    const [a, b] = [db.set('a'), db.set('b')];
    const calls = [a.union(b), a.unionStore(b), a.subtract(b), a.moveTo(b, 'x'), a.intersectionSize(b)];
    const [l, m] = [db.list('a'), db.list('b')];
    const [z, y] = [db.sortedSet('a'), db.sortedSet('b')];
    const [f, g] = [db.bitField('a'), db.hyperLogLog('a')];
    const others = [l.popFrom(m), z.popMinFrom(y), f.andStore('b'), g.unionSize(db.hyperLogLog('b'))];
    const keys = [z.rangeStore('b', { by: 'rank' }), z.copy('b'), z.rename('b'), db.strings.getMany(['a', 'b'])];
    for (const call of [
      ...calls,
      ...others,
      ...keys,
      l.moveTo(m),
      l.moveBlocking(m),
      z.union(y),
      z.differenceStore(y),
    ]) {
      await expect(call).rejects.toThrow(CrossSlotError);
    }
  });

  it('name the wrong type', async () => {
    await db.list('wrong').push('x');
    const expected = { code: 'WRONG_TYPE', key: 'wrong', found: 'list', expected: 'hash' };
    await expect(db.hash('wrong').get('a')).rejects.toMatchObject(expected);
  });
});
