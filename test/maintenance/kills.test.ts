import { setTimeout as pause } from 'node:timers/promises';
import { Database } from 'redstart';
import { expectConsistent } from '../support/consistency.js';
import { Program } from '../support/program.js';
import { ServerProcess } from '../support/server-process.js';
import { After, Before, user } from './user-versions.js';

const TOTAL = 600;

describe('a program that is killed while it reindexes', () => {
  let server: ServerProcess;
  let db: Database;
  let older: typeof Before;
  let newer: typeof After;
  beforeAll(async () => {
    server = await ServerProcess.start();
    db = await Database.connect(server.address, { namespace: 'blog' });
    older = db.bind(Before);
    newer = db.bind(After);
  });
  beforeEach(async () => {
    await server.admin.flushall();
    await older.insertMany(Array.from({ length: TOTAL }, (_, i) => user(i)));
  });
  afterAll(async () => {
    await db.close();
    await server.kill();
  });

  const reindexer = async (): Promise<Program> => {
    const { host, port } = server.address;
    const program = Program.run('maintenance/reindexer.ts', [host, String(port)]);
    expect(await program.next()).toBe('ready');
    return program;
  };

  it.each([
    ['before it has begun', 0, 0],
    ['while readers still rely on the index that goes', 0, 800],
    ['while it takes the index away', 0, 1520],
    ['behind its first step', 1, 0],
    ['in the middle', 9, 0],
    ['behind its last step', TOTAL / 25, 0],
  ])(
    'leaves what another call completes: %s',
    async (_, steps, wait) => {
      const program = await reindexer();
      for (let i = 0; i < steps; i++) await program.next();
      await pause(wait);
      await program.kill();
      await older.create({ ...user(TOTAL), city: 'Oslo' });
      await (await newer.get(3)).update({ age: 77, name: undefined });
      await newer.reindex();
      await expectConsistent(db, newer);
      expect(await newer.query().where({ age: 77 }).ids()).toEqual([3]);
      expect(await newer.verify()).toMatchObject({ total: 0, entities: TOTAL + 1 });
    },
    60_000,
  );
});
