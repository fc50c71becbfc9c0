import {
  type Auto,
  and,
  type Condition,
  Database,
  Entity,
  Field,
  type Fields,
  Index,
  Model,
  or,
  QueryError,
  Unique,
} from 'redstart';

@Entity()
class Item extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() code!: string;
  @Index() @Field.text() city!: string;
  @Index() @Field.integer() age!: number;
  @Index({ ordered: true }) @Field.text() title!: string;
}

const TOTAL = 4000;
const LONG = 'x'.repeat(20_000);

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Item] });
  const item = (i: number) => ({ code: `c${i}`, city: `t${i % 1000}`, age: i % 80, title: `title ${i % 333}` });
  await Item.insertMany(Array.from({ length: TOTAL }, (_, i) => item(i)));
});
afterAll(() => db.close());

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const all = <T>(count: number, make: (i: number) => T) => numbers(count).map(make) as [T, ...T[]];
const where = (make: (item: Fields<Item>) => Condition) => Item.query().where(make);

/** Commands of the server within one call, at most and on average. */
async function commandsPerCall(work: () => Promise<unknown>): Promise<number> {
  await db.redis.config('RESETSTAT');
  await work();
  const stats = await db.redis.info('commandstats');
  const counts = [...stats.matchAll(/cmdstat_([^:]+):calls=(\d+)/g)].map(([, name, n]) => [name!, Number(n)] as const);
  const isCall = (name: string) => /^(fcall|eval)/.test(name);
  const sum = (test: (name: string) => boolean) => counts.reduce((total, [name, n]) => total + (test(name) ? n : 0), 0);
  return sum((name) => !isCall(name)) / sum(isCall);
}

describe('a call', () => {
  const HEAVY: readonly (readonly [string, () => Promise<unknown[]>, number])[] = [
    [
      '900 values beside a condition',
      () => where((i) => i.city.in(all(900, (n) => `t${n}`)).and(i.age.lt(10))).ids(),
      460,
    ],
    ['900 values taken out', () => where((i) => i.city.notIn(all(900, (n) => `t${n}`)).and(i.age.lt(40))).ids(), 200],
    ['20,000 values', () => where((i) => i.city.in(all(20_000, (n) => `t${n}`))).ids(), TOTAL],
    ['20,000 unique values', () => where((i) => i.code.in(all(20_000, (n) => `c${n * 2}`))).ids(), TOTAL / 2],
    [
      '20,000 ids, ordered',
      () =>
        where((i) => i.id.in(all(20_000, (n) => n)))
          .orderBy({ age: 'asc' })
          .limit(7)
          .ids(),
      7,
    ],
    ['200 ranges', () => where(() => or(...all(200, (n) => Item.fields().age.between(n, n + 1)))).ids(), TOTAL],
    [
      '100 ranges and as many taken out',
      () => where((i) => and(...all(100, (n) => i.age.gt(n - 200)), i.age.lt(5))).ids(),
      250,
    ],
  ];

  it.each(HEAVY)('does a bounded part of %s', async (_, run, expected) => {
    let found: unknown[] = [];
    const commands = await commandsPerCall(async () => {
      found = await run();
    });
    expect(found).toHaveLength(expected);
    expect(commands).toBeLessThan(4000);
  });

  it('joins thousands of equalities of a field into one list', async () => {
    const either = where((item) => or(...all(5000, (n) => item.age.eq(n + 70))));
    expect(await either.count()).toBe(TOTAL / 8);
    const neither = where((item) => and(...all(5000, (n) => item.age.ne(n + 10))));
    expect(await neither.count()).toBe(TOTAL / 8);
  });

  it('reads few texts of 20 kB at a time, and sorts them by all of their bytes', async () => {
    const many = numbers(60).map((i) => ({ code: `long ${i}`, city: 'long', age: 1000, title: LONG + ((i * 7) % 60) }));
    const items = await Item.insertMany(many, { batch: 20 });
    const long = () => Item.query().where({ city: 'long' });
    const sorted = many.map(({ title }) => title).sort();
    expect((await long().orderBy({ age: 'asc', title: 'asc' }).all()).map(({ title }) => title)).toEqual(sorted);
    expect((await long().orderBy({ title: 'desc' }).limit(3).all()).map(({ title }) => title)).toEqual(
      sorted.slice(-3).reverse(),
    );
    expect(
      await long()
        .where({ title: { gte: `${LONG}5` } })
        .count(),
    ).toBe(15);
    expect((await long().explain()).roundTrips).toBe(1);
    expect(await long().all()).toHaveLength(60);
    await Promise.all(items.map((item) => item.delete()));
  });

  it('leaves rows beyond a megabyte to be read one by one', async () => {
    const huge = 'y'.repeat(400_000);
    const items = await Item.insertMany(
      numbers(6).map((i) => ({ code: `huge ${i}`, city: huge + i, age: 2000 + i, title: '' })),
      { batch: 1 },
    );
    const query = Item.query()
      .where({ age: { gte: 2000 } })
      .orderBy({ age: 'desc' });
    expect((await query.all()).map(({ city }) => city)).toEqual(numbers(6).map((i) => huge + (5 - i)));
    expect(await query.select({ age: true }).limit(2).all()).toEqual([{ age: 2005 }, { age: 2004 }]);
    await Promise.all(items.map((item) => item.delete()));
  });
});

describe('a query that is too large', () => {
  const deep = (depth: number) =>
    where((item) => {
      let condition: Condition = item.age.gte(0);
      for (let i = 0; i < depth; i++)
        condition = i % 2 ? condition.or(item.age.between(-i - 1, -i)) : condition.and(item.title.gte(''));
      return condition;
    });

  it.each<[string, () => unknown]>([
    ['conditions', () => where((item) => or(...all(400, (i) => item.age.between(i, i + 1)))).ids()],
    [
      'conditions of many calls',
      () =>
        numbers(400)
          .reduce((q, i) => q.where({ age: { gte: i } }), Item.query())
          .ids(),
    ],
    [
      'calls',
      () =>
        numbers(5000)
          .reduce((q) => q.where({ age: { gte: 0 } }), Item.query())
          .ids(),
    ],
    ['levels', () => deep(60).ids()],
    ['levels that no stack has', () => deep(50_000).ids()],
    ['values', () => where((item) => item.age.in(new Array(200_000).fill(1))).ids()],
    ['holes', () => where((item) => item.age.in(new Array(1e6))).ids()],
    ['values that all calls must know', () => where((item) => item.age.notIn(numbers(20_000))).ids()],
  ])('is refused, with the way out: %s', async (_, work) => {
    const error = await Promise.resolve()
      .then(work)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(QueryError);
    expect((error as Error).message).toMatch(/(Ask for|Use|Join) .*\.$/);
  });

  it('is fine at 40 levels, and where not() takes itself back', async () => {
    expect(await deep(40).count()).toBe(TOTAL);
    const same = where((item) => numbers(50_000).reduce<Condition>((c) => c.not(), item.age.lt(40)));
    expect(await same.count()).toBe(TOTAL / 2);
  });
});
