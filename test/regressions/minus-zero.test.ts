import { type Auto, Database, Entity, Field, Index, Model, Unique, UniqueError } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Point')
@Unique<Point>((point) => [point.x, point.y])
class Point extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Index() @Field.integer() n!: number;
  @Field.float() x!: number;
  @Field.text() y!: string;
}

describe('-0', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Point] });
  });
  afterEach(() => db.close());

  it('is the same unique value as 0', async () => {
    const point = await Point.create({ n: 0, x: -0, y: '-0' });
    await expect(Point.create({ n: -0, x: 1, y: '-0' })).rejects.toThrow(UniqueError);
    await expect(Point.create({ n: 1, x: 0, y: '-0' })).rejects.toThrow(UniqueError);
    expect((await Point.findBy({ n: -0 }))?.id).toBe(point.id);
    expect((await Point.findBy({ x: 0, y: '-0' }))?.id).toBe(point.id);
    expect(
      await Point.query()
        .where({ n: { in: [-0, 5] } })
        .ids(),
    ).toEqual([point.id]);
    // a text is not a number
    await Point.create({ n: 2, x: 0, y: '0' });
    await point.update({ n: -0 });
    expect(Object.is((await Point.get(point.id)).n, -0)).toBe(true);
    await expectConsistent(db, Point);
  });
});

@Entity('Reading')
class Reading extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() whole!: number;
  @Index() @Field.float({ optional: true }) part?: number | undefined;
}

const TOTAL = 571;
/** Where a sorted set is small, the server keeps no sign of 0. */
const FIRST = 150;
const VALUES = [0, -0, 1, -0, 0, 0.5, -0, 1, 0, -0];

/** Few values, so that a read of the index ends among 0 and -0; few below, so that the first one does. */
const readings = Array.from({ length: TOTAL }, (_, i) => ({
  id: i + 1,
  whole: i < FIRST ? 1 : i % 40 === 0 ? -2 : Math.trunc(VALUES[Math.floor(i / (1 + (i % 7))) % 10]!),
  ...(i % 9 > 0 && { part: i < FIRST ? 1 : i % 50 === 1 ? -2 : VALUES[(i * 7 + Math.floor(i / 90)) % 10]! }),
}));
type Row = (typeof readings)[number];

const FIELDS = ['whole', 'part'] as const;
type Name = (typeof FIELDS)[number];

const ZERO_CONDITIONS: readonly (readonly [operator: string, value: unknown, fits: (value: number) => boolean])[] = [
  ...[0, -0].flatMap(
    (zero) =>
      [
        ['eq', zero, (value: number) => value === 0],
        ['gt', zero, (value: number) => value > 0],
        ['gte', zero, (value: number) => value >= 0],
        ['lt', zero, (value: number) => value < 0],
        ['lte', zero, (value: number) => value <= 0],
        ['between', [zero, 1], (value: number) => value >= 0 && value <= 1],
        ['in', [zero, -2], (value: number) => value === 0 || value === -2],
        ['in', [zero, -zero], (value: number) => value === 0],
      ] as const,
  ),
];

const present = (rows: readonly Row[], field: Name) =>
  rows.flatMap((row) => (row[field] === undefined ? [] : [row[field]]));

/** How often each value is there, 0 and -0 being one. */
function timesOf(rows: readonly Row[], field: Name): Map<number | undefined, number> {
  const times = new Map<number | undefined, number>();
  for (const row of rows) times.set(row[field], (times.get(row[field]) ?? 0) + 1);
  return times;
}

/** By value, those without one last, ties by id. */
const sorted = (rows: readonly Row[], field: Name, sign: number): number[] =>
  rows
    .toSorted((a, b) => {
      const [x, y] = [a[field], b[field]];
      if (x === undefined || y === undefined) return x === y ? sign * (a.id - b.id) : x === undefined ? 1 : -1;
      return sign * (x - y || a.id - b.id);
    })
    .map(({ id }) => id);

// toEqual tells 0 from -0, which are one number here
const unsigned = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe.each([undefined, 60])('0 and -0 in one index, with a budget of %s', (budget) => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Reading] });
    await Reading.insertMany(readings);
  });
  afterAll(() => db.close());
  const query = () => (budget ? Reading.query().within(budget) : Reading.query());

  it.each(FIELDS)('are counted once by an aggregate of %s', async (field) => {
    const rest = [undefined, { gte: -0 }, { lte: 0 }, { between: [-0, 0] }, { gt: 0 }] as const;
    const fits = [() => true, (n = -9) => n >= 0, (n = 9) => n <= 0, (n = 9) => n === 0, (n = -9) => n > 0];
    for (const [i, condition] of rest.entries()) {
      const rows = readings.filter((row) => fits[i]!(row[field]));
      const asked = condition ? query().where({ [field]: condition }) : query();
      const values = present(rows, field).toSorted((a, b) => a - b);
      const groups = await asked.aggregate({ groupBy: { [field]: true }, count: true } as never);
      const found = (groups as unknown as Record<string, number>[]).map((group) => [group[field], group.count]);
      expect(new Map(found as [number, number][])).toEqual(timesOf(rows, field));
      expect(found.length).toBe(timesOf(rows, field).size);
      const all = await asked.aggregate({
        count: true,
        sum: { [field]: true },
        min: { [field]: true },
        max: { [field]: true },
        distinct: { [field]: true },
        percentiles: { [field]: [0.1, 0.5, 0.9] },
      } as never);
      const at = (share: number) => values[Math.ceil(share * values.length - 1e-9) - 1]!;
      expect(unsigned(all)).toEqual(
        unsigned({
          count: rows.length,
          sum: { [field]: values.reduce((a, b) => a + b, 0) },
          min: { [field]: values[0] },
          max: { [field]: values.at(-1) },
          distinct: { [field]: new Set(values).size },
          percentiles: { [field]: { 0.1: at(0.1), 0.5: at(0.5), 0.9: at(0.9) } },
        }),
      );
    }
    const facets: unknown = await query().facets({ [field]: 10 } as never);
    expect(new Map((facets as Record<string, [number, number][]>)[field])).toEqual(timesOf(readings, field));
  });

  it.each(FIELDS)('are one value to each condition on %s', async (field) => {
    for (const [operator, value, fits] of ZERO_CONDITIONS) {
      const rows = readings.filter((row) => row[field] !== undefined && fits(row[field]));
      const asked = query().where({ [field]: { [operator]: value } } as never);
      expect([operator, value, await asked.orderBy({ id: 'asc' }).ids()]).toEqual([
        operator,
        value,
        rows.map(({ id }) => id),
      ]);
      expect(await asked.count()).toBe(rows.length);
    }
  });

  it.each(FIELDS)('are one place in an order by %s, in pages as well', async (field) => {
    for (const direction of ['asc', 'desc'] as const) {
      const expected = sorted(readings, field, direction === 'asc' ? 1 : -1);
      const ordered = query().orderBy({ [field]: direction } as never);
      expect(await ordered.ids()).toEqual(expected);
      expect(await ordered.offset(100).limit(150).ids()).toEqual(expected.slice(100, 250));
      const pages: number[] = [];
      let after: string | undefined;
      do {
        const page = await ordered.page({ size: 130, after });
        pages.push(...page.rows.map(({ id }) => id));
        after = page.next;
      } while (after);
      expect(pages).toEqual(expected);
    }
  });
});
