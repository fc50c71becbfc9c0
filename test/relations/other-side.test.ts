import { inspect } from 'node:util';
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
  QueryError,
  type Ref,
  ref,
  SchemaError,
  UniqueError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('City')
class City extends Model {
  @Field.id() id!: Auto<number>;
  @OneToMany(
    () => User,
    (user) => user.city,
  )
  users!: Many<User>;
}

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() age!: number;
  @ManyToOne(() => City, { onDelete: 'cascade' }) city!: Ref<City>;
  @ManyToOne(() => User, { optional: true, onDelete: 'set null' }) boss?: Ref<User>;
  @OneToMany<User, User>('User', (user) => user.boss) reports!: Many<User>;
  @OneToOne(
    () => Profile,
    (profile) => profile.user,
  )
  profile!: One<Profile>;
}

@Entity('Profile')
class Profile extends Model {
  @Field.id({ generate: 'ulid' }) id!: Auto<string>;
  @Field.text() text!: string;
  @OneToOne(() => User, { onDelete: 'cascade' }) user!: Ref<User>;
}

const models = [City, User, Profile] as const;
let db: Database;
let oslo: City;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'sides', models });
});
beforeEach(async () => {
  await db.redis.flushdb();
  oslo = await City.create({});
});
afterEach(async () => {
  for (const model of models) await expectConsistent(db, model);
});
afterAll(() => db.close());

describe('a relation to many', () => {
  it('gives the entities that lead here', async () => {
    await City.create({});
    await User.insertMany([
      { age: 20, city: 1 },
      { age: 30, city: 2 },
      { age: 40, city: oslo },
    ]);
    expect((await oslo.users.all()).map(({ id }) => id)).toEqual([1, 3]);
    expect(await oslo.users.ids()).toEqual([1, 3]);
    expect(await oslo.users.count()).toBe(2);
    expect(
      await oslo.users
        .query()
        .where({ age: { gt: 30 } })
        .ids(),
    ).toEqual([3]);
    const seen: number[] = [];
    for await (const user of oslo.users) seen.push(user.age);
    expect(seen).toEqual([20, 40]);
    expect(oslo.users).toBe(oslo.users);
  });

  it('leads to its own model, by name', async () => {
    const ada = await User.create({ age: 20, city: oslo });
    await User.create({ age: 20, city: oslo, boss: ada });
    expect(await (await User.get(1)).reports.ids()).toEqual([2]);
  });

  it('is not a value: neither listed, nor given, nor assigned', async () => {
    expect(Object.keys(oslo)).toEqual(['id']);
    expect(JSON.stringify(oslo)).toBe('{"id":1}');
    expect(inspect(oslo.users)).toBe('ToMany User');
    await expect(City.create({ users: [] } as never)).rejects.toThrow(/no value for a relation/);
    expect(() => {
      oslo.users = [] as never;
    }).toThrow(
      /^\w+ was not changed, .* nothing assigned to it: \w+\.\w+ is the other side of \w+\.\w+, which is assigned/,
    );
    expect(() => oslo.users.query()).not.toThrow();
    await expect((oslo.users as unknown as { get(): unknown }).get).toThrow();
  });

  it('asks to save a new entity first', async () => {
    const city = City.build();
    expect(() => city.users.query()).toThrow(QueryError);
    await expect(city.users.all()).rejects.toThrow(
      /City.users: nothing leads to an entity that was never saved. Save it first/,
    );
    await city.save();
    expect(await city.users.all()).toEqual([]);
  });
});

describe('a relation of two entities', () => {
  it('leads both ways', async () => {
    const ada = await User.create({ age: 36, city: oslo });
    expect(await ada.profile.load()).toBeUndefined();
    const profile = await Profile.create({ text: 'x', user: ada });
    expect((await ada.profile.load())?.id).toBe(profile.id);
    expect((await (await Profile.get(profile.id)).user.load()).id).toBe(1);
    expect((await Profile.findBy({ user: ada }))?.text).toBe('x');
    expect((await Profile.query().where({ user: 1 }).one()).text).toBe('x');
  });

  it('is one at most', async () => {
    const ada = await User.create({ age: 36, city: oslo });
    await Profile.create({ text: 'x', user: ada });
    await expect(Profile.create({ text: 'y', user: 1 })).rejects.toThrow(UniqueError);
  });

  it('follows the rules on delete, over both kinds of index', async () => {
    const ada = await User.create({ age: 36, city: oslo });
    await Profile.create({ text: 'x', user: ref(ada) });
    await oslo.delete();
    expect([await User.query().count(), await Profile.query().count()]).toEqual([0, 0]);
  });
});

describe('registration refuses', () => {
  type Decorator = (target: object, key: string) => void;
  function mistake(decorate: (...args: never[]) => unknown): string {
    class Town extends Model {
      @Field.id() id!: Auto<number>;
    }
    for (const [i, decorator] of (decorate as () => Decorator[])().entries()) decorator(Town.prototype, `to${i}`);
    Entity('Town')(Town);
    try {
      db.use(Town);
    } catch (error) {
      expect(error).toBeInstanceOf(SchemaError);
      return (error as Error).message;
    }
    throw new Error('The model was accepted.');
  }
  const many = OneToMany as (...args: unknown[]) => Decorator;
  const one = OneToOne as (...args: unknown[]) => Decorator;

  it.each<[string, () => Decorator[], string]>([
    [
      'no field',
      () => [many(() => User, undefined)],
      'is named by a function such as (user) => user.city, not by undefined',
    ],
    [
      'what is not a field',
      () => [
        many(
          () => User,
          () => 7,
        ),
      ],
      'names a field of the other side, as (user) => user.city, and gave number 7',
    ],
    [
      'an unknown field',
      () => [
        many(
          () => User,
          (user: { town: unknown }) => user.town,
        ),
      ],
      'Town.to0: User.town is not a relation to one',
    ],
    [
      'a field that is not a relation',
      () => [
        many(
          () => User,
          (user: User) => user.age,
        ),
      ],
      'Town.to0: User.age is not a relation to one',
    ],
    [
      'a field that leads elsewhere',
      () => [
        many(
          () => User,
          (user: User) => user.city,
        ),
      ],
      'User.city leads to City, not to Town',
    ],
    [
      'an unknown model',
      () => [many('Nowhere', (user: User) => user.city)],
      'Town.to0 leads to Nowhere, which is not registered',
    ],
    ['a field with two decorators', () => [many(7, (user: User) => user.city)], 'or the name of a model, not number 7'],
    [
      'a One without a field',
      () => [
        one(
          () => User,
          () => undefined,
        ),
      ],
      'and gave undefined',
    ],
  ])('%s', (_, decorate, message) => {
    expect(mistake(decorate)).toContain(message);
  });

  it('a side of another kind, and two of one field', () => {
    @Entity('Area')
    class Area extends Model {
      @Field.id() id!: Auto<number>;
      @OneToOne(
        () => Place,
        (place) => place.area,
      )
      place!: One<Place>;
    }
    @Entity('Place')
    class Place extends Model {
      @Field.id() id!: Auto<number>;
      @ManyToOne(() => Area, { onDelete: 'cascade' }) area!: Ref<Area>;
    }
    expect(() => db.use(Area, Place)).toThrow(
      /Area.place: of Place.area there may be several. Declare that side with @OneToOne/,
    );
    @Entity('Seat')
    class Seat extends Model {
      @Field.id() id!: Auto<number>;
      @OneToMany(
        () => Guest,
        (guest) => guest.seat,
      )
      guests!: Many<Guest>;
    }
    @Entity('Guest')
    class Guest extends Model {
      @Field.id() id!: Auto<number>;
      @OneToOne(() => Seat, { onDelete: 'cascade' }) seat!: Ref<Seat>;
    }
    expect(() => db.use(Seat, Guest)).toThrow(
      /Seat.guests: of Guest.seat there is at most one. Declare it with @OneToOne/,
    );
    @Entity('Shelf')
    class Shelf extends Model {
      @Field.id() id!: Auto<number>;
      @OneToMany(
        () => Book,
        (book) => book.shelf,
      )
      books!: Many<Book>;
      @OneToMany(
        () => Book,
        (book) => book.shelf,
      )
      again!: Many<Book>;
    }
    @Entity('Book')
    class Book extends Model {
      @Field.id() id!: Auto<number>;
      @ManyToOne(() => Shelf, { onDelete: 'cascade' }) shelf!: Ref<Shelf>;
    }
    expect(() => db.use(Shelf, Book)).toThrow(/Shelf.books and Shelf.again are the other side of one field. Keep one/);
  });
});
