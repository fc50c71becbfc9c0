import { Database } from 'redstart';
import { eventually } from '../../support/eventually.js';
import { ServerProcess } from '../../support/server-process.js';

const LOCAL = { local: { size: 100 } };

describe('a cache with a first level in the process', () => {
  let server: ServerProcess;
  let here: Database;
  let there: Database;
  beforeEach(async () => {
    server = await ServerProcess.start();
    here = await Database.connect(server.address);
    there = await Database.connect(server.address);
  });
  afterEach(async () => {
    await Promise.all([here.close(), there.close()]);
    await server.kill();
  });

  /** Read until the value is kept here: the channel of changes has to be open before. */
  async function warm(cache: ReturnType<Database['cache']>, key: string): Promise<void> {
    await eventually(async () => {
      const before = cache.metrics().localHits;
      await cache.get(key);
      return cache.metrics().localHits > before;
    });
  }

  it('asks the server once', async () => {
    const cache = here.cache('c', LOCAL);
    await cache.set('a', { n: 1 });
    await warm(cache, 'a');
    const commands = async () => Number(/total_commands_processed:(\d+)/.exec(await server.admin.info('stats'))![1]);
    const before = await commands();
    for (let i = 0; i < 50; i++) expect(await cache.get('a')).toEqual({ n: 1 });
    expect((await commands()) - before).toBeLessThan(10);
  });

  it.each<[string, (cache: ReturnType<Database['cache']>) => Promise<unknown>, unknown]>([
    ['set', (cache) => cache.set('a', 2), 2],
    ['delete', (cache) => cache.delete('a'), undefined],
    ['pull', (cache) => cache.pull('a'), undefined],
    ['invalidateTags', (cache) => cache.invalidateTags('t'), undefined],
    ['clear', (cache) => cache.clear(), undefined],
  ])('hears of %s in another process', async (_, change, expected) => {
    const cache = here.cache('c', LOCAL);
    await cache.set('a', 1, { tags: ['t'] });
    await warm(cache, 'a');
    await change(there.cache('c'));
    await eventually(async () => (await cache.get('a')) !== 1);
    expect(await cache.get('a')).toBe(expected);
  });

  it('knows its own changes at once', async () => {
    const cache = here.cache('c', LOCAL);
    await cache.set('a', 1, { tags: ['t'] });
    await warm(cache, 'a');
    await cache.set('a', 2, { tags: ['t'] });
    expect(await cache.get('a')).toBe(2);
    await cache.invalidateTags('t');
    expect(await cache.get('a')).toBeUndefined();
    await cache.set('a', 3);
    await cache.delete('a');
    expect(await cache.get('a')).toBeUndefined();
  });

  it('is never behind for longer than news travel, whoever writes', async () => {
    const cache = here.cache<number>('c', LOCAL);
    const other = there.cache<number>('c', LOCAL);
    await cache.set('a', 0);
    await warm(cache, 'a');
    for (let i = 1; i <= 200; i++) {
      const writer = i % 2 ? other : cache;
      await Promise.all([writer.set('a', i), cache.get('a'), other.get('a'), cache.get('a')]);
    }
    await eventually(async () => (await cache.get('a')) === 200 && (await other.get('a')) === 200);
    expect([await cache.get('a'), await other.get('a')]).toEqual([200, 200]);
  });

  it('ends values with their ttl, or earlier', async () => {
    const cache = here.cache('c', LOCAL);
    await cache.set('warm', 1);
    await warm(cache, 'warm');
    await cache.set('a', 1, { ttl: 40 });
    await eventually(async () => (await cache.get('a')) === undefined);
    const short = here.cache('d', { local: { size: 10, ttl: 20 } });
    await short.set('a', 1);
    await warm(short, 'a');
    await server.admin.del('cache:{d:a}');
    await eventually(async () => (await short.get('a')) === undefined);
    expect(await short.get('a')).toBeUndefined();
  });

  it('keeps no more than its size', async () => {
    const cache = here.cache('c', { local: { size: 2 } });
    await cache.set('a', 1);
    await warm(cache, 'a');
    await cache.setMany({ b: 1, c: 1 });
    const hits = () => cache.metrics().localHits;
    const before = hits();
    await cache.get('a');
    expect(hits()).toBe(before);
    await cache.get('c');
    await cache.get('a');
    expect(hits()).toBe(before + 2);
  });

  it('keeps nothing while it cannot hear of changes', async () => {
    const cache = here.cache('c', LOCAL);
    await cache.set('a', 1);
    await warm(cache, 'a');
    await server.admin.call('client', ['KILL', 'TYPE', 'pubsub']);
    await there.cache('c').set('a', 2);
    await eventually(async () => (await cache.get('a')) === 2);
    await warm(cache, 'a');
    await there.cache('c').set('a', 3);
    await eventually(async () => (await cache.get('a')) === 3);
    expect(await cache.get('a')).toBe(3);
  });

  it('goes on without the server where it may', async () => {
    const dying = await ServerProcess.start();
    const db = await Database.connect({ ...dying.address, maxRetriesPerRequest: 0 });
    const cache = db.cache('c', { onError: 'miss' });
    const errors: unknown[] = [];
    cache.on('error', ({ error }) => errors.push(error));
    await dying.kill();
    expect(await cache.get('a')).toBeUndefined();
    await cache.set('a', 1);
    expect(await cache.getOrSet('a', () => 2)).toBe(2);
    await expect(db.cache('c').get('a')).rejects.toThrow();
    expect(errors.length).toBeGreaterThan(2);
    await db.close();
  });
});
