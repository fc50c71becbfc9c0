import { CrossSlotError, Database } from 'redstart';
import { type RunningCluster, startCluster } from '../support/cluster.js';

describe('the containers on a cluster', () => {
  let cluster: RunningCluster;
  let db: Database;
  beforeAll(async () => {
    cluster = await startCluster();
    db = await Database.connect({ cluster: cluster.nodes.slice(0, 2) });
  });
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
    }
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
    await db.list('{tag}l').push('x');
    expect(await db.list('{tag}l').moveTo(db.list('{tag}m'))).toBe('x');
  });

  it('refuse keys of different slots before sending', async () => {
    const [a, b] = [db.set('a'), db.set('b')];
    const calls = [a.union(b), a.unionStore(b), a.subtract(b), a.moveTo(b, 'x'), a.intersectionSize(b)];
    const [l, m] = [db.list('a'), db.list('b')];
    const [z, y] = [db.sortedSet('a'), db.sortedSet('b')];
    for (const call of [...calls, l.moveTo(m), l.moveBlocking(m), z.union(y), z.differenceStore(y)]) {
      await expect(call).rejects.toThrow(CrossSlotError);
    }
  });

  it('name the wrong type', async () => {
    await db.list('wrong').push('x');
    const expected = { code: 'WRONG_TYPE', key: 'wrong', found: 'list', expected: 'hash' };
    await expect(db.hash('wrong').get('a')).rejects.toMatchObject(expected);
  });
});
