import { type Auto, Database, Entity, Field, Index, Model, NotIndexedError } from 'redstart';
import { compileRequest } from '../../src/query/compile/request.js';
import { OrderTerm } from '../../src/query/order-term.js';
import { whereObject } from '../../src/query/where.js';
import { expectConsistent } from '../support/consistency.js';
import { mistakeOf, schemaOf } from '../support/schema-of.js';

@Index<City>((city) => [city.country, city.population])
@Index<City>((city) => [city.country, city.kind, city.name])
@Entity()
class City extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() country!: string;
  @Field.enum(['town', 'port'], { optional: true }) kind?: 'town' | 'port';
  @Field.text() name!: string;
  @Field.integer({ optional: true }) population?: number;
}

const schema = schemaOf(City);
function requestOf(where: object, ...order: OrderTerm[]) {
  const { plan, order: orders } = compileRequest(schema, {
    conditions: [whereObject(schema, where)!.data],
    ...(order.length > 0 && { order }),
    limit: 20,
  });
  return { plan, order: orders };
}

describe('the plan of a composite index', () => {
  const key = '{test}:City#by:country+population:NO';
  const missing = '{test}:City#null:country+population:NO';

  it('is one range, under the values of the first fields', () => {
    expect(requestOf({ country: 'NO', population: { gte: 5, lt: 9 } }).plan).toEqual({
      op: 'range',
      key,
      field: 'population',
      min: '5',
      max: '(9',
    });
    expect(requestOf({ country: 'NO', kind: 'port', name: { startsWith: 'O' } }).plan).toMatchObject({
      op: 'lexical',
      key: '{test}:City#lex:country+kind+name:2:NO4:port',
      min: '[O',
    });
  });

  it('is the order by the last field, with the entities that have none', () => {
    const under = [{ field: 'country', value: 'NO' }];
    expect(requestOf({ country: 'NO' }, new OrderTerm('population', 'desc'))).toEqual({
      plan: {
        op: 'or',
        disjoint: true,
        covers: key,
        inputs: [
          { op: 'range', key, field: 'population' },
          { op: 'posting', key: missing, field: 'population', under },
        ],
      },
      order: [{ op: 'range', key, field: 'population', reverse: true, missing }],
    });
  });

  it('tells who probes a text what stands before it', () => {
    expect(requestOf({ country: 'NO', kind: 'port', name: 'Oslo' }).plan).toMatchObject({
      under: [
        { field: 'country', value: 'NO' },
        { field: 'kind', value: 'port' },
      ],
    });
  });

  it('needs one value of each of the first fields', () => {
    expect(() => requestOf({ country: { in: ['NO', 'SE'] }, population: 5 })).toThrow(NotIndexedError);
    expect(() => requestOf({ kind: 'port', name: 'Oslo' })).toThrow(NotIndexedError);
  });
});

describe('a composite index', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [City] });
  });
  afterAll(() => db.close());

  it('answers equality and range or order in one step, and follows the fields', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => ({
      country: i % 3 === 0 ? 'NO' : 'SE',
      name: `C${i}`,
      ...(i % 7 && { population: i * 10 }),
      ...(i % 5 && { kind: 'port' as const }),
    }));
    await City.insertMany(rows);
    await expectConsistent(db, City);
    const query = City.query().where({ country: 'NO' }).orderBy({ population: 'desc' });
    const wanted = rows
      .map((row, i) => ({ ...row, id: i + 1 }))
      .filter((row) => row.country === 'NO')
      .sort((a, b) => (b.population ?? -1) - (a.population ?? -1) || b.id - a.id)
      .map((row) => row.id);
    expect(await query.ids()).toEqual(wanted);
    const explained = await query.limit(20).explain();
    expect([explained.strategy, explained.rows]).toEqual(['walk', 20]);
    expect(explained.steps.every(({ probed }) => probed === undefined)).toBe(true);
    expect(
      await City.query()
        .where({ country: 'NO', population: { lt: 100 } })
        .count(),
    ).toBe(3);
    expect(await City.query().where({ country: 'NO' }).count()).toBe(100);
    const ports = City.query().where({ country: 'SE', kind: 'port', name: { startsWith: 'C29' } });
    const named = rows.filter(({ country, kind, name }) => country === 'SE' && kind && name.startsWith('C29'));
    expect((await ports.orderBy({ name: 'asc' }).all()).map(({ name }) => name)).toEqual(named.map(({ name }) => name));
    expect(named.length).toBeGreaterThan(3);
    const city = await City.get(wanted[0]!);
    await city.update({ country: 'SE', population: undefined });
    await expectConsistent(db, City);
    expect(await query.ids()).toEqual(wanted.slice(1));
    await city.update({ country: 'x'.repeat(200), population: 5 });
    await City.change(wanted[1]!, { population: 1 });
    await expectConsistent(db, City);
    await City.deleteMany(wanted);
    await expectConsistent(db, City);
    expect(
      await City.query()
        .where({ country: 'NO', population: { gte: 0 } })
        .exists(),
    ).toBe(false);
  });
});

describe('a class-level @Index()', () => {
  it('ends with a field that has an order', () => {
    @Index<Wrong>((wrong) => [wrong.b, wrong.a])
    @Entity()
    class Wrong extends Model {
      @Field.id() id!: Auto<number>;
      @Field.boolean() a!: boolean;
      @Field.text() b!: string;
    }
    expect(mistakeOf(Wrong)).toBe(
      'Wrong.a: a field of type boolean cannot stand last in a class-level @Index(). Put a field of numbers, dates or text last.',
    );
  });

  it('names two fields at least', () => {
    @Index<One>(((one: One) => [one.a]) as never)
    @Entity()
    class One extends Model {
      @Field.id() id!: Auto<number>;
      @Field.text() a!: string;
    }
    expect(mistakeOf(One)).toContain('a class-level @Index() gave an array of 1');
  });
});

@Index<Ship>((ship) => [ship.flag, ship.kind, ship.built])
@Index<Ship>((ship) => [ship.flag, ship.length])
@Index<Ship>((ship) => [ship.kind, ship.name])
@Entity()
class Ship extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() flag!: string;
  @Field.text() kind!: string;
  @Field.text() name!: string;
  @Field.integer() built!: number;
  @Field.integer({ optional: true }) length?: number;
}

describe('several composite indexes', () => {
  const ships = Array.from({ length: 120 }, (_, i) => ({
    id: i + 1,
    flag: i % 2 ? 'NO' : 'SE',
    kind: i % 3 ? 'tug' : 'ferry',
    name: `n${i % 5}`,
    built: 1900 + (i % 50),
    ...(i % 4 && { length: i % 30 }),
  }));
  type Row = (typeof ships)[number];
  const tugs = ({ flag, kind }: Row) => flag === 'NO' && kind === 'tug';
  const isLong = ({ length }: Row) => length !== undefined && length > 10;
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Ship] });
    await Ship.insertMany(ships);
  });
  afterAll(() => db.close());

  const cases: [object, (row: Row) => boolean][] = [
    [{ flag: 'NO', kind: 'tug', name: 'n3' }, (row) => tugs(row) && row.name === 'n3'],
    [{ flag: 'NO', kind: 'tug', length: { gt: 10 } }, (row) => tugs(row) && isLong(row)],
    [
      { flag: 'NO', kind: 'tug', built: { gte: 1925 }, length: { gt: 10 }, name: { startsWith: 'n' } },
      (row) => tugs(row) && row.built >= 1925 && isLong(row),
    ],
  ];
  it.each(cases)('answer together what none of them answers alone, as %j', async (where, fits) => {
    const wanted = ships.filter(fits).map(({ id }) => id);
    expect(await Ship.query().where(where).ids()).toEqual(wanted);
    expect(await Ship.query().where(where).count()).toBe(wanted.length);
    expect(await Ship.query().where(where).orderBy({ built: 'desc' }).ids()).toHaveLength(wanted.length);
  });

  it('give an order that the widest of them has not', async () => {
    const length = (row: Row) => row.length ?? Number.POSITIVE_INFINITY;
    const wanted = ships.filter(tugs).sort((a, b) => length(a) - length(b) || a.id - b.id);
    const query = Ship.query().where({ flag: 'NO', kind: 'tug' }).orderBy({ length: 'asc' });
    expect(await query.ids()).toEqual(wanted.map(({ id }) => id));
    expect(await query.limit(7).offset(3).ids()).toEqual(wanted.slice(3, 10).map(({ id }) => id));
    expect(await query.where({ name: 'n1' }).count()).toBe(wanted.filter(({ name }) => name === 'n1').length);
  });

  it('still need one for each condition', async () => {
    await expect(Ship.query().where({ flag: 'NO', built: 1920 }).ids()).rejects.toThrow(NotIndexedError);
    await expect(Ship.query().where({ flag: 'NO', name: 'n1' }).ids()).rejects.toThrow(NotIndexedError);
  });
});
