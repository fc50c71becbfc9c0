import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Database, UniqueError } from 'redstart';
import { DirectConnection } from '../../src/redis/connection/direct.js';
import { Account, account } from '../model/account.js';
import { commandCounts } from '../support/commands.js';
import { expectConsistent } from '../support/consistency.js';
import { eventually } from '../support/eventually.js';
import { ServerProcess } from '../support/server-process.js';

let server: ServerProcess;
let db: Database;
beforeAll(async () => {
  server = await ServerProcess.start();
  db = await Database.connect(server.address, { models: [Account] });
});
afterAll(async () => {
  await db?.close();
  await server?.kill();
});
beforeEach(async () => {
  await server.admin.flushall();
  await forget();
});

async function forget(): Promise<void> {
  await server.admin.script('FLUSH');
  await server.admin.function('FLUSH');
  await server.admin.config('RESETSTAT');
}

const calls = (admin = server.admin) => commandCounts(admin);

const libraries = async () => ((await server.admin.function('LIST')) as unknown[]).length;

/** Everything that a model does, and what came of it. */
async function work(model: typeof Account): Promise<unknown> {
  const one = await model.create(account(1));
  const many = await model.insertMany(Array.from({ length: 700 }, (_, n) => account(n + 2)));
  await one.update({ score: 50, name: undefined });
  await many[3]!.increment({ score: 7 });
  await many[4]!.delete();
  await many[5]!.save({ force: true });
  const refused = await model.create({ ...account(9), email: one.email }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UniqueError);
  const query = model.query().where({ city: 'city 3', score: { gte: 10 } });
  return {
    walk: await model.query().orderBy({ score: 'desc' }).limit(7).ids(),
    drive: await query.orderBy({ name: 'asc', score: 'desc' }).all(),
    or: await model
      .query()
      .where((a) => a.city.eq('city 1').or(a.name.startsWith('name 5')))
      .ids(),
    count: await query.count(),
    by: await model.findBy({ email: '12@example.com' }),
    many: await model.findMany([1, 2, 6, 999]),
    exists: await query.exists(),
    refused: (refused as UniqueError).holder,
  };
}

describe('scripts as functions of the server', () => {
  it('are loaded once, and called by name', async () => {
    await Account.create(account(1));
    for (let n = 2; n <= 10; n++) await Account.create(account(n));
    const { fcall, 'function|load': load, evalsha } = await calls();
    expect({ fcall, load, evalsha }).toEqual({ fcall: 11, load: 1, evalsha: undefined });
  });

  it('are not missed by calls when another forgets them all the time', async () => {
    await Account.create(account(1));
    let goesOn = true;
    const forgetting = (async () => {
      while (goesOn) await server.admin.function('FLUSH');
    })();
    const query = Account.query().where({ city: 'city 1' }).orderBy({ score: 'asc' });
    const counts = await Promise.allSettled(
      Array.from({ length: 100 }, async () => {
        for (let n = 0; n < 10; n++) expect(await query.ids()).toEqual([1]);
      }),
    );
    goesOn = false;
    await forgetting;
    expect(counts.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  it('are loaded once by many calls at the same time', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => Account.create(account(n))));
    expect((await calls())['function|load']).toBe(1);
    await forget();
    await Promise.all(
      Array.from({ length: 50 }, () =>
        Account.query()
          .where({ score: { gte: 0 } })
          .ids(),
      ),
    );
    expect((await calls())['function|load']).toBe(1);
    await expectConsistent(db, Account);
  });

  it('come back after FUNCTION FLUSH, and after the server was started again', async () => {
    await Account.create(account(1));
    await server.admin.function('FLUSH');
    await Account.create(account(2));
    expect(await Account.query().count()).toBe(2);
    await server.admin.function('FLUSH');
    expect(await Account.query().ids()).toEqual([1, 2]);
    await server.kill();
    server = await ServerProcess.start({}, server.address.port);
    expect((await eventually(() => Account.create(account(3)))).id).toBe(1);
  });

  it('give what scripts by digest give', async () => {
    const asFunctions = await work(Account);
    // write, delete, query, and the two that answer findBy and counts
    expect(await libraries()).toBe(5);
    await expectConsistent(db, Account);
    await server.admin.flushall();
    await forget();
    const client = new Redis(server.address);
    await using old = await Database.connect(client, { namespace: 'app' });
    const Twin = old.bind(Account);
    const capabilities = { ...old.capabilities, functions: false, readOnlyScripts: false };
    Object.assign(old, { connection: new DirectConnection(client, capabilities) });
    const OnOldServer = old.bind(Account);
    expect(JSON.stringify(await work(OnOldServer))).toBe(JSON.stringify(asFunctions));
    const { fcall, fcall_ro, evalsha_ro, evalsha, 'function|load': load } = await calls();
    expect([fcall, fcall_ro, evalsha_ro, load, evalsha! > 5]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      true,
    ]);
    expect(await libraries()).toBe(0);
    await expectConsistent(old, OnOldServer);
    await expectConsistent(old, Twin);
    client.disconnect();
  });

  it('give way to scripts by digest for a user who may load none', async () => {
    await server.admin.call('ACL', 'SETUSER', 'ann', 'on', '>secret', '~*', '+@all', '-function');
    await using restricted = await Database.connect({ ...server.address, username: 'ann', password: 'secret' });
    const Mine = restricted.bind(Account);
    await Promise.all(Array.from({ length: 20 }, (_, n) => Mine.create(account(n + 1000))));
    await forget();
    expect(await work(Mine)).toMatchObject({ exists: true });
    const { fcall, evalsha } = await calls();
    // it asks once and knows then
    expect([fcall, evalsha! > 5, await libraries()]).toEqual([undefined, true, 0]);
    await expectConsistent(restricted, Mine);
  });

  it('give way for a user who may not even call them', async () => {
    await server.admin.call(
      'ACL',
      'SETUSER',
      'bob',
      'on',
      '>secret',
      '~*',
      '+@all',
      '-function',
      '-fcall',
      '-fcall_ro',
    );
    await using restricted = await Database.connect({ ...server.address, username: 'bob', password: 'secret' });
    const Mine = restricted.bind(Account);
    expect(await work(Mine)).toMatchObject({ exists: true });
    await expectConsistent(restricted, Mine);
  });
});

describe('a query', () => {
  const WRITES =
    /^(set|get(set|del|ex)|del|unlink|h(set|del|mset|incr)|[sz](add|rem|move|pop|incr)|[a-z]+store|incr|rename|expire|pexpire|append|copy)/;

  it('writes nothing', async () => {
    await Account.insertMany(Array.from({ length: 1200 }, (_, n) => account(n)));
    const before = await server.admin.dbsize();
    await server.admin.config('RESETSTAT');
    const query = Account.query().where({ city: { in: ['city 1', 'city 2'] }, score: { gte: 5, lt: 90 } });
    await query.orderBy({ score: 'desc', name: 'asc' }).limit(20).all();
    await query.orderBy({ name: 'asc' }).all();
    await query.count();
    await query.explain();
    await Account.query()
      .where((a) => a.name.isNull().not().or(a.email.eq('5@example.com')))
      .ids();
    for await (const _ of Account.query()) await pause(0);
    await Account.findBy({ email: '1@example.com' });
    await Account.findMany([1, 2, 3]);
    expect(Object.keys(await calls()).filter((command) => WRITES.test(command))).toEqual([]);
    expect(await server.admin.dbsize()).toBe(before);
  });

  it('runs on a replica, which has the functions from its master or none', async () => {
    await Account.insertMany(Array.from({ length: 1200 }, (_, n) => account(n)));
    const ids = await Account.query().where({ city: 'city 1' }).orderBy({ score: 'asc' }).ids();
    const { host, port } = server.address;
    const replica = await ServerProcess.start({ replicaof: `${host} ${port}` });
    await eventually(async () => (await replica.admin.info('replication')).includes('master_link_status:up'));
    try {
      for (const functions of [true, false]) {
        if (!functions) await server.admin.function('FLUSH');
        await eventually(
          async () => ((await replica.admin.function('LIST')) as unknown[]).length === (functions ? 2 : 0),
        );
        await using reading = await Database.connect(replica.address);
        const There = reading.bind(Account);
        expect(await There.query().where({ city: 'city 1' }).orderBy({ score: 'asc' }).ids()).toEqual(ids);
        expect(
          await There.query()
            .where({ score: { gte: 50 } })
            .count(),
        ).toBe(600);
        expect((await There.get(1)).email).toBe('0@example.com');
        expect((await There.findBy({ email: '7@example.com' }))?.id).toBe(8);
        await expect(There.create(account(9999))).rejects.toThrow('READONLY');
        const { fcall_ro, evalsha_ro } = await calls(replica.admin);
        expect([fcall_ro! > 0, functions || evalsha_ro! > 0]).toEqual([true, true]);
      }
    } finally {
      await replica.kill();
    }
  });
});
