import {
  type Auto,
  Database,
  DataRaceError,
  Entity,
  EntityDeletedError,
  Field,
  Index,
  Model,
  Unique,
  UniqueError,
} from 'redstart';

@Entity()
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.integer() age!: number;
  @Index() @Field.text() city!: string;
  @Index({ ordered: true }) @Field.text({ optional: true }) name?: string;
  @Index() @Field.datetime() joined: Auto<Date> = new Date(0);
}

describe('the slice', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [User] });
  });
  afterAll(() => db.close());

  it('creates, gets, updates, queries, deletes', async () => {
    const ada = await User.create({ email: 'ada@x', age: 36, city: 'London', name: 'Ada' });
    expect(ada.id).toBe(1);
    const again = await User.get(1);
    expect(again).toEqual(ada);
    expect(again.joined).toEqual(new Date(0));
    await expect(User.create({ email: 'ada@x', age: 1, city: 'x' })).rejects.toThrow(UniqueError);
    await again.update({ age: 37 });
    ada.age = 40;
    await expect(ada.save()).rejects.toThrow(DataRaceError);
    await User.insertMany(
      Array.from({ length: 3000 }, (_, i) => ({
        email: `u${i}`,
        age: 18 + (i % 50),
        city: `c${i % 3}`,
        joined: new Date(i * 1000),
        ...(i % 2 && { name: `n${i}` }),
      })),
    );
    expect(await User.query().count()).toBe(3001);
    expect(await User.query().where({ city: 'c1' }).count()).toBe(1000);
    const q = User.query()
      .where({ city: 'c1', age: { gte: 20, lt: 30 } })
      .orderBy({ joined: 'desc' })
      .limit(5);
    const rows = await q.all();
    console.log(
      rows.map((r) => [r.id, r.age, r.city]),
      String(await q.explain()),
    );
    console.log(
      String(
        await User.query()
          .where({ city: 'c1', age: { gte: 20, lt: 30 } })
          .explain(),
      ),
    );
    expect((await User.findBy({ email: 'u7' }))?.age).toBe(25);
    expect(
      await User.query()
        .where((u) => u.city.eq('c1').or(u.age.gte(60)))
        .count(),
    ).toBe(
      3000 / 3 + Array.from({ length: 3000 }, (_, i) => i).filter((i) => i % 3 !== 1 && 18 + (i % 50) >= 60).length,
    );
    const named = await User.query()
      .where((u) => u.name.startsWith('n29'))
      .orderBy({ name: 'asc' })
      .select({ name: true, id: true })
      .all();
    expect(named[0]).toEqual({ name: 'n29', id: 31 });
    await again.delete();
    await expect(ada.save()).rejects.toThrow(EntityDeletedError);
    let n = 0;
    for await (const u of User.query()
      .where({ age: { gte: 30 } })
      .iterate({ batch: 100 }))
      n += u.age >= 30 ? 1 : 0;
    expect(n).toBe(
      await User.query()
        .where({ age: { gte: 30 } })
        .count(),
    );
    const byAge = await User.query().orderBy({ age: 'desc', name: 'asc' }).limit(10).all();
    console.log(byAge.map((u) => [u.age, u.name, u.id]));
    for await (const u of User.query()) await u.delete();
    expect(await db.redis.keys('*')).toEqual(['{app}:User#next']);
  });
});
