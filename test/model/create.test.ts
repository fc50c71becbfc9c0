import { EntityExistsError, NotFoundError, UniqueError } from 'redstart';
import { bindingOf } from '../../src/entity/binding.js';
import { ChangeSet } from '../../src/write/change-set.js';
import { expectConsistent } from '../support/consistency.js';
import { ada, Note, Place, sentBy, User, usersDatabase } from './users.js';

const db = usersDatabase();

describe('create', () => {
  it('gives the entity its id, its defaults and its place in the indexes', async () => {
    const user = await User.create(ada);
    expect(user).toBeInstanceOf(User);
    expect({ ...user }).toEqual({ ...ada, id: 1, hits: 0, joined: new Date(0) });
    expect(user.isNew).toBe(false);
    expect(user.isDirty).toBe(false);
    expect(await User.get(1)).toEqual(user);
  });

  it.each(['save', 'session'] as const)('gives defaults to one that was made by new as well: %s', async (way) => {
    const user = Object.assign(new User(), ada);
    if (way === 'save') await user.save();
    else await db().session(async (session) => session.add(user));
    expect({ ...user }).toMatchObject({ hits: 0, joined: new Date(0) });
    expect(await User.get(1)).toEqual(user);
    expect(user.isDirty).toBe(false);
  });

  it('stores values as they are read with redis-cli', async () => {
    await User.create({ ...ada, score: 0.1, joined: new Date(1000) });
    expect(await db().redis.hgetall('{app}:User:1')).toEqual({
      ...ada,
      age: '36',
      score: '0.1',
      hits: '0',
      joined: '1000',
    });
  });

  it('is one command', async () => {
    await User.create(ada);
    expect(await sentBy(db(), () => User.create({ ...ada, email: 'b@x' }))).toHaveLength(1);
  });

  it('gives no id away when it fails', async () => {
    await User.create(ada);
    const keys = (await db().redis.keys('*')).toSorted();
    const failed = User.create(ada);
    await expect(failed).rejects.toThrow(UniqueError);
    await expect(failed).rejects.toMatchObject({ code: 'UNIQUE', fields: ['email'], value: ['ada@x'], holder: 1 });
    expect((await db().redis.keys('*')).toSorted()).toEqual(keys);
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
    await expectConsistent(db(), User);
    await expect(write(to('1', 'd', 'b'), to('2', 'd', 'c'))).rejects.toThrow(UniqueError);
    await expect(write(to('1', 'c', 'b'), to('3', 'd', 'a'))).rejects.toMatchObject({ holder: 2 });
  });
});
