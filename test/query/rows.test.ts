import { type Auto, Database, Entity, Field, Index, Model, type Query, QueryError } from 'redstart';

@Entity()
class Item extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() age!: number;
  @Field.text({ optional: true }) note?: string;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Item] });
  await Item.insertMany([{ age: 30, note: 'a' }, { age: 20 }, { age: 10, note: 'c' }]);
});
afterAll(() => db.close());

const untyped = (query: unknown) => query as Record<string, (argument?: unknown) => unknown>;

describe('pluck()', () => {
  it('gives values in the order of the rows, undefined where there is none', async () => {
    expect(
      await Item.query()
        .pluck((item) => item.note)
        .all(),
    ).toEqual(['a', undefined, 'c']);
    expect(
      await Item.query()
        .orderBy({ age: 'asc' })
        .pluck((item) => item.id)
        .all(),
    ).toEqual([3, 2, 1]);
    expect(
      await Item.query()
        .where({ age: 20 })
        .pluck((item) => item.age)
        .one(),
    ).toBe(20);
  });

  it('refuses what is not a field of the model', () => {
    for (const wrong of [() => 'age', () => undefined, () => Item])
      expect(() => untyped(Item.query()).pluck!(wrong)).toThrow(QueryError);
    expect(() => untyped(Item.query()).pluck!((item: Record<string, unknown>) => item.nothing)).toThrow(QueryError);
  });
});

describe('map()', () => {
  it('makes of each row what the function gives, one function after the other', async () => {
    const query = Item.query()
      .map((item) => item.age)
      .map((age) => `${age} years`);
    expect(await query.all()).toEqual(['30 years', '20 years', '10 years']);
    expect(await query.first()).toBe('30 years');
    const seen: string[] = [];
    for await (const text of query) seen.push(text);
    expect(seen).toHaveLength(3);
  });

  it('follows pluck and select, and is forgotten by them', async () => {
    expect(
      await Item.query()
        .pluck((item) => item.age)
        .map((age) => age + 1)
        .all(),
    ).toEqual([31, 21, 11]);
    expect(
      await Item.query()
        .map(() => 'x')
        .select({ age: true })
        .first(),
    ).toEqual({ age: 30 });
    expect(
      await Item.query()
        .map(() => 'x')
        .pluck((item) => item.age)
        .first(),
    ).toBe(30);
  });

  it('refuses what is not a function', () => {
    expect(() => untyped(Item.query()).map!('age')).toThrow(QueryError);
  });
});

describe('pipe()', () => {
  it('gives what the function makes of the query', async () => {
    const adults = (query: Query<Item>) => query.where({ age: { gte: 18 } });
    expect(await Item.query().pipe(adults).count()).toBe(2);
    expect(await Item.query().pipe((query) => query.ids())).toEqual([1, 2, 3]);
  });
});
