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
  // nothing but a move that is over ends a call that waits for it
  const options = { namespace: 'moving', models: [Account], timeout: 100_000 };
  db = await Database.connect({ cluster: cluster.nodes.slice(0, 2) }, options);
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
    const hasty = await Database.connect(
      { cluster: cluster.nodes.slice(0, 2) },
      { namespace: 'moving', timeout: 1500 },
    );
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

  it('is waited for by transactions, with and without a watch, of few calls and of many', async () => {
    const [a, b] = ['{tx}a', '{tx}b'];
    const nodes = { cluster: cluster.nodes.slice(0, 2) };
    await using patient = await Database.connect(nodes, { timeout: 60_000 });
    await using hasty = await Database.connect(nodes, { timeout: 3000 });
    const increments = (from: Database, count: number, watch?: string[]) =>
      from.transaction((t) => Promise.all(Array.from({ length: count }, (_, i) => t.call('incr', i % 2 ? a : b))), {
        watch,
      });
    await db.redis.set(a, 0);
    await db.redis.set(b, 0);
    const move = await cluster.moveSlotOf(a);
    await move.take(1);
    const late = await Promise.allSettled([increments(hasty, 2), increments(hasty, 2, [b])]);
    for (const { reason } of late as PromiseRejectedResult[]) {
      expect(reason).toBeInstanceOf(UnavailableError);
      expect(reason).toMatchObject({ reason: 'TRYAGAIN', message: expect.stringContaining('Nothing was done.') });
    }
    const all = [
      increments(patient, 2),
      increments(patient, 1200),
      ...[2, 1200].map((count) => increments(patient, count, [a])),
    ];
    // one key alone is here or there
    for (const key of [a, b]) await patient.transaction((t) => t.call('incr', key), { watch: [key] });
    while ((await move.take(10)) > 0);
    await move.finish();
    await Promise.all(all);
    expect(await db.redis.mget(a, b)).toEqual(['1203', '1203']);
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
