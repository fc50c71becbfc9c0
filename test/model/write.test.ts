import {
  type Auto,
  Database,
  DataRaceError,
  Entity,
  EntityDeletedError,
  EntityExistsError,
  Field,
  Index,
  Model,
  NotFoundError,
  PrimaryKey,
  Unique,
  UniqueError,
  ValidationError,
} from 'redstart';
import { bindingOf } from '../../src/entity/binding.js';
import { ChangeSet } from '../../src/write/change-set.js';
import { expectConsistent, leftovers } from '../support/consistency.js';

@Entity()
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.text() city!: string;
  @Index() @Field.integer({ optional: true }) age?: number;
  @Index({ ordered: true }) @Field.text({ optional: true }) name?: string;
  @Field.float({ optional: true }) score?: number;
  @Field.integer({ default: 0 }) hits!: Auto<number>;
  @Index() @Field.datetime() joined: Auto<Date> = new Date(0);
}

@Unique<Place>((place) => [place.x, place.y])
@Entity()
class Place extends Model {
  @PrimaryKey() @Field.text() key!: string;
  @Field.integer() x!: number;
  @Field.integer({ optional: true }) y?: number;
}

@Entity()
class Note extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @Index() @Field.text({ optional: true }) text?: string;
}

@Entity('Animal')
class Animal extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() name!: string;
}

@Entity('Dog')
class Dog extends Animal {
  @Field.boolean({ default: true }) barks!: Auto<boolean>;
}

const MODELS = [User, Place, Note, Animal, Dog];
let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: MODELS });
});
afterEach(async () => {
  try {
    for (const model of MODELS) await expectConsistent(db, model);
  } finally {
    await db.redis.flushdb();
  }
});
afterAll(() => db.close());

const ada = { email: 'ada@x', city: 'London', age: 36, name: 'Ada' };

type Counts = Record<string, number>;

/** The commands of the server by name, those of its scripts as well. */
async function commandCounts(): Promise<Counts> {
  const text = (await db.redis.info('commandstats')) as string;
  const pairs = [...text.matchAll(/cmdstat_([^:]+):calls=(\d+)/g)];
  return Object.fromEntries(pairs.map(([, name, calls]) => [name!, Number(calls)]));
}

const OWN = new Set(['info', 'config|resetstat']);

/** What a piece of work makes the server do. */
async function commandsOf(work: () => Promise<unknown>): Promise<Counts> {
  await db.redis.config('RESETSTAT');
  await work();
  return Object.fromEntries(Object.entries(await commandCounts()).filter(([name]) => !OWN.has(name)));
}

/** The commands that the client sends. */
async function sentBy(work: () => Promise<unknown>): Promise<string[]> {
  const spy = jest.spyOn(db.redis, 'sendCommand');
  try {
    await work();
    return spy.mock.calls.map(([command]) => command.name);
  } finally {
    spy.mockRestore();
  }
}

describe('create', () => {
  it('gives the entity its id, its defaults and its place in the indexes', async () => {
    const user = await User.create(ada);
    expect(user).toBeInstanceOf(User);
    expect({ ...user }).toEqual({ ...ada, id: 1, hits: 0, joined: new Date(0) });
    expect(user.isNew).toBe(false);
    expect(user.isDirty).toBe(false);
    expect(await User.get(1)).toEqual(user);
  });

  it('stores values as they are read with redis-cli', async () => {
    await User.create({ ...ada, score: 0.1, joined: new Date(1000) });
    expect(await db.redis.hgetall('{app}:User:1')).toEqual({
      ...ada,
      age: '36',
      score: '0.1',
      hits: '0',
      joined: '1000',
    });
  });

  it('is one command', async () => {
    await User.create(ada);
    expect(await sentBy(() => User.create({ ...ada, email: 'b@x' }))).toHaveLength(1);
  });

  it('gives no id away when it fails', async () => {
    await User.create(ada);
    const keys = (await db.redis.keys('*')).toSorted();
    const failed = User.create(ada);
    await expect(failed).rejects.toThrow(UniqueError);
    await expect(failed).rejects.toMatchObject({ code: 'UNIQUE', fields: ['email'], value: ['ada@x'], holder: 1 });
    expect((await db.redis.keys('*')).toSorted()).toEqual(keys);
    expect((await User.create({ ...ada, email: 'b@x' })).id).toBe(2);
  });

  it('refuses an id that is taken', async () => {
    await User.create({ ...ada, id: 7 });
    const failed = User.create({ ...ada, email: 'b@x', id: 7 });
    await expect(failed).rejects.toThrow(EntityExistsError);
    await expect(failed).rejects.toMatchObject({ code: 'ENTITY_EXISTS', id: 7 });
    expect((await User.get(7)).email).toBe('ada@x');
  });

  it('counts on from the highest id that a caller gave', async () => {
    await User.create({ ...ada, id: 7 });
    await User.create({ ...ada, id: 3, email: 'b@x' });
    expect((await User.create({ ...ada, email: 'c@x' })).id).toBe(8);
  });

  it('makes ids of its own kind', async () => {
    const note = await Note.create({});
    expect(note.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(await Note.exists(note.id)).toBe(true);
  });

  it('lets one of many writers of a unique value win', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => User.create(ada)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await User.query().count()).toBe(1);
  });
});

describe('build', () => {
  it('makes an entity that is not saved', async () => {
    const user = User.build(ada);
    expect(user.isNew).toBe(true);
    expect(user.id).toBeUndefined();
    expect(await db.redis.dbsize()).toBe(0);
    await user.save();
    expect(user.isNew).toBe(false);
    expect(user.id).toBe(1);
  });

  it('takes less than all values, which a save then asks for', async () => {
    const user = User.build();
    await expect(user.save()).rejects.toThrow(ValidationError);
    await expect(user.update({ city: 'x' })).rejects.toThrow(ValidationError);
    user.email = 'x';
    await user.update({ city: 'x' });
    expect(await User.get(1)).toEqual(user);
  });
});

describe('get, find, findMany, findBy, exists', () => {
  it('find what is there', async () => {
    const user = await User.create(ada);
    expect(await User.find(1)).toEqual(user);
    expect(await User.findBy({ email: 'ada@x' })).toEqual(user);
    expect(await User.exists(1)).toBe(true);
    expect(await User.findMany([2, 1, 1])).toEqual([undefined, user, user]);
    expect(await User.findMany([])).toEqual([]);
  });

  it('tell what is not there', async () => {
    await expect(User.get(1)).rejects.toThrow(NotFoundError);
    await expect(User.get(1)).rejects.toMatchObject({ code: 'NOT_FOUND', id: 1 });
    expect(await User.find(1)).toBeUndefined();
    expect(await User.findBy({ email: 'x' })).toBeUndefined();
    expect(await User.exists(1)).toBe(false);
  });

  it('find by several values that are unique together', async () => {
    const place = await Place.create({ key: 'a', x: 1, y: 23 });
    await Place.create({ key: 'b', x: 12, y: 3 });
    expect(await Place.findBy({ y: 23, x: 1 })).toEqual(place);
    expect(await Place.findBy({ x: 1, y: 3 })).toBeUndefined();
  });
});

describe('save', () => {
  it('writes the fields that changed and the index entries that follow', async () => {
    const user = await User.create(ada);
    user.city = 'Paris';
    const commands = await commandsOf(() => user.save());
    expect(commands).toMatchObject({ hset: 1, srem: 1, sadd: 1 });
    for (const name of ['zadd', 'zrem', 'hdel', 'incr']) expect(commands).not.toHaveProperty(name);
    expect(await User.query().where({ city: 'Paris' }).ids()).toEqual([1]);
    expect(await User.query().where({ city: 'London' }).ids()).toEqual([]);
  });

  it('is one command, and none when nothing changed', async () => {
    const user = await User.create(ada);
    expect(await sentBy(() => user.save())).toEqual([]);
    user.name = undefined;
    expect(await sentBy(() => user.save())).toHaveLength(1);
    user.name = undefined;
    user.city = 'London';
    expect(await sentBy(() => user.save())).toEqual([]);
  });

  it('takes away a value that became undefined', async () => {
    const user = await User.create(ada);
    user.age = undefined;
    await user.save();
    expect(await db.redis.hexists('{app}:User:1', 'age')).toBe(0);
    expect(
      await User.query()
        .where({ age: { isNull: true } })
        .ids(),
    ).toEqual([1]);
    user.age = 5;
    await user.save();
    expect(
      await User.query()
        .where({ age: { isNull: true } })
        .ids(),
    ).toEqual([]);
  });

  it('notices a date that was changed in place', async () => {
    const user = await User.create(ada);
    user.joined.setTime(5000);
    expect(user.changes).toEqual({ joined: { from: new Date(0), to: new Date(5000) } });
    await user.save();
    expect((await User.get(1)).joined).toEqual(new Date(5000));
  });

  it('keeps what other writers wrote into other fields, and the indexes follow the merged row', async () => {
    await User.create(ada);
    const [one, other] = [await User.get(1), await User.get(1)];
    one.city = 'Paris';
    other.age = 40;
    await Promise.all([one.save(), other.save()]);
    expect(await User.get(1)).toMatchObject({ city: 'Paris', age: 40 });
    expect(await User.query().where({ city: 'Paris', age: 40 }).ids()).toEqual([1]);
  });

  it('refuses to overwrite what another writer wrote into the same field', async () => {
    await User.create(ada);
    const [one, other] = [await User.get(1), await User.get(1)];
    await one.update({ age: 37 });
    other.age = 40;
    other.city = 'Paris';
    const failed = other.save();
    await expect(failed).rejects.toThrow(DataRaceError);
    await expect(failed).rejects.toMatchObject({ model: 'User', id: 1, field: 'age', expected: '36', found: '37' });
    expect(await User.get(1)).toMatchObject({ city: 'London', age: 37 });
    expect(other.isDirty).toBe(true);
    await other.save({ force: true });
    expect(await User.get(1)).toMatchObject({ city: 'Paris', age: 40 });
  });

  it('tells a race on a value that came or went', async () => {
    await User.create(ada);
    const [one, other] = [await User.get(1), await User.get(1)];
    await one.update({ name: undefined });
    await expect(other.update({ name: '😀\n"' })).rejects.toMatchObject({ expected: 'Ada', found: undefined });
    await one.update({ name: '😀\n"' });
    const third = await User.get(1);
    await one.update({ name: '\0' });
    await expect(third.update({ name: 'x' })).rejects.toMatchObject({ expected: '😀\n"', found: '\0' });
  });

  it('checks and writes all fields with full', async () => {
    await User.create(ada);
    const [one, other] = [await User.get(1), await User.get(1)];
    await one.update({ age: 37 });
    other.city = 'Paris';
    await expect(other.save({ full: true })).rejects.toMatchObject({ code: 'DATA_RACE', field: 'age' });
    await other.reload();
    other.city = 'Paris';
    await other.save({ full: true });
    expect(await User.get(1)).toMatchObject({ city: 'Paris', age: 37 });
  });

  it('refuses an entity that was deleted, and writes it again with force', async () => {
    await User.create(ada);
    const [one, other] = [await User.get(1), await User.get(1)];
    await one.delete();
    const failed = other.update({ age: 1 });
    await expect(failed).rejects.toThrow(EntityDeletedError);
    await expect(failed).rejects.toMatchObject({ code: 'ENTITY_DELETED', id: 1 });
    await expect(other.increment({ age: 1 })).rejects.toThrow(EntityDeletedError);
    await expect(other.reload()).rejects.toThrow(EntityDeletedError);
    await other.save({ force: true });
    expect(await User.get(1)).toEqual(other);
    expect(await User.findBy({ email: 'ada@x' })).toEqual(other);
  });

  it('refuses another id', async () => {
    const user = await User.create(ada);
    user.id = 2;
    await expect(user.save()).rejects.toThrow(ValidationError);
    await expect(user.save({ force: true })).rejects.toThrow('a primary key cannot change');
    user.id = 1;
    await expect(user.update({ id: 2 })).rejects.toThrow(ValidationError);
    expect(user.id).toBe(1);
  });

  it('runs one after the other for one object', async () => {
    const user = User.build(ada);
    const first = user.save();
    user.city = 'Paris';
    await Promise.all([first, user.save()]);
    expect(await User.query().count()).toBe(1);
    expect(await User.get(1)).toMatchObject({ city: 'Paris' });
    await Promise.all([user.update({ age: 1 }), user.update({ age: 2 }), user.increment({ hits: 1 })]);
    expect(await User.get(1)).toMatchObject({ age: 2, hits: 1 });
    expect(user).toMatchObject({ age: 2, hits: 1, isDirty: false });
  });

  it('goes on after a write that failed', async () => {
    const user = await User.create(ada);
    const failed = user.update({ age: 0.5 });
    const done = user.update({ age: 5 });
    await expect(failed).rejects.toThrow(ValidationError);
    await done;
    expect((await User.get(1)).age).toBe(5);
  });
});

describe('update', () => {
  it('leaves the entity as it was when it is refused', async () => {
    await User.create({ ...ada, email: 'b@x' });
    const user = await User.create(ada);
    await expect(user.update({ city: 'Paris', email: 'b@x' })).rejects.toThrow(UniqueError);
    expect(user.isDirty).toBe(false);
    expect(await User.get(2)).toEqual(user);
  });
});

describe('unique values', () => {
  it('can be kept, given up and taken by another entity', async () => {
    const user = await User.create(ada);
    await user.update({ email: 'ada@x', city: 'Paris' });
    await user.update({ email: 'new@x' });
    const other = await User.create(ada);
    await expect(user.update({ email: 'ada@x' })).rejects.toMatchObject({ holder: 2 });
    await other.delete();
    await user.update({ email: 'ada@x' });
    expect((await User.findBy({ email: 'ada@x' }))?.id).toBe(1);
    expect(await User.findBy({ email: 'new@x' })).toBeUndefined();
  });

  it('do not count where a value is missing', async () => {
    await Place.create({ key: 'a', x: 1 });
    const place = await Place.create({ key: 'b', x: 1 });
    await place.update({ y: 2 });
    await expect(Place.create({ key: 'c', x: 1, y: 2 })).rejects.toMatchObject({
      fields: ['x', 'y'],
      value: [1, 2],
      holder: 'b',
    });
    await place.update({ y: undefined });
    await Place.create({ key: 'c', x: 1, y: 2 });
  });

  it('can be swapped within one change set', async () => {
    await User.insertMany([
      { ...ada, email: 'a' },
      { ...ada, email: 'b' },
      { ...ada, email: 'c' },
    ]);
    const { connection, schema } = bindingOf(User);
    const row = (email: string) => schema.fields.map(({ property }) => (property === 'email' ? email : null));
    const positions = [schema.fields.findIndex(({ property }) => property === 'email')];
    const to = (id: string, email: string, before: string) =>
      ({ op: 'update', schema, id, before: row(before), after: row(email), positions, compared: positions }) as const;
    const write = (...changes: ReturnType<typeof to>[]) => ChangeSet.of(...changes).write(connection);
    await write(to('1', 'b', 'a'), to('2', 'c', 'b'), to('3', 'a', 'c'));
    const holders = await Promise.all(['a', 'b', 'c'].map((email) => User.findBy({ email })));
    expect(holders.map((user) => user?.id)).toEqual([3, 1, 2]);
    await expectConsistent(db, User);
    await expect(write(to('1', 'd', 'b'), to('2', 'd', 'c'))).rejects.toThrow(UniqueError);
    await expect(write(to('1', 'c', 'b'), to('3', 'd', 'a'))).rejects.toMatchObject({ holder: 2 });
  });
});

describe('insertMany', () => {
  it('writes all, batch after batch', async () => {
    const users = await User.insertMany(Array.from({ length: 450 }, (_, i) => ({ ...ada, email: `u${i}` })));
    expect(users.map((user) => user.id)).toEqual(users.map((_, i) => i + 1));
    expect(users.every((user) => !user.isNew && !user.isDirty)).toBe(true);
    expect(
      await sentBy(() =>
        Note.insertMany(
          Array.from({ length: 45 }, () => ({})),
          { batch: 20 },
        ),
      ),
    ).toHaveLength(3);
    expect(await User.insertMany([])).toEqual([]);
  });

  it('checks all values before it writes any', async () => {
    const inputs = [ada, { ...ada, email: 'b@x', age: 0.5 }];
    await expect(User.insertMany(inputs, { batch: 1 })).rejects.toThrow(ValidationError);
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('refuses a batch in which a unique value comes twice', async () => {
    await expect(User.insertMany([ada, { ...ada, city: 'Paris' }])).rejects.toMatchObject({
      code: 'UNIQUE',
      holder: undefined,
    });
    await expect(User.insertMany([{ ...ada, id: 4 }, ada])).rejects.toMatchObject({ code: 'UNIQUE', holder: 4 });
    await expect(
      User.insertMany([
        { ...ada, id: 4 },
        { ...ada, id: 4, email: 'b@x' },
      ]),
    ).rejects.toMatchObject({ code: 'ENTITY_EXISTS', id: 4 });
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('gives no id that another entity of the batch brings along', async () => {
    const users = await User.insertMany([
      ada,
      { ...ada, email: 'b', id: 1 },
      { ...ada, email: 'c', id: 2 },
      { ...ada, email: 'd' },
    ]);
    expect(users.map((user) => user.id)).toEqual([3, 1, 2, 4]);
    expect(await User.query().count()).toBe(4);
  });

  it('refuses a batch that is not a number of entities', async () => {
    for (const batch of [0, -1, 1.5, Number.NaN])
      await expect(User.insertMany([ada], { batch })).rejects.toMatchObject({ code: 'QUERY' });
    expect(await db.redis.dbsize()).toBe(0);
  });
});

describe('increment', () => {
  it('adds on the server, and the indexes follow', async () => {
    await User.create(ada);
    const [one, other] = [await User.get(1), await User.get(1)];
    await Promise.all([one.increment({ age: 1, hits: 2 }), other.increment({ age: 10 })]);
    expect([one.age, other.age].includes(47)).toBe(true);
    expect(await User.query().where({ age: 47 }).ids()).toEqual([1]);
    expect(one.hits).toBe(2);
    expect(one.isDirty).toBe(false);
    expect(await sentBy(() => one.increment({ age: 1 }))).toHaveLength(1);
  });

  it('counts an absent value as 0', async () => {
    const user = await User.create({ email: 'x', city: 'y' });
    await user.increment({ age: 5, score: 0.5 });
    expect(await User.get(1)).toMatchObject({ age: 5, score: 0.5 });
    expect(
      await User.query()
        .where({ age: { isNull: true } })
        .count(),
    ).toBe(0);
  });

  it('stores a sum as JavaScript writes it', async () => {
    const user = await User.create(ada);
    const sums: [number, number][] = [
      [0.1, 0.2],
      [1e21, 1e20],
      [1e-7, 1e-8],
      [5e-324, 5e-324],
      [1e300, 1e299],
      [-0.5, 0.5],
      [123456789, 0.125],
      [-1e-7, 0],
      [2 ** 53, 1],
      [1e-310, 3e-310],
    ];
    for (const [a, b] of sums) {
      await user.update({ score: a });
      await user.increment({ score: b });
      expect(await db.redis.hget('{app}:User:1', 'score')).toBe(String(a + b));
      expect(user.score).toBe(a + b);
    }
  });

  it('refuses what the field cannot hold', async () => {
    const user = await User.create({ ...ada, age: 2 ** 53 - 1, score: Number.MAX_VALUE });
    await expect(user.increment({ age: 0.5 })).rejects.toThrow(ValidationError);
    await expect(user.increment({ age: 1, hits: 1 })).rejects.toThrow(ValidationError);
    await expect(user.increment({ score: Number.MAX_VALUE })).rejects.toThrow(ValidationError);
    await expect(user.increment({ score: Number.NaN })).rejects.toThrow(ValidationError);
    await expect(user.increment({ city: 1 } as never)).rejects.toThrow(ValidationError);
    await expect(user.increment({ id: 1 })).rejects.toThrow(ValidationError);
    await expect(user.increment({ nope: 1 } as never)).rejects.toThrow(ValidationError);
    await expect(User.build(ada).increment({ age: 1 })).rejects.toThrow(EntityDeletedError);
    expect(await User.get(1)).toEqual(user);
    expect(user.isDirty).toBe(false);
  });
});

describe('delete', () => {
  it('leaves nothing but the counter, and is fine twice', async () => {
    const user = await User.create(ada);
    await user.delete();
    expect(await leftovers(db)).toEqual(['{app}:User#counts']);
    await user.delete();
    await expect(User.build(ada).delete()).rejects.toThrow(EntityDeletedError);
  });

  it('follows the row that is stored, not the one that was loaded', async () => {
    await User.create(ada);
    const [one, other] = [await User.get(1), await User.get(1)];
    await one.update({ city: 'Paris', email: 'new@x', name: undefined });
    await other.delete();
    expect(await leftovers(db)).toEqual(['{app}:User#counts']);
  });
});

describe('an entity', () => {
  it('tells its changes', async () => {
    const user = User.build(ada);
    expect(Object.keys(user.changes).toSorted()).toEqual(['age', 'city', 'email', 'hits', 'joined', 'name']);
    await user.save();
    expect(user.changes).toEqual({});
    user.age = 1;
    user.name = undefined;
    expect(user.isDirty).toBe(true);
    expect(user.changes).toEqual({ age: { from: 36, to: 1 }, name: { from: 'Ada', to: undefined } });
    user.age = Number.NaN;
    expect(user.changes.age).toEqual({ from: 36, to: Number.NaN });
    await user.reload();
    expect(user.isDirty).toBe(false);
    expect(user.age).toBe(36);
  });

  it('is clean with awkward values', async () => {
    const user = await User.create({ ...ada, name: '\0', score: -0 });
    const again = await User.get(1);
    expect(again.isDirty).toBe(false);
    expect(again.score).toBe(-0);
    expect(again).toEqual(user);
  });

  it('is clean where another program wrote a number in another form', async () => {
    await User.create(ada);
    await db.redis.hset('{app}:User:1', 'score', '1.50');
    const user = await User.get(1);
    expect(user.isDirty).toBe(false);
    await user.update({ score: 2 });
    expect((await User.get(1)).score).toBe(2);
  });

  it('is copied without its id', async () => {
    const user = await User.create({ ...ada, joined: new Date(5) });
    const copy = user.copy();
    expect(copy.isNew).toBe(true);
    expect(copy.id).toBeUndefined();
    copy.joined.setTime(6);
    expect(user.joined).toEqual(new Date(5));
    copy.email = 'b@x';
    await copy.save();
    expect(copy.id).toBe(2);
  });

  it('is plain as JSON', async () => {
    const user = await User.create({ email: 'x', city: 'y' });
    expect(user.toJSON()).toStrictEqual({ id: 1, email: 'x', city: 'y', hits: 0, joined: new Date(0) });
    expect(JSON.parse(JSON.stringify(user))).toEqual({
      id: 1,
      email: 'x',
      city: 'y',
      hits: 0,
      joined: '1970-01-01T00:00:00.000Z',
    });
  });

  it('may have no value at all', async () => {
    const note = await Note.create({});
    expect(await Note.get(note.id)).toEqual(note);
    await note.update({ text: 'x' });
    await note.update({ text: undefined });
    expect(await Note.findMany([note.id])).toEqual([note]);
    expect(await Note.query().all()).toEqual([note]);
    expect(
      await Note.query()
        .where({ text: { isNull: true } })
        .count(),
    ).toBe(1);
    await note.save({ force: true });
    await note.delete();
    expect(await leftovers(db)).toEqual([]);
  });

  it('has the fields of the class that its own extends', async () => {
    const dog = await Dog.create({ name: 'Rex' });
    expect(await Dog.query().where({ name: 'Rex' }).all()).toEqual([dog]);
    expect(dog.barks).toBe(true);
    expect(await Animal.query().count()).toBe(0);
    expect((await Animal.create({ name: 'Rex' })).toJSON()).toEqual({ id: 1, name: 'Rex' });
  });
});

describe('db.bind', () => {
  it('gives the same model on another database', async () => {
    await using other = await Database.embedded({ namespace: 'tenant' });
    const Guest = other.bind(User);
    const guest = await Guest.create(ada);
    expect(guest).toBeInstanceOf(User);
    expect(await other.redis.exists('{tenant}:User:1')).toBe(1);
    expect(await Guest.get(1)).toEqual(guest);
    await guest.update({ age: 1 });
    expect(guest.copy()).toBeInstanceOf(Guest);
    expect(await User.query().count()).toBe(0);
    expect(Guest.name).toBe('User');
    await expectConsistent(other, Guest);
  });
});
