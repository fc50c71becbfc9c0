import type { Cluster } from 'ioredis';
import { Database } from 'redstart';
import { run } from '../../src/scripts/run.js';
import { type RunningCluster, startCluster } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { LossyProxy } from '../support/lossy-proxy.js';
import { addTo, readFrom } from '../support/scripts.js';

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

const add = (counter: string, amount = 1) => run(db.connection, addTo, { keys: { counter }, args: { amount } });
const read = (counter: string) => run(db.connection, readFrom, { keys: { counter }, args: {} });

describe('a cluster of three masters and three replicas', () => {
  it('is known as one', () => {
    expect(db.capabilities.cluster).toBe(true);
  });

  it('runs scripts on the node of their keys, whichever that is', async () => {
    const counters = Array.from({ length: 30 }, (_, i) => `{tag${i}}:counter`);
    expect(await Promise.all(counters.map((counter) => add(counter, 2)))).toEqual(counters.map(() => 2));
    expect(await Promise.all(counters.map(read))).toEqual(counters.map(() => '2'));
  });

  it('runs them after SCRIPT FLUSH', async () => {
    await Promise.all((db.redis as Cluster).nodes('master').map((node) => node.script('FLUSH')));
    expect(await add('{tag0}:counter')).toBe(3);
  });

  it('never sends again what was on its way', async () => {
    const proxies = await Promise.all(cluster.nodes.map((node) => LossyProxy.to(node)));
    const natMap = Object.fromEntries(
      cluster.nodes.map(({ host, port }, index) => [`${host}:${port}`, proxies[index]!.address]),
    );
    const through = await Database.connect({ cluster: [proxies[0]!.address], options: { natMap } });
    for (const proxy of proxies) proxy.loseAnswerTo('once');
    await expect(through.redis.incr('once')).rejects.toThrow('Connection is closed');
    for (const proxy of proxies) proxy.loseAnswerTo('never');
    expect(await eventually(() => through.redis.incr('once'))).toBe(2);
    expect(proxies.reduce((sum, { lost }) => sum + lost, 0)).toBe(1);
    await through.close();
    for (const proxy of proxies) proxy.close();
  });

  it('goes on after a master was killed, and does nothing twice', async () => {
    const counter = '{failover}:counter';
    await add(counter);
    await cluster.killMasterOf(counter);
    const after = await eventually(() => add(counter));
    expect(after).toBe(2);
    expect(await read(counter)).toBe('2');
  });
});
