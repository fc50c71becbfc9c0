import { Redis } from 'ioredis';
import { Database } from 'redstart';
import { type RunningCluster, startCluster } from '../support/cluster.js';

let cluster: RunningCluster;
let db: Database;
let admins: Redis[];
beforeAll(async () => {
  cluster = await startCluster();
  db = await Database.connect({ cluster: cluster.nodes });
  admins = cluster.nodes.map((node) => new Redis(node));
});
afterAll(async () => {
  for (const admin of admins) admin.disconnect();
  await db.close();
  await cluster.stop();
});

async function connections(): Promise<number> {
  const stats = await Promise.all(admins.map((admin) => admin.info('stats')));
  return stats.reduce((sum, text) => sum + Number(/total_connections_received:(\d+)/.exec(text)![1]), 0);
}

it('uses the connections of blocking calls again, each at the node that holds the key', async () => {
  const lists = ['{a}', '{b}', '{c}', '{d}'].map((key) => db.list(key));
  for (const list of lists) await list.push(...Array.from({ length: 10 }, (_, i) => String(i)));
  const before = await connections();
  for (let i = 0; i < 10; i++) {
    for (const list of lists) expect(await list.shiftBlocking({ timeout: 1000 })).toBe(String(i));
  }
  expect((await connections()) - before).toBeLessThanOrEqual(3);
});

it('loses no element to an abort', async () => {
  let returned = 0;
  for (let i = 0; i < 40; i++) {
    const stop = new AbortController();
    const popped = db.list('{r}').popBlocking({ signal: stop.signal });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const pushed = db.list('{r}').push(String(i));
    stop.abort();
    await popped.then(
      (value) => {
        if (value !== undefined) returned++;
      },
      () => {},
    );
    await pushed;
  }
  expect(returned + (await db.list('{r}').size())).toBe(40);
});
