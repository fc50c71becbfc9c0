import { type Auto, Database, Entity, Field, Model } from 'redstart';
import { Account, account } from '../model/account.js';
import { expectConsistent } from '../support/consistency.js';
import { ServerProcess } from '../support/server-process.js';

@Entity('Other')
class Other extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

let server: ServerProcess;
let db: Database;
beforeEach(async () => {
  server = await ServerProcess.start();
  db = await Database.connect(server.address, { models: [Account] });
  await Account.insertMany(Array.from({ length: 300 }, (_, n) => account(n)));
});
afterEach(async () => {
  await db?.close();
  await server?.kill();
});

const questions = () => Promise.all([Account.query().count(), Account.findMany([1, 2]).then((list) => list.length)]);
const names = async () => ((await server.admin.function('LIST')) as unknown[]).length;

describe('a server that takes no writes for now', () => {
  it.each([
    ['full', { maxmemory: '1000000' }, { maxmemory: '0' }],
    ['without its replicas', { 'min-replicas-to-write': '1' }, { 'min-replicas-to-write': '0' }],
  ])('answers queries whose functions it does not know when it is %s', async (_, limit, free) => {
    await server.admin.function('FLUSH');
    for (const [name, value] of Object.entries(limit)) await server.admin.config('SET', name, value);
    expect(await questions()).toEqual([300, 2]);
    for (const [name, value] of Object.entries(free)) await server.admin.config('SET', name, value);
    expect(await names()).toBe(0);
    expect(await questions()).toEqual([300, 2]);
    // the limit was a passing one: what is asked from now on stays in the server
    expect(await names()).toBeGreaterThan(0);
    await expectConsistent(db, Account);
  });
});

describe('a server that drops keys when it is full', () => {
  it('is told of once, where models are used', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation();
    await server.admin.config('SET', 'maxmemory', '100mb');
    await server.admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await using plain = await Database.connect(server.address);
    await plain.list('list').push('a');
    expect(warn).not.toHaveBeenCalled();
    await using other = await Database.connect(server.address, { models: [Other] });
    other.use(Other);
    expect(warn.mock.calls).toEqual([
      [
        expect.stringContaining('Set maxmemory-policy to noeviction'),
        expect.objectContaining({ type: 'RedstartWarning' }),
      ],
    ]);
    warn.mockRestore();
  });
});
