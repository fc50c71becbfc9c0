import { Database } from 'redstart';
import { Account, account } from '../model/account.js';
import { expectConsistent } from '../support/consistency.js';
import { eventually } from '../support/eventually.js';
import { exercise } from '../support/exercise.js';
import { type RunningSentinels, startSentinels } from '../support/sentinels.js';

let group: RunningSentinels;
let db: Database;

beforeAll(async () => {
  group = await startSentinels();
  const options = { sentinels: group.sentinels, name: group.name };
  db = await Database.connect(options, { namespace: 'blog', models: [Account] });
});
afterAll(async () => {
  await db?.close();
  await group?.stop();
});

describe('models behind sentinels', () => {
  it('do all that they do on one server', () => exercise(db, Account));

  it('go on after the server forgot all scripts and functions', async () => {
    await db.redis.script('FLUSH');
    await db.redis.function('FLUSH');
    await Promise.all([Account.query().count(), Account.create(account(1, 'again'))]);
    await expectConsistent(db, Account);
  });

  it('go on after the master was killed', async () => {
    const before = await Account.query().count();
    await group.killMaster();
    const late = await eventually(() => Account.create(account(1, `late${Date.now()}`)));
    expect(await Account.query().count()).toBe(before + 1);
    await db.redis.script('FLUSH');
    await db.redis.function('FLUSH');
    await late.update({ score: 5 });
    expect(await Account.query().where({ score: 5, email: late.email }).ids()).toEqual([late.id]);
    await expectConsistent(db, Account);
  });
});
