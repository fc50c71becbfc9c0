import { Database } from 'redstart';
import { type RunningCluster, startCluster } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';

jest.setTimeout(60_000);

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
});
