import { setTimeout as pause } from 'node:timers/promises';
import { Database } from 'redstart';
import { Account } from '../model/account.js';
import { type RunningCluster, startCluster } from '../support/cluster.js';
import { expectConsistent } from '../support/consistency.js';
import { Traffic } from '../support/traffic.js';

const STAYING = 600;

let cluster: RunningCluster;
let db: Database;

beforeAll(async () => {
  cluster = await startCluster();
  db = await Database.connect({ cluster: cluster.nodes.slice(0, 2) }, { namespace: 'moving', models: [Account] });
}, 60_000);
afterAll(async () => {
  await db?.close();
  await cluster?.stop();
});

/** Take all keys over in small steps, while others read and write. */
async function moveAll(traffic: Traffic): Promise<void> {
  const move = await cluster.moveSlotOf('{moving}');
  await pause(100);
  // no step of the model's calls needs what only the old node has in its memory
  await move.forgetScripts();
  while ((await move.take(40)) > 0) await pause(5);
  await pause(100);
  await move.finish();
  await traffic.goOn();
}

describe('a slot that moves to another node', () => {
  it('is neither read nor written while half of it is there', async () => {
    const traffic = await Traffic.start(STAYING);
    await traffic.goOn();
    await moveAll(traffic);
    await moveAll(traffic);
    await traffic.stop();
    expect(traffic.wrong).toEqual([]);
    expect(await Account.query().count()).toBe(traffic.stored.size);
    const rows = await Account.query().all();
    const found = rows.map(({ id, email, score }) => [id, { email, score }] as const);
    expect(new Map(found)).toEqual(traffic.stored);
    await expectConsistent(db, Account);
  }, 60_000);
});
