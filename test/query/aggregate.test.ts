import { type Auto, Database, type DateString, Entity, Field, Index, Model, QueryError } from 'redstart';

const COUNTRIES = ['NO', 'SE', 'DK', undefined];
const KINDS = ['small', 'large'] as const;

@Entity()
class City extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text({ optional: true }) country?: string | undefined;
  @Index({ ordered: true }) @Field.text() name!: string;
  @Index() @Field.integer({ optional: true }) population?: number | undefined;
  @Field.float() area!: number;
  @Field.decimal({ optional: true }) budget?: `${number}` | undefined;
  @Field.bigint() atoms!: bigint;
  @Field.datetime() founded!: Date;
  @Field.date() visited!: DateString;
  @Field.enum(KINDS) kind!: (typeof KINDS)[number];
  @Index() @Field.boolean() capital!: boolean;
  @Field.json({ optional: true }) extra?: unknown;
}

const TOTAL = 500;
const cities = Array.from({ length: TOTAL }, (_, i) => ({
  country: COUNTRIES[i % 4],
  name: ['', 'a\0b', '\x01', 'é', 'Oslo', '\x01\x02'][(i * 7) % 6]!,
  population: i % 5 ? (i * 7919) % 40 : undefined,
  area: [0.1, 0.2, -0, 1e16, -1e16, 3.25][i % 6]!,
  budget: (i % 3 ? `${i % 7}.${i % 4}0` : undefined) as `${number}` | undefined,
  atoms: 10n ** BigInt(i % 25) * (i % 2 ? 1n : -3n),
  founded: new Date(Date.UTC(1000 + i * 3, i % 12, 1 + (i % 28), i % 24, i % 60)),
  visited: new Date(Date.UTC(2019, 0, i * 5)).toISOString().slice(0, 10) as DateString,
  kind: KINDS[i % 2]!,
  capital: i % 10 === 0,
}));
type Row = (typeof cities)[number];

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [City] });
  await City.insertMany(cities);
});
afterAll(() => db.close());

const present = <V>(values: readonly (V | undefined)[]): V[] =>
  values.filter((value): value is V => value !== undefined);
function grouped<K>(rows: readonly Row[], key: (row: Row) => K): Map<K, Row[]> {
  const groups = new Map<K, Row[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}
const percentile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)];

type Untyped = Record<string, Record<string, (value: unknown) => unknown>>;

/** The query at the default bound of a call, and in slices of a few rows. */
const BUDGETS = [undefined, 1, 60];
const cityQuery = (budget: number | undefined) => (budget ? City.query().within(budget) : City.query());

describe.each(BUDGETS)('aggregate() with a budget of %s', (budget) => {
  const query = () => cityQuery(budget);

  it('counts, adds up and compares all entities', async () => {
    const populations = present(cities.map(({ population }) => population));
    const sum = populations.reduce((a, b) => a + b, 0);
    const result = await query().aggregate({
      count: true,
      sum: { population: true },
      avg: { population: true },
      min: { population: true, name: true, founded: true, visited: true },
      max: { population: true, name: true, founded: true, id: true },
      distinct: { population: true, country: true, name: true },
      percentiles: { population: [0, 0.07, 0.5, 0.99, 1] },
    });
    expect(result).toEqual({
      count: TOTAL,
      sum: { population: sum },
      avg: { population: sum / populations.length },
      min: { population: 1, name: '', founded: cities[0]!.founded, visited: '2018-12-31' },
      max: { population: 39, name: 'é', founded: cities[TOTAL - 1]!.founded, id: TOTAL },
      distinct: { population: new Set(populations).size, country: 3, name: 6 },
      percentiles: {
        population: Object.fromEntries([0, 0.07, 0.5, 0.99, 1].map((p) => [p, percentile(populations, p)])),
      },
    });
  });

  it('adds decimals and bigints up without loss, and floats in any order', async () => {
    const { sum, avg, min, max } = await query().aggregate({
      sum: { budget: true, atoms: true, area: true },
      avg: { budget: true, atoms: true },
      min: { budget: true, atoms: true },
      max: { budget: true, atoms: true },
    });
    const cents = present(cities.map(({ budget }) => budget)).map((text) => BigInt(text.replace('.', '')));
    const total = cents.reduce((a, b) => a + b, 0n);
    expect(sum.budget).toBe(`${total / 100n}.${String(total % 100n).padStart(2, '0')}`);
    expect(sum.atoms).toBe(cities.reduce((a, { atoms }) => a + atoms, 0n));
    expect(Number(avg.budget)).toBeCloseTo(Number(total) / 100 / cents.length, 5);
    expect(avg.atoms).toBeCloseTo(Number(sum.atoms) / TOTAL, -20);
    // 1e16 and -1e16 are there equally often, but for one pair
    const small = [0.1, 0.2, 3.25].map((value) => value * cities.filter(({ area }) => area === value).length);
    expect(sum.area).toBeCloseTo(
      small.reduce((a, b) => a + b) + cities.reduce((a, { area }) => a + (Math.abs(area) > 1e15 ? area : 0), 0),
      6,
    );
    expect([min.budget, max.budget]).toEqual(['0.00', '6.30']);
    expect(min.atoms).toBe(-3n * 10n ** 24n);
  });

  it('gives a row for each group', async () => {
    const rows = await query()
      .where({ capital: false })
      .aggregate({ groupBy: { country: true, kind: true }, count: true, sum: { population: true } });
    const left = cities.filter(({ capital }) => !capital);
    const expected = ['DK', 'NO', 'SE', undefined].flatMap((country) =>
      KINDS.toSorted().flatMap((kind) => {
        const group = left.filter((row) => row.country === country && row.kind === kind);
        const sum = group.reduce((a, { population = 0 }) => a + population, 0);
        return group.length ? [{ country, kind, count: group.length, sum: { population: sum } }] : [];
      }),
    );
    expect(rows).toEqual(expected);
  });

  it('reads the groups of one field from its index', async () => {
    for (const range of [undefined, { gte: 5, lt: 30 }]) {
      const rows = await (range ? query().where({ population: range }) : query()).aggregate({
        groupBy: { population: true },
        count: true,
        sum: { population: true },
        orderBy: { population: 'desc' },
      });
      const fits = cities.filter(({ population: n }) => !range || (n !== undefined && n >= 5 && n < 30));
      const groups = [...grouped(fits, ({ population }) => population)];
      const expected = groups
        .toSorted(([a = -1], [b = -1]) => b - a)
        .map(([population, { length }]) => ({
          population,
          count: length,
          sum: { population: (population ?? 0) * length },
        }));
      expect(rows).toEqual(expected);
    }
    const names = await query().aggregate({ groupBy: { name: true }, count: true, max: { name: true } });
    const expected = [...grouped(cities, ({ name }) => name)].map(([name, { length }]) => ({
      name,
      count: length,
      max: { name },
    }));
    expect(names).toEqual(expected.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))));
  });

  it('groups dates by parts of the calendar', async () => {
    const starts = {
      year: (d: Date) => Date.UTC(d.getUTCFullYear(), 0),
      month: (d: Date) => Date.UTC(d.getUTCFullYear(), d.getUTCMonth()),
      week: (d: Date) => Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate() - ((d.getUTCDay() + 6) % 7)),
      day: (d: Date) => Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate()),
      hour: (d: Date) => Math.floor(d.getTime() / 3_600_000) * 3_600_000,
      minute: (d: Date) => Math.floor(d.getTime() / 60_000) * 60_000,
    };
    const count = (times: readonly number[]) => {
      const counts = new Map<number, number>();
      for (const time of times.toSorted((a, b) => a - b)) counts.set(time, (counts.get(time) ?? 0) + 1);
      return [...counts];
    };
    for (const [bucket, start] of Object.entries(starts)) {
      const rows = await query().aggregate({ groupBy: { founded: bucket as 'year' }, count: true });
      const expected = count(cities.map(({ founded }) => start(founded)));
      expect(rows.map((row) => [row.founded.getTime(), row.count])).toEqual(expected);
    }
    for (const bucket of ['year', 'month', 'week', 'day'] as const) {
      const rows = await query().aggregate({ groupBy: { visited: bucket }, count: true });
      const expected = count(cities.map(({ visited }) => starts[bucket](new Date(visited))));
      expect(rows.map((row) => [Date.parse(row.visited), row.count])).toEqual(expected);
    }
  });

  it('groups the earliest date there is, whose year began before it', async () => {
    @Entity('Era')
    class Era extends Model {
      @Field.id() id!: Auto<number>;
      @Field.datetime() begun!: Date;
    }
    db.use(Era);
    const earliest = new Date(-8.64e15);
    await Era.create({ begun: earliest });
    for (const bucket of ['year', 'month', 'week', 'day'] as const)
      expect(await Era.query().aggregate({ groupBy: { begun: bucket }, count: true })).toEqual([
        { begun: earliest, count: 1 },
      ]);
    await Era.query().delete();
  });

  it('keeps, orders and cuts groups by any measure', async () => {
    const rows = await query().aggregate({
      groupBy: { population: true },
      count: true,
      having: (group) => group.count.gte(11).and(group.max.area.gt(0), group.sum.population.between(0, 300)),
      orderBy: { count: 'desc', avg: { population: 'asc' } },
      offset: 1,
      limit: 5,
    });
    const expected = [...grouped(cities, ({ population }) => population)]
      .filter(([population, group]) => {
        const total = (population ?? 0) * group.length;
        return group.length >= 11 && group.some(({ area }) => area > 0) && total <= 300;
      })
      .map(([population, { length }]) => ({ population, count: length }))
      .toSorted((a, b) => b.count - a.count || (a.population ?? 99) - (b.population ?? 99))
      .slice(1, 6);
    expect(rows).toEqual(expected);
    const none = await query().aggregate({ groupBy: { country: true }, having: (group) => group.min.budget.lt('0') });
    expect(none).toEqual([]);
  });

  it('gives the commonest values of several fields', async () => {
    const facets = await query()
      .where({ id: { lte: 401 } })
      .facets({ country: 2, capital: 5 });
    expect(facets).toEqual({
      country: [
        ['NO', 101],
        ['DK', 100],
      ],
      capital: [
        [false, 360],
        [true, 41],
      ],
    });
  });

  it('says that there is nothing of nothing', async () => {
    const none = query().where({ id: { in: [] } });
    const spec = { count: true, avg: { area: true }, min: { name: true }, percentiles: { area: [0.5] } } as const;
    expect(
      await none.aggregate({ ...spec, sum: { area: true, atoms: true, budget: true }, distinct: { kind: true } }),
    ).toEqual({
      count: 0,
      avg: { area: undefined },
      min: { name: undefined },
      percentiles: { area: { 0.5: undefined } },
      sum: { area: 0, atoms: 0n, budget: '0' },
      distinct: { kind: 0 },
    });
    expect(await none.aggregate({ groupBy: { kind: true }, count: true })).toEqual([]);
  });
});

describe('aggregate()', () => {
  it('adds integers up exactly, up to what a number can hold', async () => {
    @Entity()
    class Big extends Model {
      @Field.id() id!: Auto<number>;
      @Index() @Field.integer() value!: number;
      @Field.integer() same!: number;
    }
    db.use(Big);
    const large = [2 ** 53 - 1, 2 ** 53 - 1, 1 - 2 ** 53, 3, -(2 ** 53 - 1), 2 ** 53 - 2];
    await Big.insertMany(large.map((value) => ({ value, same: value })));
    const exact = Number(large.reduce((sum, value) => sum + BigInt(value), 0n));
    expect(await Big.query().aggregate({ sum: { value: true, same: true } })).toEqual({
      sum: { value: exact, same: exact },
    });
    expect(await Big.query().aggregate({ sum: { value: true } })).toEqual({ sum: { value: exact } });
  });

  it('writes nothing, and reads no entity where an index knows the values', async () => {
    await db.redis.config('RESETSTAT');
    await City.query().aggregate({ groupBy: { population: true }, count: true });
    const stats = await db.redis.info('commandstats');
    expect(stats).not.toMatch(/cmdstat_(hm|hs|set|zadd|sadd|del)/);
  });

  it('refuses what makes no sense before anything is sent', async () => {
    const wrong: unknown[] = [
      undefined,
      null,
      'count',
      {},
      [],
      { count: false },
      { nothing: true },
      { sum: true },
      { sum: { name: true } },
      { sum: { nope: true } },
      { sum: { population: 1 } },
      { min: { extra: true } },
      { min: { kind: 'x' } },
      { percentiles: { population: 0.5 } },
      { percentiles: { population: [] } },
      { percentiles: { population: [2] } },
      { percentiles: { population: [Number.NaN] } },
      { count: true, orderBy: { count: 'asc' } },
      { count: true, having: () => undefined },
      { count: true, limit: 1 },
      { count: true, offset: 1 },
      { groupBy: {}, count: true },
      { groupBy: { country: undefined }, count: true },
      { groupBy: 'country' },
      { groupBy: { nope: true } },
      { groupBy: { country: 'month' } },
      { groupBy: { founded: 'decade' } },
      { groupBy: { visited: 'hour' } },
      { groupBy: { country: true }, orderBy: { name: 'asc' } },
      { groupBy: { country: true }, orderBy: { count: 'up' } },
      { groupBy: { country: true }, limit: -1 },
      { groupBy: { country: true }, offset: 1.5 },
      { groupBy: { country: true }, having: 'count > 1' },
      { groupBy: { country: true }, having: () => true },
      { groupBy: { country: true }, having: (group: Untyped) => group.nope!.gt!(1) },
      { groupBy: { country: true }, having: (group: Untyped) => group.count!.gt!('1') },
      { groupBy: { country: true }, having: (group: Untyped) => group.count!.startsWith!(1) },
      { groupBy: { country: true }, having: (group: Untyped) => group.count!.gt!(1) && group.count!.lt!(5) },
    ];
    for (const spec of wrong) await expect(City.query().aggregate(spec as never)).rejects.toThrow(QueryError);
    const shares = City.query().aggregate({ percentiles: { population: [0.5, 99] } });
    await expect(shares).rejects.toThrow('not number 99');
    await expect(City.query().limit(5).aggregate({ count: true })).rejects.toThrow('limit()');
    for (const counts of [{}, { country: undefined }, undefined, { country: 0 }, { nope: 1 }])
      await expect(City.query().facets(counts as never)).rejects.toThrow(QueryError);
  });
});
