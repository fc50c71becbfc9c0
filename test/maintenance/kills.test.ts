import { setTimeout as pause } from 'node:timers/promises';
import { Database } from 'redstart';
import { expectConsistent } from '../support/consistency.js';
import { Program } from '../support/program.js';
import { ServerProcess } from '../support/server-process.js';
import { After, Before, user } from './user-versions.js';

const TOTAL = 600;

/** How many steps it has done when it is killed, and how many milliseconds later that is. */
const MOMENTS: readonly (readonly [when: string, steps: number, wait: number])[] = [
  ['before it has begun', 0, 0],
  ['while readers still rely on the index that goes', 0, 800],
  ['while it takes the index away', 0, 1520],
  ['behind its first step', 1, 0],
  ['in the middle', 9, 0],
  ['behind its last step', TOTAL / 25, 0],
];

describe('a program that is killed while it reindexes', () => {
  let server: ServerProcess;
  let ends: readonly Promise<void>[];
  beforeAll(async () => {
    server = await ServerProcess.start();
    // all at once: each of them waits, most of its time, until no reader relies on an index that goes
    ends = MOMENTS.map(([, steps, wait], i) => killed(`blog${i}`, steps, wait));
    for (const end of ends) end.catch(() => {});
  });
  afterAll(() => server.kill());

  async function killed(namespace: string, steps: number, wait: number): Promise<void> {
    await using db = await Database.connect(server.address, { namespace });
    const [older, newer] = [db.bind(Before), db.bind(After)];
    await older.insertMany(Array.from({ length: TOTAL }, (_, i) => user(i)));
    const { host, port } = server.address;
    const program = Program.run('maintenance/reindexer.ts', [host, String(port), namespace]);
    expect(await program.next()).toBe('ready');
    for (let i = 0; i < steps; i++) await program.next();
    await pause(wait);
    await program.kill();
    await older.create({ ...user(TOTAL), city: 'Oslo' });
    await (await newer.get(3)).update({ age: 77, name: undefined });
    await newer.reindex();
    await expectConsistent(db, newer);
    expect(await newer.query().where({ age: 77 }).ids()).toEqual([3]);
    expect(await newer.verify()).toMatchObject({ total: 0, entities: TOTAL + 1 });
  }

  it.each(MOMENTS.map(([when], i) => [when, i] as const))('leaves what another call completes: %s', (_, i) => ends[i]);
});
