import { inspect } from 'node:util';
import {
  type Auto,
  Database,
  DataRaceError,
  Entity,
  Field,
  ManyToOne,
  MissingReferenceError,
  Model,
  NotFoundError,
  QueryError,
  type Ref,
  ref,
  ValidationError,
} from 'redstart';
import { z } from 'zod';
import { expectConsistent } from '../support/consistency.js';
import { City, models, User } from './models.js';
import { Town } from './town.js';

let db: Database;
let oslo: City;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'relations', models });
});
beforeEach(async () => {
  await db.redis.flushdb();
  oslo = await City.create({ name: 'Oslo' });
});
afterEach(async () => {
  for (const model of models) await expectConsistent(db, model);
});
afterAll(() => db.close());

/** The commands that the server got meanwhile. */
async function calls(work: () => Promise<unknown>): Promise<number> {
  const count = async () => {
    const info = await db.redis.info('commandstats');
    return [...info.matchAll(/cmdstat_(?:fcall\w*|evalsha\w*|eval):calls=(\d+)/g)].reduce(
      (sum, [, calls]) => sum + Number(calls),
      0,
    );
  };
  const before = await count();
  await work();
  return (await count()) - before;
}

describe('a relation to one', () => {
  it('is given as an entity, as a reference, or as an id', async () => {
    const ada = await User.create({ name: 'Ada', city: oslo });
    const eve = await User.create({ name: 'Eve', city: ref(City, 1), boss: ref(ada) });
    const bob = await User.create({ name: 'Bob', city: 1, boss: 1 });
    expect([ada.city.id, eve.city.id, bob.city.id, bob.boss?.id]).toEqual([1, 1, 1, 1]);
    expect(await db.redis.hgetall('{relations}:User:2')).toEqual({ name: 'Eve', city: '1', boss: '1' });
  });

  it('is a reference once it is loaded, whose id costs nothing', async () => {
    await User.create({ name: 'Ada', city: oslo });
    const ada = await User.get(1);
    expect(ada.city.id).toBe(1);
    expect(ada.boss).toBeUndefined();
    expect(ada.city.isLoaded()).toBe(false);
    expect((await ada.city.load()).name).toBe('Oslo');
    expect(ada.city.isLoaded() && ada.city.get().name).toBe('Oslo');
    expect(await ada.city.load()).toBe(await ada.city.load());
  });

  it('leads to the entity that it was given', async () => {
    const ada = await User.create({ name: 'Ada', city: oslo });
    expect(ada.city.isLoaded()).toBe(true);
    expect(await ada.city.load()).toBe(oslo);
  });

  it('is loaded in one round trip with all that are asked for in a tick', async () => {
    for (let i = 0; i < 10; i++) await City.create({ name: `City ${i}` });
    await User.insertMany(Array.from({ length: 100 }, (_, i) => ({ name: `User ${i}`, city: (i % 10) + 1 })));
    const users = await User.query().all();
    // the server learns the script
    await City.findMany([1, 2]);
    expect(await calls(() => Promise.all(users.map((user) => user.city.load())))).toBe(1);
    expect(users.every((user) => user.city.isLoaded())).toBe(true);
  });

  it('is one object an entity in a session', async () => {
    await User.create({ name: 'Ada', city: oslo });
    await User.create({ name: 'Eve', city: oslo });
    await db.session(async () => {
      const [ada, eve] = await User.query().all();
      expect(await ada!.city.load()).toBe(await eve!.city.load());
      expect(await City.get(1)).toBe(await eve!.city.load());
    });
  });

  it('says that an entity is gone, or not loaded', async () => {
    const ada = await User.create({ name: 'Ada', city: oslo, born: 'nowhere' });
    await expect(ada.born!.load()).rejects.toThrow(NotFoundError);
    const again = await User.get(1);
    expect(() => (again.city as unknown as { get(): City }).get()).toThrow(QueryError);
  });

  it('is assigned, updated and taken away', async () => {
    const bergen = await City.create({ name: 'Bergen' });
    const ada = await User.create({ name: 'Ada', city: oslo, boss: undefined });
    ada.city = ref(bergen);
    ada.boss = ref(User, 1);
    expect(Object.keys(ada.changes)).toEqual(['city', 'boss']);
    await ada.save();
    expect((await User.get(1)).city.id).toBe(2);
    await ada.update({ city: oslo, boss: undefined });
    expect(await ada.city.load()).toBe(oslo);
    expect(await db.redis.hgetall('{relations}:User:1')).toEqual({ name: 'Ada', city: '1' });
  });

  it('is compared when it is saved', async () => {
    await City.create({ name: 'Bergen' });
    const ada = await User.create({ name: 'Ada', city: 1 });
    const other = await User.get(1);
    await other.update({ city: 2 });
    await expect(ada.update({ city: 2, boss: 1 })).rejects.toThrow(DataRaceError);
    expect(ada.city.id).toBe(1);
  });

  it('is its id in plain forms', async () => {
    const ada = await User.create({ name: 'Ada', city: oslo });
    expect(JSON.stringify(ada)).toBe('{"id":1,"name":"Ada","city":1}');
    expect(inspect(ada)).toContain('city: Ref City 1');
    expect(await User.query().select({ name: true, city: true }).all()).toEqual([{ name: 'Ada', city: 1 }]);
  });

  it('is checked by the schema of the input', () => {
    const schema = User.schema();
    expect(schema.parse({ name: 'Ada', city: 7 })).toEqual({ name: 'Ada', city: 7 });
    expect(() => schema.parse({ name: 'Ada', city: 'seven' })).toThrow(/a City, a reference to one, or the id of one/);
    expect(z.toJSONSchema(schema).properties!.city).toMatchObject({ type: 'integer', minimum: 0 });
  });
});

describe('a reference to what is not there', () => {
  it('is refused in the script that would write it', async () => {
    await expect(User.create({ name: 'Ada', city: 2 })).rejects.toThrow(
      new MissingReferenceError('User', 'city', 'City', 2),
    );
    const ada = await User.create({ name: 'Ada', city: 1 });
    await expect(ada.update({ boss: 9 })).rejects.toMatchObject({ field: 'boss', to: 'User', id: 9 });
    await expect(ada.update({ city: 9 })).rejects.toThrow(MissingReferenceError);
    expect(await User.query().count()).toBe(1);
    expect(await db.redis.hgetall('{relations}:User:1')).toEqual({ name: 'Ada', city: '1' });
  });

  it('is written with the rule "no action"', async () => {
    const ada = await User.create({ name: 'Ada', city: 1, born: 'atlantis' });
    expect(ada.born?.id).toBe('atlantis');
  });

  it('is refused of another model, by entity and by reference', async () => {
    const ada = await User.create({ name: 'Ada', city: oslo });
    for (const [city, found] of [
      [ada, 'an instance of User'],
      [ref(User, 1), 'a reference to a User'],
    ] as const)
      await expect(User.create({ name: 'Eve', city: city as never })).rejects.toThrow(
        `city: expected a City, a reference to one, or the id of one, found ${found}.`,
      );
    ada.city = ref(User, 1) as never;
    await expect(ada.save()).rejects.toThrow('found a reference to a User');
  });

  it('is refused of an entity that is new', async () => {
    const city = City.build({ name: 'New' });
    await expect(User.create({ name: 'Ada', city })).rejects.toThrow(/city: expected an entity of City that is saved/);
    expect(() => User.query().where({ city })).not.toThrow();
    await expect(User.query().where({ city }).all()).rejects.toThrow(/is new, to which nothing leads. Save it first/);
  });

  it('is fine where a save did not change it', async () => {
    const ada = await User.create({ name: 'Ada', city: 1 });
    await db.redis.del('{relations}:City:1');
    await ada.update({ name: 'Ada Lovelace' });
    await db.redis.hset('{relations}:City:1', 'name', 'Oslo');
  });
});

describe('what is not a reference', () => {
  it.each([
    ['an entity of another model', () => User.create({ name: 'Eve', city: 1 })],
    ['a reference of another model', async () => ref(User, 1)],
    ['an id of another type', async () => '1'],
    ['no id', async () => -1],
    ['NaN', async () => Number.NaN],
    ['null', async () => null],
  ])('is refused: %s', async (_, make) => {
    const city = (await make()) as never;
    await expect(User.create({ name: 'Ada', city })).rejects.toThrow(ValidationError);
    await expect(User.query().where({ city }).all()).rejects.toThrow(QueryError);
    const ada = await User.create({ name: 'Ada', city: 1 });
    ada.city = city;
    await expect(ada.save()).rejects.toThrow(ValidationError);
  });

  it('is refused: an entity of another database', async () => {
    const other = await Database.embedded({ namespace: 'relations' });
    try {
      const Elsewhere = other.bind(City);
      const paris = await Elsewhere.create({ name: 'Paris' });
      const refused = User.create({ name: 'Ada', city: paris });
      await expect(refused).rejects.toThrow(ValidationError);
      await expect(refused).rejects.toThrow(
        'city: expected a City of the same database, not of another one, the namespace "relations" at the embedded server: give the id',
      );
      const Guest = other.bind(User);
      const eve = await Guest.create({ name: 'Eve', city: paris });
      expect((await (await Guest.get(eve.id)).city.load()).name).toBe('Paris');
    } finally {
      await other.close();
    }
  });

  it('is refused by ref()', () => {
    expect(() => ref(City, 'x' as never)).toThrow(QueryError);
    expect(() => ref(7 as never)).toThrow(/ref\(\) takes an entity, or a model and an id, not number 7/);
  });
});

describe('queries', () => {
  it('find by an entity, a reference and an id', async () => {
    const bergen = await City.create({ name: 'Bergen' });
    const ada = await User.create({ name: 'Ada', city: oslo });
    await User.create({ name: 'Bob', city: bergen, boss: ada });
    await User.create({ name: 'Cem', city: bergen, born: 'x' });
    const names = async (query = User.query()) => (await query.all()).map(({ name }) => name);
    expect(await names(User.query().where({ city: oslo }))).toEqual(['Ada']);
    expect(await names(User.query().where({ city: ref(City, 2) }))).toEqual(['Bob', 'Cem']);
    expect(await names(User.query().where({ city: { in: [1, bergen] } }))).toEqual(['Ada', 'Bob', 'Cem']);
    expect(await names(User.query().where((user) => user.city.ne(oslo)))).toEqual(['Bob', 'Cem']);
    expect(await names(User.query().where({ boss: { isNull: true } }))).toEqual(['Ada', 'Cem']);
    expect(await names(User.query().where((user) => user.boss.eq(ada).or(user.born.eq(ref(Town, 'x')))))).toEqual([
      'Bob',
      'Cem',
    ]);
    expect(() =>
      User.query()
        .orderBy({ city: 'asc' } as never)
        .all(),
    ).rejects.toThrow(/has no order/);
  });
});

describe('bound models', () => {
  it('lead to the models of their database', async () => {
    const other = await Database.embedded({ namespace: 'tenant' });
    try {
      const [Place, Guest] = [other.bind(City), other.bind(User)];
      await Place.create({ name: 'Rome' });
      const eve = await Guest.create({ name: 'Eve', city: 1, born: 'x' });
      const city = await (await Guest.get(eve.id)).city.load();
      expect(city).toBeInstanceOf(Place);
      expect(await other.redis.exists('{tenant}:City:1')).toBe(1);
    } finally {
      await other.close();
    }
  });
});

@Entity('Alone')
class Alone extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => City, { onDelete: 'restrict' }) city!: Ref<City>;
}

describe('registration', () => {
  it('asks for the model that a relation leads to', async () => {
    const other = await Database.embedded({ namespace: 'alone' });
    try {
      expect(() => other.use(Alone)).toThrow(/Alone.city leads to City, which is not registered. Pass it along/);
      await expect(Alone.create({ city: 1 })).rejects.toThrow(/belongs to no database/);
    } finally {
      await other.close();
    }
  });
});
