import { Database } from 'redstart';
import { expectConsistent } from '../support/consistency.js';
import { eventually } from '../support/eventually.js';
import { LIFE_MODELS, Purse } from '../support/life-models.js';
import { transfers, turn } from '../support/life-works.js';
import { Program } from '../support/program.js';

// eight programs on a busy machine
jest.setTimeout(120_000);
const PROGRAMS = 8;

let db: Database;
let programs: Program[];

const tell = (program: Program, ...work: readonly unknown[]): void => program.tell(JSON.stringify(work));

/** What came of a work that all programs do at the same time; those that were killed tell nothing. */
async function together<T>(alive: readonly Program[], work: (program: number) => readonly unknown[]): Promise<T[]> {
  for (const [i, program] of alive.entries()) tell(program, ...work(i));
  return Promise.all(alive.map(async (program) => (await program.next<{ done: T }>()).done));
}

beforeAll(async () => {
  db = await Database.embedded({ models: LIFE_MODELS });
  const [, socket] = (await db.redis.config('GET', 'unixsocket')) as string[];
  const start = await Program.bundle('support/life-process.ts');
  programs = Array.from({ length: PROGRAMS }, () => start([socket!]));
  for (const program of programs) expect(await program.next()).toBe('ready');
});
afterAll(async () => {
  await Promise.all(programs.map((program) => program.kill()));
  await db.close();
});
afterEach(async () => {
  for (const model of LIFE_MODELS) await expectConsistent(db, model);
});

const PURSES = 5;
const TIMES = 60;
const balances = async () => (await Purse.query().all()).map(({ balance }) => balance);
const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);

describe('eight programs that transfer between the same entities', () => {
  it('move each amount exactly once, though one is killed in the middle and all is done again', async () => {
    await Purse.insertMany(Array.from({ length: PURSES }, () => ({ balance: 1000 })));
    const victim = programs.pop()!;
    tell(victim, 'transfers', PROGRAMS - 1, PURSES, TIMES);
    const others = together(programs, (program) => ['transfers', program, PURSES, TIMES]);
    await eventually(async () => (await db.redis.exists(`{app}:Purse#once:free ${PROGRAMS - 1}:9`)) === 1);
    await victim.kill();
    await others;
    for (let program = 0; program < PROGRAMS; program++) await transfers(program, PURSES, TIMES);

    const expected = Array<number>(PURSES).fill(1000);
    for (let program = 0; program < PROGRAMS; program++) {
      for (let i = 0; i < TIMES; i++) {
        const { from, to, amount } = turn(program, i, PURSES);
        if (from === to) continue;
        expected[from - 1]! -= amount;
        expected[to - 1]! += amount;
      }
    }
    expect(await balances()).toEqual(expected);
  });

  it('never leave less than the floor, and lose nothing', async () => {
    await Purse.query().update({ balance: 100 });
    const refused = await together<number>(programs, (program) => ['transfers', program, PURSES, TIMES, 0]);
    const after = await balances();
    expect(sum(after)).toBe(100 * PURSES);
    expect(Math.min(...after)).toBeGreaterThanOrEqual(0);
    expect(sum(refused)).toBeGreaterThan(0);
  });
});
