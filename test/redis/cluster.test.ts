import { Database } from 'redstart';
import { run } from '../../src/scripts/run.js';
import { type RunningCluster, startCluster } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { addTo, readFrom } from '../support/scripts.js';

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
    await Promise.all((db.redis as import('ioredis').Cluster).nodes('master').map((node) => node.script('FLUSH')));
    expect(await add('{tag0}:counter')).toBe(3);
  });

  it('goes on after a master was killed, and does nothing twice', async () => {
    const counter = '{failover}:counter';
    await add(counter);
    // the replica has it before its master goes
    await (db.redis as import('ioredis').Cluster).wait(1, 1000).catch(() => 0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await cluster.killMasterOf(counter);
    const after = await eventually(() => add(counter), 20_000);
    expect(after).toBe(2);
    expect(await read(counter)).toBe('2');
  });
});
