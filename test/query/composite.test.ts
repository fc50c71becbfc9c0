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
