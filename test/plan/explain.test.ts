import { inspect } from 'node:util';
import { type Auto, Database, Entity, Field, type Fields, Index, Model, QueryError } from 'redstart';
import { commandsOf } from '../support/commands.js';

@Entity()
class Reading extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() kind!: string;
  @Index() @Field.text() parity!: string;
  @Index() @Field.integer() value!: number;
  @Index() @Field.datetime() at!: Date;
}

const TOTAL = 12_000;
/** Steps of a call that no clock ends, so that two runs are the same. */
const COUNTED = 999;

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Reading] });
  const reading = (n: number) => ({
    kind: n % 1000 === 0 ? 'rare' : n % 2 ? 'odd' : 'even',
    parity: n % 2 ? 'odd' : 'even',
    value: n % 100,
    at: new Date(n * 1000),
  });
  await Reading.insertMany(Array.from({ length: TOTAL }, (_, n) => reading(n)));
});
afterAll(() => db.close());

const measure = (work: () => Promise<unknown>) => commandsOf(db.redis, work);

const sum = (counts: Record<string, number>, names: readonly string[]): number =>
  names.reduce((total, name) => total + (counts[name] ?? 0), 0);
const roundTrips = (counts: Record<string, number>) => sum(counts, ['fcall', 'fcall_ro', 'evalsha', 'evalsha_ro']);

/** What scripts called, as an explanation names it. */
const inside = (counts: Record<string, number>): Record<string, number> => {
  const called = Object.entries(counts).filter(([name]) => !/^(?:fcall|evalsha)/.test(name));
  // the server counts OBJECT ENCODING by both of its words
  return Object.fromEntries(called.map(([name, n]) => [name.split('|')[0]!.toUpperCase(), n]));
};

const all = () => Reading.query();
const ids = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const neither = (r: Fields<Reading>) => r.kind.eq('rare').or(r.value.lt(30)).not();

describe('the planner', () => {
  it('walks the order where the conditions are broad', async () => {
    const query = all().where({ kind: 'odd' }).orderBy({ at: 'desc' }).limit(20);
    const plan = await query.explain();
    expect(plan).toMatchObject({ strategy: 'walk', rows: 20, total: TOTAL, roundTrips: 1 });
    expect(inspect(plan)).toBe(String(plan));
    expect(plan.steps[0]!.probed).toBeLessThan(200);
    expect((await query.all()).map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, i) => TOTAL - 2 * i));
  });

  it('drives by a small condition, and sorts', async () => {
    const query = all().where({ kind: 'rare' }).orderBy({ at: 'desc' }).limit(5);
    expect(await query.explain()).toMatchObject({ strategy: 'drive and sort', rows: 5, roundTrips: 1 });
    expect((await query.all()).map(({ id }) => id)).toEqual([11001, 10001, 9001, 8001, 7001]);
  });

  it('tries the order where a condition may be what it begins with, and drives where it is not', async () => {
    const newest = all()
      .where({ id: { gt: TOTAL - 300 } })
      .orderBy({ at: 'desc' })
      .limit(20);
    expect(await newest.explain()).toMatchObject({ strategy: 'walk', rows: 20, roundTrips: 1 });
    expect(await newest.ids()).toEqual(Array.from({ length: 20 }, (_, i) => TOTAL - i));
    const oldest = all()
      .where({ id: { lte: 300 } })
      .orderBy({ at: 'desc' })
      .limit(20);
    expect(await oldest.explain()).toMatchObject({ strategy: 'walk, then drive and sort', rows: 20 });
    expect(await oldest.ids()).toEqual(Array.from({ length: 20 }, (_, i) => 300 - i));
  });

  it('reads no more of an order in vain than shows that driving is shorter', async () => {
    const query = all()
      .where({ kind: 'odd', value: { in: [2, 4, 6, 8, 10, 12, 14, 16, 18, 20] } })
      .orderBy({ at: 'desc' })
      .limit(20);
    const plan = await query.explain();
    expect(plan).toMatchObject({ strategy: 'walk, then drive and sort', rows: 0 });
    // in portions that double it were 300
    expect(plan.steps[2]!.probed).toBeLessThan(220);
  });

  it('walks no more than the bounds of a condition on the order', async () => {
    const query = all()
      .where({ kind: 'odd', value: { gte: 90, lt: 95 } })
      .orderBy({ value: 'asc' })
      .limit(10);
    const plan = await query.explain();
    expect(plan).toMatchObject({ strategy: 'walk', rows: 10, roundTrips: 1 });
    expect(plan.narrowedBy).toContain('90 .. (95');
    expect((await query.all()).every(({ value }) => value === 91)).toBe(true);
  });

  it('reads a page by id without sorting', async () => {
    const query = all().where({ kind: 'odd' }).limit(10);
    expect(await query.explain()).toMatchObject({ strategy: 'by id', rows: 10, roundTrips: 1 });
    expect((await query.ids())[9]).toBe(20);
  });

  it('drives by the smaller one of two conditions, and probes the other', async () => {
    const plan = await all()
      .where({ kind: 'rare', value: { gte: 0 } })
      .explain();
    expect(plan.strategy).toBe('drive');
    const [, rare, range] = plan.steps;
    expect([rare!.estimated, rare!.probed, range!.estimated, range!.probed]).toEqual([12, undefined, TOTAL, 12]);
  });

  it.each([
    ['one value', () => all().where({ kind: 'odd' })],
    ['several values', () => all().where({ kind: { in: ['odd', 'rare'] } })],
    ['a negation', () => all().where({ kind: { ne: 'odd' } })],
    ['a range', () => all().where({ value: { gte: 20, lt: 70 } })],
    ['everything', () => all()],
  ])('counts %s without reading an id', async (_, query) => {
    let count = 0;
    const counts = await measure(async () => {
      count = await query().count();
    });
    expect(roundTrips(counts)).toBe(1);
    expect(sum(counts, ['smembers', 'zrange', 'zmscore', 'smismember', 'hmget'])).toBe(0);
    expect(count).toBe((await query().ids()).length);
  });

  it('prints a table', async () => {
    const text = String(
      await all()
        .where({ kind: 'rare', value: { gte: 0 } })
        .explain(),
    );
    expect(text).toMatch(/^drive: 12 rows of 12000 in one round trip, \d+\.\d\d ms\n/);
    expect(text).toContain('{app}:Reading#eq:kind:rare');
    expect(text).toContain('estimated');
    expect(String(await all().limit(1).explain())).toContain('1 row of 12000');
  });
});

describe('a call', () => {
  it.each([
    ['all rows', () => all().all(), TOTAL],
    ['half of them', () => all().where({ kind: 'odd' }).all(), TOTAL / 2],
    ['in order', () => all().orderBy({ value: 'desc' }).all(), TOTAL],
    ['two orders', () => all().orderBy({ value: 'desc', at: 'asc' }).all(), TOTAL],
    ['a far page', () => all().orderBy({ at: 'asc' }).offset(11_000).limit(10).all(), 10],
  ])('reads no more than about a thousand rows: %s', async (_, run, rows) => {
    let found: unknown[] = [];
    const counts = await measure(async () => {
      found = await run();
    });
    expect(found).toHaveLength(rows);
    expect(found.length / roundTrips(counts)).toBeLessThan(1200);
    // an order of several fields reads what it sorts by, and the row
    expect((counts.hmget ?? 0) / roundTrips(counts)).toBeLessThan(2400);
  });

  it('goes on in the next one, which explain() counts', async () => {
    const plan = await all().explain();
    expect(plan.rows).toBe(TOTAL);
    expect(plan.roundTrips).toBeGreaterThanOrEqual(TOTAL / 1200);
    expect(String(plan)).toContain(`${plan.roundTrips} round trips`);
  });

  it.each([
    ['that fit half of what is read', { kind: 'odd', value: { gte: 50 } }, 3000],
    ['that nothing fits', { kind: 'odd', at: { gt: new Date(0) }, value: { in: [0, 2, 4] } }, 0],
  ])('counts entities in bounded parts, by conditions %s', async (_, where, expected) => {
    const counts = await measure(async () => {
      expect(await all().where(where).count()).toBe(expected);
    });
    // a set of at most 508 ids is read by one SMEMBERS
    expect(sum(counts, ['smembers', 'zrange']) / roundTrips(counts)).toBeLessThanOrEqual(8);
  });

  it.each([
    [
      'sorts fewer rows where it reads several fields of each',
      () => all().orderBy({ value: 'desc', at: 'asc' }).all(),
      230,
    ],
    ['probes fewer entities where several conditions are negated', () => all().where(neither).count(), 650],
    ['reads fewer rows that are asked for by id', () => Reading.findMany(ids(TOTAL)), 400],
  ])('%s', async (_, run, most) => {
    const counts = await measure(run);
    expect(TOTAL / roundTrips(counts)).toBeLessThanOrEqual(most);
  });

  it('that finds nothing is bounded as well', async () => {
    const counts = await measure(async () => {
      expect(
        await all()
          .where({ kind: 'odd' })
          .where((r) => r.kind.eq('even'))
          .all(),
      ).toEqual([]);
    });
    expect(roundTrips(counts)).toBeGreaterThanOrEqual(2);
  });
});

// HGET is what now and then asks whether the indexes are complete, too
const withoutGate = ({ HGET: _, ...commands }: Readonly<Record<string, number>>) => commands;

async function counted(work: () => Promise<unknown>) {
  const counts = await measure(work);
  return { trips: roundTrips(counts), commands: withoutGate(inside(counts)) };
}

describe('the commands of an explanation', () => {
  const queries = {
    'a walk': () => all().where({ kind: 'odd' }).orderBy({ at: 'desc' }).limit(20),
    'driving and sorting': () =>
      all()
        .where({ kind: 'rare', value: { gte: 0 } })
        .orderBy({ at: 'desc' })
        .limit(5),
    'a walk that turns': () =>
      all()
        .where({ at: { lt: new Date(2_000_000) }, kind: 'odd' })
        .orderBy({ value: 'desc' })
        .limit(30)
        .within(COUNTED),
    slices: () =>
      all()
        .where({ value: { lt: 3 } })
        .within(300),
    'no condition': () => all().limit(3),
  };

  it.each(Object.entries(queries))('are those that the server counts, of %s', async (_, query) => {
    const { commands, roundTrips: trips } = await query().explain();
    const found = await counted(() => query().all());
    expect(found.trips).toBe(trips);
    expect(found.commands).toEqual(withoutGate(commands));
  });

  it('are not counted by the calls behind it, whatever became of it', async () => {
    await db.redis.rpush('long', ...Array.from({ length: 10_001 }, (_, i) => `${i}`));
    const tooLong = () => all().intersect(db.list('long'));
    await expect(tooLong().explain()).rejects.toThrow('10001');
    expect(await all().where({ kind: 'rare' }).count()).toBe(12);
    const { commands } = await all().where({ kind: 'rare' }).explain();
    expect((await all().where({ kind: 'rare' }).explain()).commands).toEqual(commands);
  });
});

describe('the explanation of an aggregate', () => {
  it('says how its rows were found, and which commands ran', async () => {
    const query = all().where({ kind: 'rare', value: { gte: 0 } });
    const spec = { groupBy: { value: true }, sum: { value: true }, max: { at: true } } as const;
    const plan = await query.explain({ aggregate: spec });
    const { trips, commands } = await counted(() => query.aggregate(spec));
    expect(plan).toMatchObject({ strategy: 'drive', rows: 1, total: TOTAL, roundTrips: trips, commands });
    expect(commands.HMGET).toBe(12);
    const [, rare, range] = plan.steps;
    expect([rare!.estimated, rare!.probed, range!.estimated, range!.probed]).toEqual([12, undefined, TOTAL, 12]);
    expect(String(plan)).toMatch(/^drive: 1 row of 12000 in one round trip/);
  });

  it('says that an index was read instead of entities', async () => {
    const query = all().where({ value: { gte: 20, lt: 30 } });
    const spec = { groupBy: { value: true }, count: true } as const;
    const plan = await query.explain({ aggregate: spec });
    const { trips, commands } = await counted(() => query.aggregate(spec));
    expect(plan).toMatchObject({ strategy: 'by value', rows: 10, roundTrips: trips, commands });
    expect(plan.narrowedBy).toContain('20 .. (30');
    expect(commands.HMGET).toBeUndefined();
    expect((await all().explain({ aggregate: { count: true } })).rows).toBe(1);
  });

  it('says that fewer entities are read in a call where each makes a group of its own', async () => {
    const sum = { value: true } as const;
    const query = all().within(COUNTED);
    const few = await query.explain({ aggregate: { groupBy: { kind: true }, sum } });
    const many = await query.explain({ aggregate: { groupBy: { at: true }, sum } });
    expect([few.rows, many.rows]).toEqual([3, TOTAL]);
    expect(many.roundTrips).toBeGreaterThan(1.5 * few.roundTrips);
  });

  it('adds up what facets take', async () => {
    const counts = { kind: 10, value: 5 };
    const query = all().within(COUNTED);
    const plan = await query.explain({ facets: counts });
    const { trips, commands } = await counted(() => query.facets(counts));
    expect(plan).toMatchObject({ rows: 8, roundTrips: trips, commands });
    expect(plan.strategy.split(', then ').sort()).toEqual(['by value', 'drive']);
  });

  it('tells of a count, which mostly reads nothing', async () => {
    const of = async (query: ReturnType<typeof all>) => {
      const plan = await query.explain({ count: true });
      expect(plan.rows).toBe(await query.count());
      return plan;
    };
    const range = { value: { gte: 20, lt: 30 } };
    expect(await of(all())).toMatchObject({ strategy: 'by size', rows: TOTAL, steps: [], roundTrips: 1 });
    expect(await of(all().where(range))).toMatchObject({ strategy: 'by size', rows: 1200, commands: { ZCOUNT: 1 } });
    expect(await of(all().where({ kind: 'odd', value: { gte: 0 } }))).toMatchObject({
      strategy: 'by size',
      rows: 6000,
    });
    const both = await of(all().where({ kind: 'rare', ...range }));
    expect(both).toMatchObject({ strategy: 'drive', rows: 0, commands: { SMEMBERS: 1 } });
    expect(both.steps.map(({ probed }) => probed)).toEqual([undefined, undefined, 12]);
    const page = all().where(range).offset(100).limit(5);
    expect(await of(page)).toMatchObject({ rows: 5 });
    expect(String(await all().where(range).explain({ count: true }))).toMatch(
      /^by size: 1200 rows of 12000 in one round/,
    );
  });

  it('tells of a count that the server makes of two lists', async () => {
    const query = all()
      .where({ kind: 'odd' })
      .where({ at: { gte: new Date(0) } });
    expect(await query.explain({ count: true })).toMatchObject({ strategy: 'by size' });
    const plan = await all().where({ kind: 'odd', parity: 'odd' }).explain({ count: true });
    expect(plan).toMatchObject({ strategy: 'by intersection', rows: 6000 });
    expect(plan.commands.SINTERCARD).toBeGreaterThan(0);
  });

  it('refuses what it does not know, and what the call itself refuses', async () => {
    const explain = (options: unknown) => all().explain(options as never);
    await expect(explain({ aggregates: {} })).rejects.toThrow('aggregate');
    await expect(explain('count')).rejects.toThrow(QueryError);
    await expect(explain({ count: 1 })).rejects.toThrow('count is true');
    await expect(explain({ count: true, facets: { kind: 3 } })).rejects.toThrow('in a call of their own');
    await expect(explain({ aggregate: { sum: { kind: true } } })).rejects.toThrow(QueryError);
    await expect(
      all()
        .limit(3)
        .explain({ aggregate: { count: true } }),
    ).rejects.toThrow('limit()');
  });
});
