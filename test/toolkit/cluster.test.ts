import { Database } from 'redstart';
import { type RunningCluster, startCluster } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { WAITS } from './waits.js';

describe('what processes share, on a cluster', () => {
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

  it('locks find their nodes, and wake who waits', async () => {
    for (const name of ['a', 'b', 'c']) {
      const handle = await db.lock(name).acquire();
      const next = db.lock(name).acquire();
      await eventually(async () => (await db.lock(name).peek())!.waiting === 1);
      await handle.release();
      expect((await next).fence).toBeGreaterThan(handle.fence);
      await (await next).release();
    }
    await db.lock(['a', 'b', 'c']).run(async () => {
      expect(await db.lock('b').tryAcquire()).toBeUndefined();
    });
  });

  it('graphs, trees and suggestions keep all that they have under the tag of their name', async () => {
    for (const name of ['a', 'b', 'c', '}d', '{e']) {
      const graph = db.graph(name);
      expect(
        await graph.storeMany([
          ['x', 'to', 'y'],
          ['y', 'to', 1],
        ]),
      ).toBe(2);
      const { A, B } = graph.v;
      expect(
        await graph.search([
          ['x', 'to', A],
          [A, 'to', B],
        ]),
      ).toEqual([{ A: 'y', B: 1 }]);
      expect(await graph.shortestPath('x', 1)).toEqual(['x', 'y', 1]);
      await graph.clear();

      const tree = db.tree(name);
      await tree.at('a.b').run(async (within) => {
        await using _ = await tree.at('a.b.c').acquire({ within });
        await tree.at('a.b').set({ c: 1 }, { ttl: 60_000 });
      });
      expect(await tree.get()).toEqual({ a: { b: { c: 1 } } });
      expect(await tree.delete()).toBe(true);

      const ac = db.autocomplete(name, { typos: 1 });
      await ac.storeMany([
        { id: 1, title: 'walrus tusks', type: 'x' },
        { id: 2, title: 'walrus' },
      ]);
      await ac.boost({ type: 'x' }, 3);
      expect((await ac.search('wlarus')).map(({ id }) => id)).toEqual(['1', '2']);
      await ac.clear();

      const index = db.searchIndex(name);
      await index.addMany([
        { id: 1, document: 'walrus and carpenter' },
        { id: 2, document: 'walrus' },
      ]);
      expect((await index.search('walrus -carpenter')).hits.map(({ id }) => id)).toEqual(['2']);
      await index.clear();
    }
  });

  it.each(WAITS.map((wait) => [wait.name, wait] as const))(
    '%s waits until it is served, or given up',
    async (_, wait) => {
      const proceed = await wait.occupy(db);
      const control = new AbortController();
      const [given, served] = [wait.begin(db, control.signal), wait.begin(db)];
      control.abort(new Error('enough'));
      await expect(given).rejects.toThrow('enough');
      await proceed();
      expect(await (await served)()).toBe(true);
    },
  );

  it('several limits and what they were charged are of one key, and of one node', async () => {
    const rules = {
      second: { limit: 2, window: 60_000 },
      day: { limit: 3, window: 86_400_000, algorithm: 'token-bucket' },
    };
    const limits = db.rateLimits('several', rules as never);
    for (const key of ['a', 'b', 'c']) {
      expect((await limits.attempt(key, { cost: 2 })).allowed).toBe(true);
      expect((await limits.attempt(key)).allowed).toBe(false);
      expect((await limits.reward(key, 1)).remaining).toBe(1);
      await limits.penalty(key, 1);
      await limits.block(key, 60_000);
      expect((await limits.peek(key)).allowed).toBe(false);
      expect(await limits.reset(key)).toBe(true);
    }
  });

  it('caches of two programs follow each other, with values kept in each, and share one load', async () => {
    await using other = await Database.connect({ cluster: cluster.nodes.slice(0, 2) });
    const [ours, theirs] = [db, other].map((each) =>
      each.cache<number>('two', { local: { size: 100 }, staleFor: 60_000 }),
    );
    for (const [i, key] of ['x', 'y', 'z'].entries()) {
      let loads = 0;
      const load = () => Promise.resolve(++loads);
      expect(await Promise.all([ours!.getOrSet(key, load), theirs!.getOrSet(key, load)])).toEqual([1, 1]);
      await eventually(async () => (await ours!.get(key)) === 1 && ours!.metrics().localHits > i);
      await theirs!.set(key, 5);
      await eventually(async () => (await ours!.get(key)) === 5);
    }
    const part = ours!.namespace('part');
    await part.set('x', 1, { tags: ['t'] });
    await theirs!.namespace('part').clear();
    await eventually(async () => (await part.get('x')) === undefined);
    expect(await ours!.get('x')).toBe(5);
  });

  it('a key of another type is named, wherever it is', async () => {
    await db.redis.rpush('graph:{foreign}:pos', 'x');
    await expect(db.graph('foreign').store('a', 'b', 'c')).rejects.toThrow('"graph:{foreign}:pos" holds a list');
    await db.redis.rpush('lock:{foreign}', 'x');
    await expect(db.lock('foreign').acquire()).rejects.toThrow('"lock:{foreign}" holds a list');
  });

  it('limits, counters and caches spread over the nodes', async () => {
    for (const key of ['a', 'b', 'c']) {
      const limit = db.rateLimit('api', { limit: 2, window: 60_000 });
      expect((await limit.attempt(key, { cost: 2 })).allowed).toBe(true);
      expect((await limit.attempt(key)).allowed).toBe(false);
    }
    const hot = db.counter('hot', { shards: 8 });
    await Promise.all(Array.from({ length: 50 }, () => hot.increment()));
    expect(await hot.value()).toBe(50);
    const cache = db.cache('c');
    const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
    for (const key of keys) expect(await cache.getOrSet(key, () => key, { tags: ['t'] })).toBe(key);
    expect(await db.cache('c').getMany(keys)).toEqual(keys);
    const listed: string[] = [];
    for await (const key of cache.keys()) listed.push(key);
    expect(listed.sort()).toEqual([...keys].sort());
    await db.cache('c').invalidateTags('t');
    expect(await cache.getMany(keys)).toEqual(keys.map(() => undefined));
    expect(await cache.delete('k0')).toBe(false);
  });
});
