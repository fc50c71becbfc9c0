import fc from 'fast-check';
import { type Auto, Database, Entity, Field, Index, Model, NotIndexedError, QueryError } from 'redstart';
import { compareTexts } from '../../src/plan/compare.js';
import type { Query } from '../../src/query/query.js';
import { whereObject } from '../../src/query/where.js';
import { expectProperty } from '../support/property.js';
import { schemaOf } from '../support/schema-of.js';

@Entity()
class City extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() country!: string;
  @Field.text({ optional: true }) name?: string;
  @Field.integer({ optional: true }) population?: number;
  @Field.float() height!: number;
  @Field.decimal({ optional: true }) area?: `${number}`;
  @Field.enum(['town', 'port'], { optional: true }) kind?: 'town' | 'port';
  @Field.boolean() open!: boolean;
  @Index() @Field.datetime() founded!: Date;
  @Field.json() tags: Auto<string[]> = [];
  @Index() get initial(): string {
    return [...(this.name ?? '')][0] ?? '';
  }
}

type Row = Pick<
  City,
  'id' | 'country' | 'name' | 'population' | 'area' | 'height' | 'kind' | 'open' | 'founded' | 'tags'
>;

const conditionOf = (where: object) => whereObject(schemaOf(City), where)!;

const long = 'é'.repeat(150);
const names = ['Oslo', 'oslo', 'Bergen', 'Bodø', 'x', '', 'a\0b', 'a\u0001b', '\u{1f600}', '\uffff', long];
const name = fc.constantFrom(...names);
const number = fc.integer({ min: -3, max: 3 });
const tag = fc.constantFrom('red', 'blue', 'green');
const day = (value: number) => new Date(value * 86_400_000);
const row = fc.record(
  {
    country: fc.constantFrom('NO', 'SE'),
    name,
    population: number,
    area: fc.constantFrom('0', '-1.5', '10.25', '9', '-20' as const),
    height: fc.constantFrom(0, -0, 1.5, -1.5, 1e21),
    kind: fc.constantFrom('town' as const, 'port' as const),
    open: fc.boolean(),
    founded: number.map(day),
    tags: fc.uniqueArray(tag),
  },
  { requiredKeys: ['country', 'height', 'open', 'founded', 'tags'] },
);

/** A condition, and what plain code says of a row. */
type Said = readonly [where: object, fits: (row: Row) => boolean];
const on = (property: keyof Row, operator: string, operand: unknown, fits: (value: never) => boolean): Said => [
  { [property]: { [operator]: operand } },
  (each) => each[property] !== undefined && fits(each[property] as never),
];
const otherwise = (property: keyof Row, operator: string, operand: unknown, [, fits]: Said): Said => [
  { [property]: { [operator]: operand } },
  (each) => !fits(each),
];

const said: fc.Arbitrary<Said> = fc.oneof(
  number.map((n) => on('population', 'gte', n, (value: number) => value >= n)),
  number.map((n) => on('population', 'lt', n, (value: number) => value < n)),
  number.map((n) => on('population', 'eq', n, (value: number) => value === n)),
  number.map((n) =>
    otherwise(
      'population',
      'ne',
      n,
      on('population', 'eq', n, (value: number) => value === n),
    ),
  ),
  fc.uniqueArray(number).map((list) => on('population', 'in', list, (value: number) => list.includes(value))),
  fc.uniqueArray(number).map((list) =>
    otherwise(
      'population',
      'notIn',
      list,
      on('population', 'in', [], (v: number) => list.includes(v)),
    ),
  ),
  fc
    .tuple(number, number)
    .map(([a, b]) => on('population', 'between', [a, b], (value: number) => value >= a && value <= b)),
  fc.boolean().map((is): Said => [{ population: { isNull: is } }, (each) => (each.population === undefined) === is]),
  fc.boolean().map((is): Said => [{ name: { isNull: is } }, (each) => (each.name === undefined) === is]),
  name.map((text) => on('name', 'eq', text, (value: string) => value === text)),
  fc.uniqueArray(name).map((list) => on('name', 'in', list, (value: string) => list.includes(value))),
  name.map((text) => on('name', 'gt', text, (value: string) => compareTexts(value, text) > 0)),
  name.map((text) => on('name', 'lte', text, (value: string) => compareTexts(value, text) <= 0)),
  fc
    .constantFrom('', 'B', 'o', 'a', 'é')
    .map((text) => on('name', 'startsWith', text, (v: string) => v.startsWith(text))),
  fc.constantFrom('o', 'b', 'é').map((text) => on('name', 'endsWith', text, (v: string) => v.endsWith(text))),
  fc.constant(on('name', 'like', '!slo', (value: string) => /^.slo$/su.test(value))),
  fc.constant(on('name', 'like', '*e*n', (value: string) => /^.*e.*n$/su.test(value))),
  fc.constantFrom('-1.50', '9').map((n) => on('area', 'gt', n, (value: string) => Number(value) > Number(n))),
  fc.constant(on('area', 'eq', '-1.50', (value: string) => value === '-1.5')),
  fc.constantFrom(0, 1.5).map((n) => on('height', 'eq', n, (value: number) => value === n)),
  fc.constantFrom(0, 1.5).map((n) => on('height', 'gt', n, (value: number) => value > n)),
  fc.constantFrom('town', 'port').map((kind) => on('kind', 'eq', kind, (value: string) => value === kind)),
  fc.boolean().map((is) => on('open', 'eq', is, (value: boolean) => value === is)),
  number.map((n) => on('founded', 'lte', day(n), (value: Date) => value <= day(n))),
  tag.map((each) => on('tags', 'contains', each, (value: string[]) => value.includes(each))),
  fc
    .uniqueArray(tag)
    .map((list) => on('tags', 'containsAll', list, (value: string[]) => list.every((t) => value.includes(t)))),
  fc
    .uniqueArray(tag)
    .map((list) => on('tags', 'containsAny', list, (value: string[]) => list.some((t) => value.includes(t)))),
  fc.constantFrom('NO', 'SE').map((country) => on('country', 'eq', country, (value: string) => value === country)),
);

const ORDERED = ['population', 'name', 'area', 'height', 'founded', 'country'] as const;
const order = fc.tuple(fc.constantFrom(...ORDERED), fc.constantFrom('asc' as const, 'desc' as const));

const ordinal = (property: keyof Row, row: Row): Row[keyof Row] =>
  property === 'area' && row.area !== undefined ? Number(row.area) : row[property];

function compare(a: Row[keyof Row], b: Row[keyof Row], step: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return step * (typeof a === 'string' ? compareTexts(a, b as string) : Number(a) - Number(b));
}

function sorted(rows: readonly Row[], terms: readonly (readonly [keyof Row, 'asc' | 'desc'])[]): Row[] {
  const steps = terms.map(([property, direction]) => [property, direction === 'asc' ? 1 : -1] as const);
  const tie = steps.at(-1)?.[1] ?? 1;
  return [...rows].sort((a, b) => {
    const results = steps.map(([property, step]) => compare(ordinal(property, a), ordinal(property, b), step));
    return results.find((result) => result !== 0) ?? (a.id - b.id) * tie;
  });
}

async function pagesOf(query: Query<City>, size: number): Promise<number[]> {
  const found: number[] = [];
  let page = await query.page({ size });
  found.push(...page.rows.map(({ id }) => id));
  while (page.next !== undefined) {
    page = await query.page({ size, after: page.next });
    found.push(...page.rows.map(({ id }) => id));
  }
  return found;
}

describe('scan()', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [City] });
  });
  afterEach(() => db.redis.flushdb());
  afterAll(() => db.close());

  it('gives what plain array code gives, whatever the slices', async () => {
    const question = fc.record({
      conditions: fc.array(said, { maxLength: 3 }),
      negated: fc.boolean(),
      join: fc.constantFrom('and' as const, 'or' as const),
      order: fc.uniqueArray(order, { maxLength: 2, selector: ([property]) => property }),
      limit: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
      offset: fc.nat({ max: 4 }),
      budget: fc.constantFrom(1, 40, 3500),
    });
    const questions = fc.array(question, { minLength: 5, maxLength: 20 });
    const property = fc.asyncProperty(fc.array(row, { maxLength: 25 }), questions, async (rows, asked) => {
      await db.redis.flushdb();
      const stored = (await City.insertMany(rows)) as unknown as Row[];
      for (const { conditions, negated, join, order: terms, limit, offset, budget } of asked) {
        const filters = conditions.map(([where]) => where);
        const fits = (each: Row) => {
          const results = conditions.map(([, test]) => test(each));
          const joined = join === 'and' ? results.every(Boolean) : results.some(Boolean);
          return conditions.length === 0 || joined !== negated;
        };
        let query = City.query().scan().within(budget);
        if (filters.length > 0)
          query = query.where(() => {
            const [first, ...rest] = filters.map((where) => conditionOf(where));
            const all = rest.length === 0 ? first! : first![join](...rest);
            return negated ? all.not() : all;
          });
        if (terms.length > 0) query = query.orderBy(Object.fromEntries(terms));
        const expected = sorted(stored.filter(fits), terms).map(({ id }) => id);
        const cut = expected.slice(offset, limit === undefined ? undefined : offset + limit);
        expect(await (limit === undefined ? query : query.limit(limit)).offset(offset).ids()).toEqual(cut);
        expect(await query.count()).toBe(expected.length);
        expect(await pagesOf(query, 4)).toEqual(expected);
        const given = [];
        for await (const { id } of query.iterate({ batch: 3 })) given.push(id);
        expect(terms.length > 0 ? given : given.sort((a, b) => a - b)).toEqual(expected);
      }
    });
    await expectProperty(property, 25);
  });

  it('says what it reads row by row, and begins with what an index answers', async () => {
    await City.insertMany(
      Array.from({ length: 40 }, (_, i) => ({
        country: i < 4 ? 'NO' : 'SE',
        population: i,
        height: i,
        open: true,
        founded: day(i),
      })),
    );
    const query = City.query()
      .where({ country: 'NO', population: { ne: 2 } })
      .scan();
    const explained = await query.orderBy({ height: 'desc' }).explain();
    expect(explained.scanned).toEqual(['population', 'height']);
    expect(explained.steps.map(({ what, probed, passed }) => [what, probed, passed])).toEqual([
      ['and', undefined, undefined],
      ['{app}:City#eq:country:NO', undefined, undefined],
      ['scan not population "2 .. 2"', 4, 3],
    ]);
    expect(String(explained)).toContain('drive and sort, scan of population, height: 3 rows');
    expect(String(query)).toContain('.scan()');
    expect((await City.query().scan().where({ country: 'NO' }).explain()).scanned).toEqual([]);
  });

  it('is what allows it, and changes what is found', async () => {
    const made = await City.create({ country: 'NO', height: 1, open: true, founded: day(1), population: 7 });
    await City.create({ country: 'NO', height: 2, open: false, founded: day(1), population: 8 });
    expect(() => City.query().where({ population: 7 }).toString()).not.toThrow();
    await expect(City.query().where({ population: 7 }).all()).rejects.toThrow(NotIndexedError);
    await expect(City.query().orderBy({ height: 'asc' }).all()).rejects.toThrow('scan()');
    expect(await City.query().scan().where({ population: 7 }).update({ population: 9 })).toBe(1);
    expect(await City.query().scan().where({ population: 9 }).ids()).toEqual([made.id]);
    expect(
      await City.query()
        .scan()
        .where({ open: false })
        .aggregate({ sum: { height: true } }),
    ).toEqual({ sum: { height: 2 } });
    expect(await City.query().scan().where({ open: false }).delete()).toBe(1);
    expect(await City.query().count()).toBe(1);
  });

  it('refuses what no row stores, and operators that the type does not have', async () => {
    const wrong = (where: object) => City.query().scan().where(where).all();
    await expect(wrong({ initial: { gte: 'a' } })).rejects.toThrow(NotIndexedError);
    await expect(wrong({ initial: { endsWith: 'a' } })).rejects.toThrow(NotIndexedError);
    await expect(wrong({ open: { gte: true } })).rejects.toThrow(QueryError);
    await expect(wrong({ population: 'seven' })).rejects.toThrow(QueryError);
    await expect(
      City.query()
        .scan()
        .orderBy({ tags: 'asc' } as never)
        .all(),
    ).rejects.toThrow(QueryError);
  });

  it('asks for long lists in parts', async () => {
    const made = await City.create({ country: 'NO', height: 1, open: true, founded: day(1), population: 4999 });
    const list = Array.from({ length: 5000 }, (_, i) => i);
    expect(
      await City.query()
        .scan()
        .where({ population: { in: list } })
        .ids(),
    ).toEqual([made.id]);
  });
});
