import {
  type Auto,
  Database,
  Entity,
  Field,
  Index,
  Model,
  NotFoundError,
  PrimaryKey,
  QueryError,
  StoredQuery,
} from 'redstart';

@Entity()
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Index() @Field.integer() age!: number;
  @Index() @Field.text({ optional: true }) city?: string;
}

@Entity()
class Word extends Model {
  @PrimaryKey() @Field.text() id!: string;
  @Index({ ordered: true }) @Field.text() text!: string;
}

const TOTAL = 1200;

describe('a stored query', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [User, Word] });
  });
  beforeEach(async () => {
    const inputs = Array.from({ length: 30 }, (_, i) => ({
      name: `u${i}`,
      age: (i * 7) % 10,
      ...(i % 3 === 0 && { city: 'Oslo' }),
    }));
    await User.insertMany(inputs);
  });
  afterEach(() => db.redis.flushdb());
  afterAll(() => db.close());

  const byAge = () => User.query();

  it('gives what was found, in its order, whatever is written since', async () => {
    const query = byAge()
      .where({ age: { gte: 3 } })
      .orderBy({ age: 'desc' });
    const expected = await query.ids();
    const stored = await query.store({ key: 'top' });
    expect(stored).toBeInstanceOf(StoredQuery);
    expect([stored.key, await stored.size()]).toEqual(['top', expected.length]);
    await User.create({ name: 'late', age: 9 });
    await (await User.get(expected[3]!)).update({ age: 0 });
    for (const budget of [1, 30, 3500]) {
      const again = User.query().fromStored('top').within(budget);
      expect(await again.ids()).toEqual(expected);
      expect(await again.count()).toBe(expected.length);
      expect(await again.offset(5).limit(4).ids()).toEqual(expected.slice(5, 9));
      const given = [];
      for await (const { id } of again.iterate({ batch: 4 })) given.push(id);
      expect(given).toEqual(expected);
      const first = await again.page({ size: 8 });
      const second = await again.page({ size: 8, after: first.next });
      expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(expected.slice(0, 16));
      expect((await again.page({ size: 8, before: second.previous })).rows).toEqual(first.rows);
    }
  });

  it('leaves out what is gone, and takes further conditions and orders', async () => {
    const stored = await byAge().orderBy({ age: 'asc' }).store();
    const ids = await stored.query().ids();
    await (await User.get(ids[0]!)).delete();
    expect(await stored.query().ids()).toEqual(ids.slice(1));
    expect(await stored.query().count()).toBe(29);
    expect(await stored.size()).toBe(30);
    const inOslo = await User.query().where({ city: 'Oslo' }).orderBy({ age: 'asc' }).ids();
    expect(await stored.query().where({ city: 'Oslo' }).ids()).toEqual(inOslo);
    const older = await User.query().orderBy({ age: 'desc' }).limit(7).ids();
    expect(await stored.query().orderBy({ age: 'desc' }).limit(7).ids()).toEqual(older);
    expect(await stored.query().scan().where({ name: 'u4' }).exists()).toBe(true);
    expect(await stored.query().where({ city: 'Oslo' }).aggregate({ count: true })).toEqual({ count: inOslo.length });
    expect(await stored.query().where({ city: 'Oslo' }).delete()).toBe(inOslo.length);
    expect(await stored.query().count()).toBe(29 - inOslo.length);
  });

  it('keeps the rows of the query', async () => {
    const names = await byAge()
      .orderBy({ age: 'asc' })
      .limit(3)
      .pluck((user) => user.name)
      .map((name) => `${name}!`)
      .store();
    expect(await names.query().all()).toEqual(['u0!', 'u10!', 'u20!']);
    expect(String(names.query())).toContain(`.fromStored("${names.key}")`);
  });

  it('may be of nothing, and of many', async () => {
    const none = await byAge().where({ age: 99 }).store();
    expect([await none.size(), await none.query().ids(), await none.query().count()]).toEqual([0, [], 0]);
    expect(await (await byAge().limit(0).store()).query().ids()).toEqual([]);
    const words = await Word.insertMany(
      Array.from({ length: TOTAL }, (_, i) => ({ id: `w${i}`, text: `${(i * 7) % 11}` })),
    );
    expect(words).toHaveLength(TOTAL);
    const order = Word.query().orderBy({ text: 'desc' });
    const many = await order.store();
    expect(await many.size()).toBe(TOTAL);
    expect(await many.query().ids()).toEqual(await order.ids());
  });

  it('goes away after its time, and is a NotFoundError then', async () => {
    const stored = await byAge().store({ ttl: 500_000, key: 'brief' });
    expect(await stored.ttl()).toBeGreaterThan(400_000);
    expect([await stored.expire(null), await stored.ttl()]).toEqual([true, undefined]);
    expect(await stored.expire(900_000)).toBe(true);
    expect(await stored.ttl()).toBeGreaterThan(800_000);
    const kept = await byAge().limit(2).store({ ttl: null, key: 'brief' });
    expect([await kept.ttl(), await stored.size()]).toEqual([undefined, 2]);
    expect(await db.redis.keys('*#stor*')).toEqual(['{app}:User#stored:brief']);
    expect([await stored.delete(), await stored.delete()]).toEqual([true, false]);
    expect([await stored.expire(5), await stored.expire(null), await stored.size()]).toEqual([false, false, 0]);
    await expect(stored.query().all()).rejects.toThrow(NotFoundError);
    await expect(stored.query().count()).rejects.toThrow('"brief"');
    await expect(stored.query().page({ size: 2 })).rejects.toThrow(NotFoundError);
    await expect(stored.query().aggregate({ count: true })).rejects.toThrow(NotFoundError);
    await expect(stored.query().explain()).rejects.toThrow(NotFoundError);
  });

  it('refuses bad options', async () => {
    for (const options of [
      { ttl: 0 },
      { ttl: Number.NaN },
      { ttl: '5' },
      { key: '' },
      { key: 7 },
      { key: '\ud800' },
      null,
      5,
    ])
      await expect(User.query().store(options as never)).rejects.toThrow(QueryError);
    expect(() => User.query().fromStored(undefined as never)).toThrow(QueryError);
    expect(await db.redis.keys('*#stor*')).toEqual([]);
  });
});
