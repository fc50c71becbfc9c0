// What a relation is refused for says the entity, the field, and the way out.
import {
  type Auto,
  CascadeLimitError,
  Database,
  Entity,
  Field,
  type Many,
  ManyToMany,
  ManyToOne,
  Model,
  type Ref,
  RestrictError,
} from 'redstart';

@Entity('City')
class City extends Model {
  @Field.id() id!: Auto<number>;
}

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => City, { onDelete: 'restrict' }) city!: Ref<City>;
  @ManyToOne(() => User, { optional: true, onDelete: 'set null' }) boss?: Ref<User>;
  @ManyToMany(() => Group, { kind: 'set' }) groups!: Many<Group, 'set'>;
}

@Entity('Group')
class Group extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => City, { optional: true, onDelete: 'set default', default: 99 }) home?: Ref<City>;
}

const TOO_MANY = 10_001;

const thrown = async (call: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await call();
  } catch (error) {
    return error;
  }
};

describe('what a relation is refused for', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [City, User, Group] });
  });
  afterAll(() => db.close());
  beforeEach(() => db.redis.flushall());

  it('names what leads to an entity from too many others, and a rule that forbids it however many there are', async () => {
    const city = await City.create({});
    const boss = await User.create({ city });
    await User.insertMany(Array.from({ length: TOO_MANY }, () => ({ city, boss })));
    const limited = await thrown(() => boss.delete());
    expect(limited).toBeInstanceOf(CascadeLimitError);
    expect(limited).toMatchObject({
      model: 'User',
      id: 1,
      by: { model: 'User', field: 'boss' },
      count: TOO_MANY,
      limit: 10_000,
    });
    expect((limited as Error).message).toMatch(
      /^The User 1 was not deleted, because User\.boss leads to it from 10001 entities, .* such as User\.deleteMany\(\)/,
    );
    const restricted = await thrown(() => City.deleteMany([1]));
    expect(restricted).toBeInstanceOf(RestrictError);
    expect(restricted).toMatchObject({
      model: 'City',
      id: 1,
      by: { model: 'User', field: 'city' },
      count: TOO_MANY + 1,
    });
  });

  it('names the relation that links an entity to too many, whichever side declares it', async () => {
    const city = await City.create({});
    const group = await Group.create({ home: city });
    const users = await User.insertMany(Array.from({ length: TOO_MANY }, () => ({ city })));
    for (let at = 0; at < TOO_MANY; at += 100)
      await db.session((session) => {
        for (const user of users.slice(at, at + 100)) session.many(user.groups).add(group);
      });
    const refused = await thrown(() => group.delete());
    expect(refused).toMatchObject({ model: 'Group', id: 1, by: { model: 'User', field: 'groups' }, count: TOO_MANY });
    expect((refused as Error).message).toMatch(/User\.groups links it to 10001 entities, .* first by clear\(\)/);
  });

  it('says that it is the default which is not there', async () => {
    const city = await City.create({});
    await Group.create({ home: city });
    await expect(city.delete()).rejects.toThrow(
      'Group.home would lead to its default instead of what is deleted, to the City 99, which is not there. Create it first, or give the relation another default.',
    );
    expect(await City.query().count()).toBe(1);
  });

  it('names what a relation leads to as one says it', async () => {
    await expect(
      User.query()
        .where({ boss: 'x' } as never)
        .all(),
    ).rejects.toThrow('User.boss: eq needs a User, a ref');
  });

  it('says of a condition that it was given an entity of another database', async () => {
    await using other = await Database.embedded({ namespace: 'app' });
    const Stranger = other.bind(City);
    other.bind(User);
    const stranger = await Stranger.create({});
    await expect(User.query().where({ city: stranger }).all()).rejects.toThrow(
      /^User\.city: eq needs a City of the same database, not of another one, .*: give the id/,
    );
  });
});
