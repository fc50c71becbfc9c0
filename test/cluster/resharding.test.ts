import { setTimeout as pause } from 'node:timers/promises';
import { Database, UnavailableError } from 'redstart';
import { Account, account } from '../model/account.js';
import { type RunningCluster, startCluster } from '../support/cluster.js';
import { expectConsistent } from '../support/consistency.js';
import { Traffic } from '../support/traffic.js';

const STAYING = 600;

let cluster: RunningCluster;
let db: Database;

beforeAll(async () => {
  cluster = await startCluster();
  db = await Database.connect({ cluster: cluster.nodes.slice(0, 2) }, { namespace: 'moving', models: [Account] });
});
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
    try {
      await traffic.goOn();
      await moveAll(traffic);
      await moveAll(traffic);
    } finally {
      await traffic.stop();
    }
    expect(traffic.wrong).toEqual([]);
    expect(await Account.query().count()).toBe(traffic.stored.size);
    const rows = await Account.query().all();
    const found = rows.map(({ id, email, score }) => [id, { email, score }] as const);
    expect(new Map(found)).toEqual(traffic.stored);
    await expectConsistent(db, Account);
  });

  it('is said to be on its way when that takes longer than a call may', async () => {
    const hasty = await Database.connect({ cluster: cluster.nodes.slice(0, 2) }, { namespace: 'moving', timeout: 400 });
    const Hasty = hasty.bind(Account);
    const [before] = await Account.query().limit(1).all();
    const size = await Account.query().count();
    const move = await cluster.moveSlotOf('{moving}');
    await move.take(100);
    for (const call of [
      () =>
        Hasty.query()
          .where({ score: { gte: 0 } })
          .orderBy({ score: 'asc' })
          .limit(5)
          .all(),
      () => Hasty.create(account(1, 'hasty')),
    ]) {
      const error = await call().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UnavailableError);
      expect(error).toMatchObject({ reason: 'TRYAGAIN', message: expect.stringContaining('Nothing was done.') });
    }
    // one key is either here or there
    expect((await Hasty.get(before!.id)).email).toBe(before!.email);
    while ((await move.take(500)) > 0);
    await move.finish();
    expect(await Hasty.query().count()).toBe(size);
    await hasty.close();
  });

  it('is waited for when no node serves it', async () => {
    const size = await Account.query().count();
    const giveBack = await cluster.abandonSlotOf('{moving}');
    const answers = Promise.all([Account.query().count(), Account.create({ ...account(1, 'patient') })]);
    await pause(300);
    await giveBack();
    const [count, { email }] = await answers;
    expect(count - size).toBeLessThanOrEqual(1);
    expect(await Account.query().where({ email }).count()).toBe(1);
    await expectConsistent(db, Account);
  });
});
