import { setTimeout as pause } from 'node:timers/promises';
import { Database } from 'redstart';
import { expectConsistent, keysFrom } from '../support/consistency.js';
import { eventually } from '../support/eventually.js';
import { Club, LIFE_MODELS, Member, Note, Page, Player, Purse, Visit } from '../support/life-models.js';
import { reap, transfers, turn } from '../support/life-works.js';
import { Program } from '../support/program.js';

// eight programs on a busy machine
jest.setTimeout(400_000);
const PROGRAMS = 8;

let db: Database;
let programs: Program[];
let open: () => Program;

const tell = (program: Program, ...work: readonly unknown[]): void => program.tell(JSON.stringify(work));

/** What came of a work that all programs do at the same time; those that were killed tell nothing. */
async function together<T>(alive: readonly Program[], work: (program: number) => readonly unknown[]): Promise<T[]> {
  for (const [i, program] of alive.entries()) tell(program, ...work(i));
  return Promise.all(alive.map(async (program) => (await program.next<{ done: T }>()).done));
}

beforeAll(async () => {
  db = await Database.embedded({ models: LIFE_MODELS });
  const [, socket] = (await db.redis.config('GET', 'unixsocket')) as string[];
  open = () => Program.run('support/life-process.ts', [socket!]);
  programs = Array.from({ length: PROGRAMS }, open);
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

/** What all purses had together, at each look while a work went on: one query sees all of them at one moment. */
async function sumsDuring(work: Promise<unknown>): Promise<Set<number>> {
  const seen = new Set<number>();
  let goesOn = true;
  const end = () => {
    goesOn = false;
  };
  work.then(end, end);
  while (goesOn) seen.add(sum(await balances()));
  await work;
  return seen;
}

describe('eight programs that transfer between the same entities', () => {
  it('move each amount exactly once, though one is killed in the middle and all is done again', async () => {
    await Purse.insertMany(Array.from({ length: PURSES }, () => ({ balance: 1000 })));
    const victim = programs.pop()!;
    tell(victim, 'transfers', PROGRAMS - 1, PURSES, TIMES);
    const others = together(programs, (program) => ['transfers', program, PURSES, TIMES]);
    await eventually(async () => (await db.redis.exists(`{app}:Purse#once:free ${PROGRAMS - 1}:9`)) === 1);
    await victim.kill();
    expect([...(await sumsDuring(others))]).toEqual([1000 * PURSES]);
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
    // all moves together would take 24 more from the last purse than they give it: at least one has to be refused, in whatever order they come
    await Purse.query().update({ balance: 20 });
    const others = together<number>(programs, (program) => ['transfers', program, PURSES, TIMES, 0]);
    expect([...(await sumsDuring(others))]).toEqual([20 * PURSES]);
    const refused = await others;
    const after = await balances();
    expect(sum(after)).toBe(20 * PURSES);
    expect(Math.min(...after)).toBeGreaterThanOrEqual(0);
    expect(sum(refused)).toBeGreaterThan(0);
  });
});

describe('eight programs at one entity', () => {
  it('give each unique value to one of them', async () => {
    for (let round = 1; round <= 3; round++)
      expect(sum(await together<number>(programs, () => ['names', round, 20]))).toBe(20);
    expect(await Member.query().count()).toBe(60);
    expect(
      new Set(
        await Member.query()
          .pluck(({ name }) => name)
          .all(),
      ).size,
    ).toBe(60);
  });

  it('lose no change of a field that all of them change', async () => {
    const { id } = await Member.create({ name: 'counted' });
    let rounds = 0;
    // on a busy machine one program may be done before the next begins
    for (let races = 0; races === 0; rounds++) races = sum(await together<number>(programs, () => ['visits', id, 10]));
    expect((await Member.get(id)).visits).toBe(programs.length * 20 * rounds);
  });
});

describe('programs that sell in sessions', () => {
  it('sell each of a number once, with its note, also where one is killed in the middle', async () => {
    const TICKETS = 200;
    const [{ id: author }, purse] = [await Member.create({ name: 'seller' }), await Purse.create({ balance: TICKETS })];
    const victim = open();
    expect(await victim.next()).toBe('ready');
    tell(victim, 'sales', author, purse.id, TICKETS);
    const others = together<number>(programs, () => ['sales', author, purse.id, TICKETS]);
    await eventually(async () => (await purse.reload()).balance < TICKETS);
    await victim.kill();
    const sold = sum(await others);
    expect(sold).toBeGreaterThan(0);
    expect(sold).toBeLessThanOrEqual(TICKETS);
    expect([(await purse.reload()).balance, await Note.query().where({ kind: 'sold' }).count()]).toEqual([0, TICKETS]);
    await Note.query().delete();
  });
});

describe('programs that delete what others lead to', () => {
  it('leave no note without its author, and delete each member once', async () => {
    const all = await Member.query().ids();
    const [first, last] = [Math.min(...all), Math.max(...all)];
    const told = await together<number>(programs, (program) => [program % 2 ? 'leave' : 'notes', first, last - 5]);
    const deleted = sum(told.filter((_, program) => program % 2 === 1));
    expect(deleted).toBe(all.filter((id) => id <= last - 5).length);
    const authors = new Set(await Member.query().ids());
    for (const note of await Note.query().all()) expect(authors).toContain(note.author.id);
  });
});

describe('programs that link and part the same entities', () => {
  it('leave both sides of every pair in step, also where one is killed in the middle', async () => {
    const LAST = 40;
    await Player.insertMany(Array.from({ length: LAST }, () => ({})));
    await Club.insertMany(Array.from({ length: LAST }, () => ({})));
    const victim = open();
    expect(await victim.next()).toBe('ready');
    tell(victim, 'mingle', PROGRAMS, LAST, 100_000);
    const others = together<number>(programs, (program) => ['mingle', program, LAST, 80]);
    await eventually(async () => (await Player.query().count()) < LAST);
    await victim.kill();
    expect(sum(await others)).toBeGreaterThan(0);
    await Club.reap();

    const [players, clubs] = [
      await Player.query().with({ clubs: true }).all(),
      await Club.query().with({ players: true }).all(),
    ];
    const here = players.flatMap(({ id, clubs: all }) => [...new Set(all.get().map((club) => `${id} ${club.id}`))]);
    const there = clubs.flatMap(({ id, players: all }) => all.get().map((player) => `${player.id} ${id}`));
    expect(here.length).toBeGreaterThan(0);
    expect(here.toSorted()).toEqual(there.toSorted());
    expect([(await Player.verify()).problems, (await Club.verify()).problems]).toEqual([[], []]);
  });
});

describe('programs that reap what has expired', () => {
  const VISITS = 120;

  /** Visits with pages, all of which have expired. */
  async function expired(): Promise<void> {
    const made = await Visit.insertMany(Array.from({ length: VISITS }, (_, i) => ({ token: `t${i}`, pages: i % 7 })));
    await Page.insertMany(made.flatMap((visit) => ['/a', '/b'].map((path) => ({ visit, path }))));
    await Promise.all(made.map((visit) => visit.expire(1)));
    await pause(5);
  }

  async function expectGone(): Promise<void> {
    expect(await Visit.query().count()).toBe(0);
    expect(await Page.query().count()).toBe(0);
    const left = await keysFrom(db, '{app}:Visit');
    expect(left.filter((key) => !/#(counts|reaper)$/.test(key))).toEqual([]);
  }

  it('delete each visit once, with its pages and entries', async () => {
    await expired();
    expect(await Visit.query().count()).toBe(0);
    const reaped = await together<number>(programs, () => ['reap']);
    expect(sum(reaped)).toBeLessThanOrEqual(VISITS);
    await expectGone();
    await Visit.create({ token: 't1', pages: 1 });
    await (await Visit.findBy({ token: 't1' }))!.delete();
  });

  it('leave whole entities where one is killed at any step', async () => {
    for (let step = 0; step < 3; step++) {
      await expired();
      const victim = open();
      expect(await victim.next()).toBe('ready');
      tell(victim, 'reap');
      await pause(step * 3);
      await victim.kill();
      for (const model of LIFE_MODELS) await expectConsistent(db, model);
      await reap();
      await expectGone();
    }
  });
});
