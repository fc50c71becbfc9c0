import { type Auto, Entity, Field, Index, Model, SchemaChangedError, Unique, UniqueError } from 'redstart';
import { expectConsistent } from '../support/consistency.js';
import { programOf, server, useOneServer } from '../support/one-server.js';

@Entity('User')
class Old extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.text({ optional: true }) city?: string;
  @Field.integer() age!: number;
}

@Entity('User')
class New extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text({ optional: true }) phone?: string;
  @Index() @Field.integer() age!: number;
  @Unique() @Field.text() email!: string;
  @Index() @Field.text({ optional: true }) city?: string;
}

@Entity('User')
class Other extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() age!: string;
}

@Entity('User')
class Named extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @Field.text() email!: string;
}

interface Known {
  readonly schema: string;
  readonly fields: readonly string[];
  readonly indexes: readonly { readonly kind: string; readonly name: string; readonly state?: string }[];
}

useOneServer();

describe('what the server knows of a model', () => {
  const known = async (): Promise<Known> => JSON.parse((await server.admin.hget('{blog}#models', 'User'))!) as Known;
  const states = async () =>
    Object.fromEntries(
      (await known()).indexes.map(({ kind, name, state }) => [`${kind} ${name}`, state ?? 'complete']),
    );

  it('comes with the first write, and not with reads', async () => {
    const [User] = await programOf(Old);
    await User.query().where({ city: 'Oslo' }).all();
    expect(await server.admin.dbsize()).toBe(0);
    await User.create({ email: 'a', age: 1 });
    expect((await known()).fields).toEqual(['email', 'city', 'age']);
    expect(await states()).toEqual({ 'exact city': 'complete', 'unique email': 'complete' });
    expect(await server.admin.hget('{blog}:User#counts', 'schema')).toBe((await known()).schema);
  });

  it('is written once, however many write', async () => {
    const [User] = await programOf(Old);
    await User.create({ email: 'a', age: 1 });
    const before = await known();
    const monitor = await server.admin.monitor();
    const commands: string[][] = [];
    monitor.on('monitor', (_, command: string[]) => commands.push(command));
    const [Again] = await programOf(Old);
    await (await Again.create({ email: 'b', age: 2 })).update({ age: 3 });
    monitor.disconnect();
    expect(commands.length).toBeGreaterThan(5);
    expect(commands.filter(([, key]) => key === '{blog}#models')).toEqual([]);
    expect(await known()).toEqual(before);
  });

  it('grows with what a newer program declares, whose indexes everyone keeps from then on', async () => {
    const [User] = await programOf(Old);
    const [Newer, db] = await programOf(New);
    const first = await User.create({ email: 'a', age: 1 });
    await Newer.create({ email: 'b', age: 2, phone: '7' });
    expect((await known()).fields).toEqual(['phone', 'age', 'email', 'city']);
    expect(await states()).toEqual({ 'ordered age': 'building', 'unique email': 'complete', 'exact city': 'complete' });
    // the older program knows nothing of the index of ages, and keeps it all the same
    await User.create({ email: 'c', age: 3 });
    await first.update({ age: 4 });
    expect(await server.admin.zrange('{blog}:User#by:age', '0', '-1')).toEqual(['a2', 'a3', 'a1']);
    await expect(Newer.create({ email: 'c', age: 9 })).rejects.toThrow(UniqueError);
    await expectConsistent(db, Newer);
  });

  it('keeps an index that a newer program declares no more', async () => {
    const [Newer, db] = await programOf(New);
    const [User] = await programOf(Old);
    const one = await Newer.create({ email: 'a', age: 1 });
    expect(await states()).toEqual({ 'ordered age': 'complete', 'unique email': 'complete', 'exact city': 'complete' });
    await (await User.get(one.id)).update({ age: 5, city: 'Oslo' });
    await User.create({ email: 'b', age: 7 });
    expect(
      await Newer.query()
        .where({ age: { gte: 5 } })
        .ids(),
    ).toEqual([1, 2]);
    await (await User.get(one.id)).delete();
    await expectConsistent(db, Newer);
  });

  it.each([
    ['another type of a field', Other, { age: 'old' }, { kind: 'type', name: 'age', here: 'text', there: 'integer' }],
    ['another type of ids', Named, { email: 'x' }, { kind: 'id', name: 'id', here: 'text', there: 'integer' }],
  ])('refuses a program with %s, and writes nothing', async (_, model, input, change) => {
    const [User, db] = await programOf(Old);
    await User.create({ email: 'a', age: 1 });
    const keys = await server.admin.dbsize();
    const [Wrong] = await programOf(model as typeof Other);
    const refused = Wrong.create(input as never);
    await expect(refused).rejects.toThrow(SchemaChangedError);
    await expect(refused).rejects.toMatchObject({ code: 'SCHEMA_CHANGED', model: 'User', changes: [change] });
    expect(await server.admin.dbsize()).toBe(keys);
    await expectConsistent(db, User);
  });

  it('doubts all indexes of rows that are older than what it knows', async () => {
    const [User] = await programOf(Old);
    await User.create({ email: 'a', age: 1 });
    await server.admin.del('{blog}#models');
    await server.admin.hdel('{blog}:User#counts', 'schema');
    await User.create({ email: 'b', age: 1 });
    expect(await states()).toEqual({ 'exact city': 'doubted', 'unique email': 'doubted' });
    await expect(User.create({ email: 'b', age: 1 })).rejects.toThrow(UniqueError);
  });
});
