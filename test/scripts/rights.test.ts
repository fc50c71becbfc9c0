import { Database } from 'redstart';
import { Account, account } from '../model/account.js';
import { read } from '../support/repository.js';
import { ServerProcess } from '../support/server-process.js';

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.start();
  await using db = await Database.connect(server.address, { namespace: 'blog' });
  await db.bind(Account).insertMany([account(1), account(2)]);
});
afterAll(() => server?.kill());

/** The rules that the guide gives a user, by name. */
const rules = Object.fromEntries(
  [...read('docs/server.md').matchAll(/^ACL SETUSER (\w+) on >secret (.+)$/gm)].map(([, name, line]) => [
    name!,
    line!.replaceAll("'", '').split(' '),
  ]),
);

async function as<T>(
  user: string,
  work: (model: typeof Account, db: Database) => Promise<T>,
  less: readonly string[] = [],
): Promise<T> {
  await server.admin.call('ACL', 'SETUSER', user, 'reset', 'on', '>secret', ...rules[user]!, ...less);
  const target = { ...server.address, username: user, password: 'secret' };
  await using db = await Database.connect(target, { namespace: 'blog' });
  return await work(db.bind(Account), db);
}

const query = (model: typeof Account) =>
  model
    .query()
    .where({ score: { gte: 0 } })
    .orderBy({ score: 'desc' })
    .ids();

describe('the rights that the guide gives', () => {
  it.each([[true], [false]])('let a reader read, with functions in the server: %s', async (loaded) => {
    if (!loaded) await server.admin.function('FLUSH');
    const seen = await as('reader', async (model) => [
      await query(model),
      (await model.get(1)).id,
      await model.query().count(),
    ]);
    expect(seen).toEqual([expect.arrayContaining([1, 2]), 1, 2]);
  });

  it('are enough without INFO', async () => {
    // ioredis says on the console that it cannot wait for a server that loads its data
    const warn = jest.spyOn(console, 'warn').mockImplementation();
    const facts = await as('reader', async (model, { capabilities }) => [await query(model), capabilities], ['-info']);
    warn.mockRestore();
    expect(facts).toEqual([expect.any(Array), expect.objectContaining({ version: expect.stringMatching(/^\d/) })]);
  });

  it('are enough without TIME, by which the server ends long calls', async () => {
    const many = Array.from({ length: 600 }, (_, n) => account(n + 10));
    await using db = await Database.connect(server.address, { namespace: 'blog' });
    await db.bind(Account).insertMany(many);
    expect(await as('reader', query, ['-time'])).toHaveLength(602);
  });

  it('let a reader write nothing', async () => {
    const size = await server.admin.dbsize();
    await as('reader', async (model, db) => {
      for (const call of [() => model.create(account(3)), () => model.deleteMany([1])])
        await expect(call()).rejects.toMatchObject({
          code: 'SERVER',
          reason: 'NOPERM',
          message: expect.stringContaining(
            'The user may only read: what writes models, locks and the like needs +@script',
          ),
        });
      await expect(db.list('{blog}:x').push('x')).rejects.toThrow('The user needs +rpush; docs/server.md lists');
    });
    expect(await server.admin.dbsize()).toBe(size);
  });

  it('let a writer do all that models, containers and workers do', async () => {
    await as('writer', async (model, db) => {
      const one = await model.create(account(4));
      await one.update({ score: 7 });
      expect(await query(model)).toContain(one.id);
      await one.delete();
      await db.list('{blog}:log').push('a');
      expect(await db.list('{blog}:log').popBlocking({ timeout: 100 })).toBe('a');
      await db.transaction(async (t) => void t.hash('{blog}:h').set('a', '1'));
      await db.consumerGroup('g', '{blog}:events').create();
      expect(await db.stream('{blog}:events').groups()).toHaveLength(1);
    });
  });

  it('keep a writer to the keys of its namespace', async () => {
    await as('writer', async (_, db) => {
      await expect(db.list('{other}:log').push('a')).rejects.toThrow('The user needs a pattern for the key, such as');
    });
  });

  it.each([
    ['what a script does', ['-@write'], 'The user needs +@read and +@write, which its scripts use'],
    ['keys that may be read alone', ['resetkeys', '%R~{blog}*'], 'one with %R only reads'],
  ])('are named where they are missing: %s', async (_, less, words) => {
    await as(
      'writer',
      async (model) => {
        expect((await model.get(1)).id).toBe(1);
        await expect(model.create(account(5))).rejects.toMatchObject({
          reason: 'NOPERM',
          message: expect.stringContaining(words),
        });
      },
      less,
    );
  });
});
