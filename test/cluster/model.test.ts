import type { Cluster } from 'ioredis';
import { CrossSlotError, Database } from 'redstart';
import { Account, account } from '../model/account.js';
import { type RunningCluster, startCluster } from '../support/cluster.js';
import { expectConsistent, keysFrom } from '../support/consistency.js';
import { eventually } from '../support/eventually.js';
import { exercise } from '../support/exercise.js';

let cluster: RunningCluster;
let blog: Database;
let shop: Database;
let InShop: typeof Account;

beforeAll(async () => {
  cluster = await startCluster();
  const target = { cluster: cluster.nodes.slice(0, 2) };
  blog = await Database.connect(target, { namespace: 'blog', models: [Account] });
  shop = await Database.connect(target, { namespace: 'shop' });
  InShop = shop.bind(Account);
});
afterAll(async () => {
  await blog?.close();
  await shop?.close();
  await cluster?.stop();
});

const masters = (db: Database) => (db.redis as Cluster).nodes('master').filter(({ status }) => status === 'ready');
const slotsOf = async (db: Database) => {
  const keys = await keysFrom(db, `{${db.namespace}}`);
  return new Set(await Promise.all(keys.map((key) => db.redis.cluster('KEYSLOT', key))));
};

async function forgetScripts(): Promise<void> {
  await Promise.all(masters(blog).flatMap((node) => [node.script('FLUSH'), node.function('FLUSH')]));
}

/** Where a node has just ended, as soon as the client has heard of it. */
const forgetScriptsSoon = () => eventually(() => forgetScripts().then(() => true));

describe('models on a cluster', () => {
  it('do all that they do on one server, each namespace on a node of its own', async () => {
    await exercise(blog, Account);
    await exercise(shop, InShop);
    const [here, there] = [await slotsOf(blog), await slotsOf(shop)];
    expect([here.size, there.size]).toEqual([1, 1]);
    expect([...here]).not.toEqual([...there]);
  });

  it('read ids that are kept in their slot, and refuse those of another', async () => {
    const some = await Account.query().limit(3).ids();
    const [here, there] = [blog.sortedSet('{blog}:some'), blog.sortedSet('{elsewhere}:some')];
    await here.add(some.map((id, i): [string, number] => [String(id), -i]));
    expect(await Account.query().intersect(here).orderByScore(here).ids()).toEqual([...some].reverse());
    expect(() => Account.query().intersect(there)).toThrow(CrossSlotError);
    expect(() => Account.query().orderByScore('{elsewhere}:some')).toThrow(CrossSlotError);
    expect(() => InShop.query().intersect(here)).toThrow('of another connection than Account');
    await here.clear();
  });

  it('go on after the nodes forgot all scripts and functions', async () => {
    await forgetScripts();
    expect(await Account.query().where({ city: 'city 1' }).count()).toBeGreaterThan(100);
    await forgetScripts();
    const made = await Promise.all([0, 1, 2].map((n) => Account.create(account(n, 'again'))));
    await made[0]!.delete();
    await forgetScripts();
    await Promise.all([InShop.query().orderBy({ name: 'asc' }).limit(3).all(), InShop.create(account(1, 'again'))]);
    await expectConsistent(blog, Account);
    await expectConsistent(shop, InShop);
  });

  it('go on after the master of their namespace was killed', async () => {
    const before = await Account.query().count();
    await cluster.killMasterOf('{blog}');
    expect(await eventually(() => Account.query().count())).toBe(before);
    await forgetScriptsSoon();
    const late = await eventually(() => Account.create(account(1, `late${Date.now()}`)));
    await late.update({ score: 5 });
    expect(await Account.query().count()).toBe(before + 1);
    await expectConsistent(blog, Account);
    await InShop.create(account(2, 'late'));
    await expectConsistent(shop, InShop);
  });

  it('serve the others while a master is gone and the functions are not loaded', async () => {
    await cluster.killMasterOf('{shop}');
    await forgetScriptsSoon();
    expect(await Account.query().where({ city: 'city 1' }).count()).toBeGreaterThan(100);
    await Account.create(account(1, 'meanwhile'));
  });
});
