import { DataRaceError, EntityDeletedError, UniqueError, ValidationError } from 'redstart';
import { commandsOf } from '../support/commands.js';
import { leftovers } from '../support/consistency.js';
import { ada, sentBy, User, usersDatabase } from './users.js';

const db = usersDatabase();

describe('save', () => {
  it('writes the fields that changed and the index entries that follow', async () => {
    const user = await User.create(ada);
    user.city = 'Paris';
    const commands = await commandsOf(db().redis, () => user.save());
    expect(commands).toMatchObject({ hset: 1, srem: 1, sadd: 1 });
    for (const name of ['zadd', 'zrem', 'hdel', 'incr']) expect(commands).not.toHaveProperty(name);
    expect(await User.query().where({ city: 'Paris' }).ids()).toEqual([1]);
    expect(await User.query().where({ city: 'London' }).ids()).toEqual([]);
  });

  it('is one command, and none when nothing changed', async () => {
    const user = await User.create(ada);
    expect(await sentBy(db(), () => user.save())).toEqual([]);
    user.name = undefined;
    expect(await sentBy(db(), () => user.save())).toHaveLength(1);
    user.name = undefined;
    user.city = 'London';
    expect(await sentBy(db(), () => user.save())).toEqual([]);
  });

  it('takes away a value that became undefined', async () => {
    const user = await User.create(ada);
    user.age = undefined;
    await user.save();
    expect(await db().redis.hexists('{app}:User:1', 'age')).toBe(0);
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

describe('increment', () => {
  it('adds on the server, and the indexes follow', async () => {
    await User.create(ada);
    const [one, other] = [await User.get(1), await User.get(1)];
    await Promise.all([one.increment({ age: 1, hits: 2 }), other.increment({ age: 10 })]);
    expect([one.age, other.age].includes(47)).toBe(true);
    expect(await User.query().where({ age: 47 }).ids()).toEqual([1]);
    expect(one.hits).toBe(2);
    expect(one.isDirty).toBe(false);
    expect(await sentBy(db(), () => one.increment({ age: 1 }))).toHaveLength(1);
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
      expect(await db().redis.hget('{app}:User:1', 'score')).toBe(String(a + b));
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
    expect(await leftovers(db())).toEqual(['{app}:User#counts']);
    await user.delete();
    await expect(User.build(ada).delete()).rejects.toThrow(EntityDeletedError);
  });

  it('follows the row that is stored, not the one that was loaded', async () => {
    await User.create(ada);
    const [one, other] = [await User.get(1), await User.get(1)];
    await one.update({ city: 'Paris', email: 'new@x', name: undefined });
    await other.delete();
    expect(await leftovers(db())).toEqual(['{app}:User#counts']);
  });
});
