import {
  type Auto,
  Database,
  Entity,
  Field,
  Index,
  type Many,
  ManyToOne,
  Model,
  type One,
  OneToMany,
  OneToOne,
  type Query,
  type RedisSet,
  type Ref,
} from 'redstart';

@Entity('City')
class City extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @OneToMany(
    () => User,
    (user) => user.city,
  )
  users!: Many<User>;
}

@Entity('User')
class User extends Model {
  @Field.id({ generate: () => `user-${next++}` }) id!: Auto<string>;
  @Index() @Field.integer() age!: number;
  @ManyToOne(() => City, { onDelete: 'no action' }) city!: Ref<City>;
  @ManyToOne(() => User, { optional: true, onDelete: 'set null' }) boss?: Ref<User>;
  @Field.set() tags!: RedisSet;
  @OneToMany<User, User>('User', (user) => user.boss) reports!: Many<User>;
  @OneToOne(
    () => Profile,
    (profile) => profile.user,
  )
  profile!: One<Profile>;
}

@Entity('Profile')
class Profile extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text({ optional: true }) text?: string;
  @OneToOne(() => User, { onDelete: 'cascade' }) user!: Ref<User>;
}

let next = 1;
let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'along', models: [City, User, Profile] });
  await City.insertMany([{ name: 'Oslo' }, { name: 'Bergen' }, { name: 'Empty' }]);
  for (let i = 1; i <= 9; i++)
    await User.create({ age: 20 + i, city: (i % 2) + 1, ...(i > 3 && { boss: `user-${(i % 3) + 1}` }) });
  await Profile.insertMany([{ text: 'one', user: 'user-1' }, { user: 'user-4' }]);
});
afterAll(() => db.close());

async function roundTrips(work: () => Promise<unknown>): Promise<number> {
  const count = async () => {
    const info = await db.redis.info('commandstats');
    return [...info.matchAll(/cmdstat_(?:fcall\w*|evalsha\w*|eval):calls=(\d+)/g)].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
  };
  const before = await count();
  await work();
  return (await count()) - before;
}

describe('with()', () => {
  it('loads a relation to one, one object for each entity', async () => {
    const users = await User.query().with({ city: true, boss: true }).all();
    expect(users.map(({ city }) => city.get().name).slice(0, 3)).toEqual(['Bergen', 'Oslo', 'Bergen']);
    expect(users[0]!.city.get()).toBe(users[2]!.city.get());
    expect(users[0]!.boss).toBeUndefined();
    expect(users[3]!.boss!.get().age).toBe(22);
    expect(await users[3]!.boss!.load()).toBe(users[3]!.boss!.get());
  });

  it('loads relations to many, narrowed and ordered', async () => {
    const cities = await City.query()
      .with({ users: { where: { age: { gt: 22 } }, orderBy: { age: 'desc' }, limit: 2 } })
      .all();
    expect(cities.map((city) => city.users.get().map(({ age }) => age))).toEqual([[28, 26], [29, 27], []]);
    const whole = await City.query().with({ users: true }).all();
    expect(whole.map((city) => city.users.get().length)).toEqual([4, 5, 0]);
  });

  it('loads the other side of a relation of two', async () => {
    const users = await User.query().with({ profile: true }).limit(4).all();
    expect(users.map((user) => user.profile.get()?.text)).toEqual(['one', undefined, undefined, undefined]);
    expect(users[3]!.profile.get()).toBeInstanceOf(Profile);
    expect(users[1]!.profile.isLoaded()).toBe(true);
  });

  it('goes through several relations, in one round trip', async () => {
    const query = User.query().with({
      city: { with: { users: { limit: 1, with: { boss: true } } } },
      reports: { with: { city: true } },
    });
    await query.all();
    expect(await roundTrips(() => query.all())).toBe(1);
    const [first] = await query.all();
    expect(
      first!.city
        .get()
        .users.get()
        .map(({ id }) => id),
    ).toEqual(['user-1']);
    expect(first!.reports.get().map(({ id, city }) => [id, city.get().id])).toEqual([
      ['user-6', 1],
      ['user-9', 2],
    ]);
  });

  it('gives each place what it asks for, where one entity is reached at two', async () => {
    const all = await User.query().all();
    const led = (id: string) => all.filter(({ boss }) => boss?.id === id).map((user) => user.id);
    const users = await User.query()
      .with({
        reports: true,
        boss: { with: { reports: { orderBy: { id: 'desc' } } } },
        city: { with: { users: { with: { reports: { limit: 1 } } } } },
      })
      .all();
    for (const user of users) {
      expect(user.reports.get().map(({ id }) => id)).toEqual(led(user.id));
      for (const one of user.city.get().users.get())
        expect(one.reports.get().map(({ id }) => id)).toEqual(led(one.id).slice(0, 1));
    }
    const bosses = users.flatMap(({ boss }) => (boss ? [boss.get()] : []));
    expect(bosses.length).toBeGreaterThan(1);
    for (const boss of bosses) expect(boss.reports.get().map(({ id }) => id)).toEqual(led(boss.id).reverse());
  });

  it('has one object where both places ask the same', async () => {
    const users = await User.query()
      .with({ boss: { with: { city: true } }, city: { with: { users: { with: { boss: { with: { city: true } } } } } } })
      .all();
    const led = users.filter(({ boss }) => boss);
    for (const { boss, city } of led) {
      const other = city
        .get()
        .users.get()
        .find((user) => user.boss?.id === boss!.id);
      expect(other!.boss!.get()).toBe(boss!.get());
    }
  });

  it('refuses in a session, where an entity is one object, to have it told two things', async () => {
    await db.session(async () => {
      const asked = User.query().with({ reports: true, boss: { with: { reports: { limit: 1 } } } });
      await expect(asked.all()).rejects.toThrow(
        'with() asks for other things of reports at two places that lead to one entity, which is one object in a session. Ask for the same at both',
      );
      const same = User.query().with({ reports: true, boss: { with: { reports: true } } });
      expect((await same.all()).length).toBeGreaterThan(0);
      const more = User.query().with({ city: true, boss: { with: { city: { with: { users: true } } } } });
      expect(
        (await more.all())
          .find(({ boss }) => boss)!
          .city.get()
          .users.isLoaded(),
      ).toBe(true);
    });
  });

  it.each([1, 7, 40, 200])('gives the same with a budget of %i steps', async (budget) => {
    const read = async (steps: number) => {
      const users = await User.query()
        .with({ city: { with: { users: { with: { boss: true } } } }, reports: true, profile: true })
        .within(steps)
        .all();
      return users.map((user) => [
        user.id,
        user.city.get().name,
        user.city
          .get()
          .users.get()
          .map((each) => [each.id, each.boss?.get().age]),
        user.reports.get().map(({ id }) => id),
        user.profile.get()?.id,
      ]);
    };
    expect(await read(budget)).toEqual(await read(3500));
  });

  it('works in first(), one(), page() and iterations', async () => {
    const query = User.query()
      .where({ age: { lte: 23 } })
      .with({ city: true });
    expect((await query.first())!.city.get().name).toBe('Bergen');
    const { rows } = await query.page({ size: 2 });
    expect(rows.map((user) => user.city.get().id)).toEqual([2, 1]);
    const seen: string[] = [];
    for await (const user of query) seen.push(user.city.get().name);
    expect(seen).toEqual(['Bergen', 'Oslo', 'Bergen']);
  });

  it('gives the objects of a session', async () => {
    await db.session(async () => {
      const oslo = await City.get(1);
      oslo.name = 'Kristiania';
      const users = await User.query().with({ city: true }).all();
      expect(users[1]!.city.get()).toBe(oslo);
      expect(users[1]!.city.get().name).toBe('Kristiania');
      oslo.name = 'Oslo';
    });
  });

  it('leaves what is gone unloaded', async () => {
    const user = await User.create({ age: 1, city: 99 });
    const [lost] = await User.query().where({ age: 1 }).with({ city: true }).all();
    expect(lost!.city.isLoaded()).toBe(false);
    expect(() => lost!.city.get()).toThrow('There is no City with the id 99');
    await user.delete();
  });

  it('asks for nothing again that is gone', async () => {
    next = 3000;
    await User.insertMany(Array.from({ length: 100 }, (_, i) => ({ age: 400, city: i % 4 })));
    const query = User.query().where({ age: 400 }).with({ city: true });
    expect(await roundTrips(() => query.all())).toBe(1);
    expect(await roundTrips(() => query.page({ size: 30 }))).toBe(1);
    const iterated = async () => {
      for await (const user of query) expect(user.city.isLoaded()).toBe(user.city.id > 0 && user.city.id < 4);
    };
    expect(await roundTrips(iterated)).toBe(1);
    await User.deleteMany(await query.ids());
  });

  it('iterates over rows with more behind them than a call has time for, in their order', async () => {
    next = 4000;
    const bosses = await User.insertMany(Array.from({ length: 300 }, () => ({ age: 300, city: 1 })));
    await User.insertMany(bosses.map((boss) => ({ age: 1, city: 1, boss })));
    const query = User.query().where({ age: 300 }).with({ reports: true });
    const ids: string[] = [];
    for await (const user of query.orderBy({ id: 'desc' })) {
      expect(user.reports.get()).toHaveLength(1);
      ids.push(user.id);
    }
    expect(ids).toEqual(bosses.map(({ id }) => id).reverse());
    await User.deleteMany(
      await User.query()
        .where({ age: { in: [300, 1] } })
        .ids(),
    );
  });

  it('finds what leads to a long id', async () => {
    next = 1000;
    const id = 'x'.repeat(300);
    const boss = await User.create({ id, age: 70, city: 1 });
    await User.create({ age: 2, city: 1, boss });
    const [found] = await User.query().where({ age: 70 }).with({ reports: true }).all();
    expect(found!.reports.get().map(({ age }) => age)).toEqual([2]);
    await User.deleteMany([id, 'user-1000']);
  });

  it('reads a thousand rows with what they lead to in as many round trips as the rows alone', async () => {
    next = 2000;
    await User.insertMany(Array.from({ length: 1000 }, (_, i) => ({ age: 500, city: (i % 3) + 1 })));
    // steps that no clock ends, so that two runs are the same
    const query = User.query().where({ age: 500 }).within(900);
    const alone = await roundTrips(() => query.all());
    expect(await roundTrips(() => query.with({ city: true }).all())).toBe(alone);
    const users = await query.with({ city: true }).all();
    expect(users.every((user) => user.city.isLoaded())).toBe(true);
    await User.deleteMany(await query.ids());
  });

  it.each<[unknown, string]>([
    [
      { age: true },
      'User.age is a field, which comes with its entity: with() takes relations. Use one of: city, boss,',
    ],
    [
      { tags: true },
      'User.tags is a container (set), which no query loads. Read it of the entities. Use one of: city,',
    ],
    [{ cty: true }, 'User has no relation "cty". Did you mean "city"? Use one of: city, boss, reports, profile.'],
    [{ city: 7 }, 'User.city: with() takes true, or an object such as { with: { ... } }, not number 7'],
    [{ city: { limit: 1 } }, '"limit" is not an option of User.city: with(). Use with.'],
    [{ reports: { limit: -1 } }, 'limit() takes a whole number from 0 to 2^53 - 1'],
    [{ reports: { where: { city: 'x' } } }, 'User.city: eq needs'],
    [7, 'with() takes an object such as { city: true }, not number 7'],
  ])('refuses %j', async (relations, message) => {
    expect(() => User.query().with(relations as never)).toThrow(message);
  });

  it('is not for rows of fields', () => {
    const rows = User.query().select({ age: true }) as unknown as Query<User>;
    expect(() => rows.with({ city: true })).toThrow(/with\(\) loads relations of entities/);
  });
});
