import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Database } from 'redstart';
import { expectConsistent, keysFrom } from '../support/consistency.js';
import { eventually } from '../support/eventually.js';
import { inFile } from '../support/in-file.js';
import { Program } from '../support/program.js';
import { temporaryFolder } from '../support/temporary.js';
import { Account, account } from './account.js';

const folder = temporaryFolder();

const socketOf = async (db: Database) => ((await db.redis.config('GET', 'unixsocket')) as string[])[1]!;
const pidOf = async (db: Database) => Number(/process_id:(\d+)/.exec(await db.redis.info('server'))![1]);

async function start(db: Database, ...works: [work: string, argument?: string][]): Promise<Program[]> {
  const socket = await socketOf(db);
  const programs = works.map(([work, argument = '']) => Program.run('model/racer.ts', [work, socket, argument]));
  for (const program of programs) expect(await program.next()).toBe('ready');
  return programs;
}

const answers = <T>(programs: readonly Program[], line: string): Promise<T[]> => {
  for (const program of programs) program.tell(line);
  return Promise.all(programs.map((program) => program.next<T>()));
};

const end = (programs: readonly Program[]) => Promise.all(programs.map((program) => program.kill()));

describe('programs that write at the same time', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Account] });
  });
  afterAll(() => db.close());
  beforeEach(() => db.redis.flushall());

  it('leave one winner of a unique value, and nothing of the others', async () => {
    const writers = await start(db, ...Array.from({ length: 8 }, () => ['create'] as [string]));
    for (let round = 1; round <= 20; round++) {
      const found = await answers<number | string>(writers, `round${round}`);
      expect(found.filter((answer) => answer === 'UNIQUE')).toHaveLength(7);
      expect(found.find((answer) => typeof answer === 'number')).toBe(round);
    }
    expect(await Account.query().count()).toBe(20);
    expect(await keysFrom(db, '{app}:Account:')).toHaveLength(20);
    await expectConsistent(db, Account);
    await end(writers);
  });

  it('keep what the others wrote into other fields', async () => {
    await Account.insertMany(Array.from({ length: 200 }, (_, n) => account(n)));
    const writers = await start(db, ['change', 'city'], ['change', 'score']);
    expect(await answers(writers, '5')).toEqual([0, 0]);
    for (const one of await Account.query().all()) {
      expect([one.city, one.score]).toEqual([`town ${(one.id + 5) % 5}`, one.id * 10 + 5]);
    }
    await expectConsistent(db, Account);
    await end(writers);
  });

  it('never show half an entity, nor miss one', async () => {
    await Account.insertMany(Array.from({ length: 150 }, (_, n) => account(n)));
    const [writer, ...readers] = await start(db, ['move'], ['read'], ['read']);
    writer!.tell('100000');
    for (const { reads, wrong } of await answers<{ reads: number; wrong: string[] }>(readers, '150')) {
      expect(wrong).toEqual([]);
      expect(reads).toBe(40 * 5);
    }
    await eventually(async () => (await Account.get(1)).left > 3);
    await end([writer!, ...readers]);
    await expectConsistent(db, Account);
  });

  it('leave whole batches when one is killed in the middle of a load', async () => {
    for (const tag of ['a', 'b', 'c']) {
      const [loader] = await start(db, ['load', tag]);
      loader!.tell('go');
      await loader!.next();
      await pause(30 + Math.random() * 100);
      await loader!.kill();
      await expectConsistent(db, Account);
      expect((await Account.query().count()) % 100).toBe(0);
    }
    // what was begun can be gone on with
    await Account.create({ ...account(1), email: 'after@example.com' });
    await expectConsistent(db, Account);
  });
});

describe('a server that is killed in the middle of a load', () => {
  it('has all that its file has, and every index with it, when it is there again', async () => {
    const dir = path.join(folder, 'data');
    const db = await Database.embedded({ dir, models: [Account] });
    for (const tag of ['a', 'b']) {
      let written = await Account.query().count();
      const load = (async () => {
        for (let at = 0; ; at += 500) {
          const inputs = Array.from({ length: 500 }, (_, i) => account(at + i, tag));
          await Account.insertMany(inputs, { batch: 50 });
          written += 500;
        }
      })();
      // the error of the connection comes from the call that was on its way
      const failure = load.catch((error: Error) => error);
      await eventually(() => written >= 1000);
      const kept = written;
      await inFile(db);
      await pause(Math.random() * 50);
      process.kill(await pidOf(db), 'SIGKILL');
      expect(await failure).toBeInstanceOf(Error);
      const count = await eventually(() => Account.query().count());
      expect(count).toBeGreaterThanOrEqual(kept);
      expect(count % 50).toBe(0);
      await expectConsistent(db, Account);
    }
    await db.close();
    await using again = await Database.embedded({ dir, models: [Account] });
    await expectConsistent(again, Account);
    expect((await Account.create({ ...account(0), email: 'last@example.com' })).id).toBeGreaterThan(1000);
  });
});
