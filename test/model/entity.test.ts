import { Database, ValidationError } from 'redstart';
import { expectConsistent, leftovers } from '../support/consistency.js';
import { Animal, ada, Dog, Note, User, usersDatabase } from './users.js';

const db = usersDatabase();

describe('build', () => {
  it('makes an entity that is not saved', async () => {
    const user = User.build(ada);
    expect(user.isNew).toBe(true);
    expect(user.id).toBeUndefined();
    expect(await db().redis.dbsize()).toBe(0);
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
    await db().redis.hset('{app}:User:1', 'score', '1.50');
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
    expect(await leftovers(db())).toEqual([]);
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
