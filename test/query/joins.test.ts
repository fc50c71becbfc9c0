import { type Auto, and, type Condition, Database, Entity, Field, type Fields, Index, Model, not, or } from 'redstart';

@Entity('Person')
class Person extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() name!: string;
  @Index() @Field.integer() age!: number;
}

/** A field has the name of what joins conditions. */
@Entity('Choice')
class Choice extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true }) @Field.text() or!: string;
}

let db: Database;

beforeAll(async () => {
  db = await Database.embedded({ models: [Person, Choice] });
  p = Person.fields();
  await Person.insertMany(['Ada', 'Bob', 'Cid'].map((name, i) => ({ name, age: 30 + i })));
});

afterAll(() => db.close());

let p: Fields<Person>;

const named = (names: readonly string[]) => names.map((name) => p.name.eq(name));
const ids = (...conditions: readonly Condition[]) =>
  Person.query()
    .where(() => and(...conditions))
    .ids();

describe('conditions from a list', () => {
  it('are joined as they are, however many', async () => {
    expect(await ids(or(...named(['Ada', 'Cid'])))).toEqual([1, 3]);
    expect(await ids(or(...named(['Bob'])))).toEqual([2]);
  });

  it('are of nobody where there are none, joined by or', async () => {
    expect(await ids(or(...named([])))).toEqual([]);
    expect(await ids(p.age.gte(30), or())).toEqual([]);
    expect(await ids(p.age.gt(30).or(or()))).toEqual([2, 3]);
    expect(await ids(not(or()))).toEqual([1, 2, 3]);
    expect(
      await Person.query()
        .where(() => or())
        .count(),
    ).toBe(0);
    expect(
      await Person.query()
        .where(() => or())
        .orderBy({ age: 'desc' })
        .page({ size: 2 }),
    ).toMatchObject({ rows: [] });
  });

  it('are of everybody where there are none, joined by and', async () => {
    expect(await ids()).toEqual([1, 2, 3]);
    expect(await ids(p.age.lt(32), and(...named([])))).toEqual([1, 2]);
    expect(await ids(not(and()))).toEqual([]);
    expect(
      await Person.query()
        .where(() => and())
        .count(),
    ).toBe(3);
    expect(
      await Person.query()
        .scan()
        .where(() => and(or(and(), p.age.eq(30))))
        .ids(),
    ).toEqual([1, 2, 3]);
  });

  it('show what they are', () => {
    expect(String(Person.query().where(() => or()))).toBe('Person.query().where(nothing)');
    expect(String(Person.query().where(() => and()))).toBe('Person.query().where(everything)');
  });
});

describe('an object of conditions', () => {
  it('joins others by and, or and not', async () => {
    const found = await Person.query()
      .where({ or: [{ name: 'Ada' }, { age: { gt: 31 }, not: { name: 'Bob' } }], and: [{ age: { gte: 30 } }] })
      .ids();
    expect(found).toEqual([1, 3]);
  });

  it('means a field of that name before what joins', async () => {
    const { id } = await Choice.create({ or: 'else' });
    expect(
      await Choice.query()
        .where({ or: 'else', not: { or: { startsWith: 'x' } } })
        .ids(),
    ).toEqual([id]);
    // @ts-expect-error the name is that of a field
    expect(() => Choice.query().where({ or: [{ id: 1 }] })).not.toThrow();
  });
});
