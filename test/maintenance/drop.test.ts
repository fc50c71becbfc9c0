// Containers and many-to-many relations that a newer version of a class declares no more.
import {
  type Auto,
  type Counter,
  Database,
  Entity,
  Field,
  Index,
  type List,
  type Many,
  ManyToMany,
  Model,
  QueryError,
  type RedisSet,
  SchemaChangedError,
} from 'redstart';
import { bindingOf } from '../../src/entity/binding.js';
import { dropParts } from '../../src/maintenance/drop.js';
import { targetOf } from '../../src/maintenance/target.js';
import { expectConsistent, keysFrom } from '../support/consistency.js';
import { interrupted } from '../support/interrupted.js';
import { programOf, server, useOneServer } from '../support/one-server.js';

@Entity('User')
class OldUser extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Field.list() items!: List;
  @Field.counter() visits!: Counter;
  @Index() @Field.set() tags!: RedisSet;
  @ManyToMany(() => OldGroup, { inverse: (group) => group.members, kind: 'list' }) groups!: Many<OldGroup, 'list'>;
}

@Entity('Group')
class OldGroup extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToMany(() => OldUser, { inverse: (user) => user.groups, kind: 'set' }) members!: Many<OldUser, 'set'>;
}

@Entity('User')
class NewUser extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Field.list() items!: List;
}

@Entity('Group')
class NewGroup extends Model {
  @Field.id() id!: Auto<number>;
}

@Entity('Person')
class OldPerson extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @ManyToMany(() => OldPerson, { kind: 'sortedSet' }) friends!: Many<OldPerson, 'sortedSet'>;
}

@Entity('Person')
class NewPerson extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
}

const DROPPED = [
  { kind: 'index dropped', name: 'members tags', here: undefined, there: 'kept' },
  { kind: 'container dropped', name: 'visits', here: undefined, there: 'kept' },
  { kind: 'container dropped', name: 'tags', here: undefined, there: 'kept' },
  { kind: 'relation dropped', name: 'groups', here: undefined, there: 'list Group #in:members' },
];

useOneServer();

async function older(): Promise<{ db: Database; users: OldUser[]; groups: OldGroup[] }> {
  const db = await Database.connect(server.address, { namespace: 'blog', models: [OldUser, OldGroup] });
  const users = await OldUser.insertMany([{ name: 'ada' }, { name: 'bob' }]);
  const groups = await OldGroup.insertMany([{}, {}]);
  for (const user of users) {
    await user.items.push('kept');
    await user.visits.increment(3);
    await user.tags.add('jazz', user.name);
    await user.groups.add(...groups);
  }
  return { db, users, groups };
}

/** The keys of what was dropped. */
const left = async (db: Database) =>
  (await keysFrom(db, '{blog}:'))
    .filter((key) => /#own:(visits|tags|groups):|#(\d+\/)?(in:|of:|eq:tags)/.test(key))
    .sort();

const sizes = async (db: Database, model: string) =>
  Object.keys(await db.redis.hgetall(`{blog}:${model}#counts`)).filter((name) => /^(in|of):/.test(name));

const target = (model: typeof NewUser | typeof NewGroup) =>
  targetOf(bindingOf(model).connection, bindingOf(model).schema);

describe('containers and relations that are declared no more', () => {
  it('are told of, stay, and are found again by a class that declares them', async () => {
    const { db, users } = await older();
    await using _old = db;
    const [User] = await programOf(NewUser);
    expect(await User.schemaChanges()).toEqual(DROPPED);
    const { dropped } = await User.reindex();
    expect(dropped).toEqual(['members tags']);
    await (await User.get(1)).update({ name: 'Ada' });
    expect(await User.schemaChanges()).toEqual(DROPPED.slice(1));
    expect(await users[0]!.visits.value()).toBe(3);
    expect(await users[0]!.groups.ids()).toEqual([1, 2]);
    expect([await users[0]!.tags.has('ada'), await users[0]!.tags.size()]).toEqual([true, 2]);
    expect((await OldUser.schemaChanges()).map(({ kind }) => kind)).toEqual(['index']);
    await OldUser.reindex();
    expect(
      await OldUser.query()
        .where({ tags: { contains: 'ada' } })
        .ids(),
    ).toEqual([1]);
    await expectConsistent(db, OldUser);
  });

  it('tells a class that has more of what the server does not know yet', async () => {
    const [User] = await programOf(NewUser);
    await User.create({ name: 'ada' });
    await using _db = await Database.connect(server.address, { namespace: 'blog', models: [OldUser, OldGroup] });
    const more = { here: 'declared', there: undefined };
    expect((await OldUser.schemaChanges()).slice(1)).toEqual([
      { kind: 'container', name: 'visits', ...more },
      { kind: 'container', name: 'tags', ...more },
      { kind: 'relation', name: 'groups', here: 'list Group #in:members', there: undefined },
    ]);
    await OldUser.create({ name: 'bob' });
    expect((await OldUser.schemaChanges()).map(({ kind }) => kind)).toEqual(['index']);
  });

  it('go with their entity', async () => {
    const { db } = await older();
    await db.close();
    const [User, now] = await programOf(NewUser);
    expect(await User.deleteMany([1, 2])).toBe(2);
    expect((await left(now)).filter((key) => !key.includes('eq:tags'))).toEqual([]);
    expect(await keysFrom(now, '{blog}:User#own:')).toEqual([]);
  });

  it('are deleted where they are named, and nothing else is', async () => {
    const { db } = await older();
    await db.close();
    const [User, now] = await programOf(NewUser);
    const [Group] = await programOf(NewGroup);
    expect((await User.reindex({ drop: ['visits', 'tags'] })).dropped).toEqual(['members tags', 'visits', 'tags']);
    expect(await left(now)).toEqual([
      '{blog}:Group#in:members:1',
      '{blog}:Group#in:members:2',
      '{blog}:User#of:Group.members:1',
      '{blog}:User#of:Group.members:2',
      '{blog}:User#own:groups:1',
      '{blog}:User#own:groups:2',
    ]);
    expect((await User.schemaChanges()).map(({ name }) => name)).toEqual(['groups']);
    expect((await User.reindex({ drop: ['groups'] })).dropped).toEqual(['groups']);
    // the other side has declared them as well
    expect((await left(now)).length).toBe(4);
    expect(await Group.reindex({ drop: ['members'] })).toMatchObject({ dropped: ['members'] });
    expect(await left(now)).toEqual([]);
    expect([await User.schemaChanges(), await Group.schemaChanges()]).toEqual([[], []]);
    expect(await (await User.get(2)).items.toArray()).toEqual(['kept']);
    expect([await User.verify(), await Group.verify()]).toMatchObject([{ total: 0 }, { total: 0 }]);
    expect((await User.reindex({ drop: ['visits', 'groups', 'nothing'] })).dropped).toEqual([]);
    const stored = JSON.parse((await now.redis.hget('{blog}#models', 'User'))!);
    expect([stored.owned, stored.links, stored.going]).toEqual([['{blog}:User#own:items:'], undefined, undefined]);
  });

  it('leaves no list of a relation behind, however long it has become, nor its size', async () => {
    const { db } = await older();
    const users = await OldUser.insertMany(Array.from({ length: 700 }, (_, i) => ({ name: `user ${i}` })));
    await (await OldGroup.get(1)).members.add(...users);
    expect(await sizes(db, 'User')).toEqual(['of:Group.members:1']);
    await db.close();
    const [Group, now] = await programOf(NewGroup);
    const [User] = await programOf(NewUser);
    await Group.reindex({ drop: ['members'] });
    await User.reindex({ drop: ['groups', 'tags', 'visits'] });
    expect([await left(now), await sizes(now, 'User')]).toEqual([[], []]);
    await expectConsistent(now, User);
  });

  it('takes the lists of a relation to its own model, and those of long ids', async () => {
    const [Person, db] = await programOf(OldPerson);
    const long = 'x'.repeat(200);
    const [ada, bob] = await Person.insertMany([{ id: long }, { id: 'bob' }]);
    await ada!.friends.add([ada!, 1], [bob!, 2]);
    await bob!.friends.add([ada!, 1]);
    expect((await keysFrom(db, '{blog}:Person#in:friends')).length).toBe(2);
    const [Now, now] = await programOf(NewPerson);
    expect((await Now.reindex({ drop: ['friends'] })).dropped).toEqual(['friends']);
    expect((await keysFrom(now, '{blog}:Person#')).sort()).toEqual(['{blog}:Person#counts', '{blog}:Person#ids']);
    await expectConsistent(now, Now);
  });

  it('is not deleted where an older program writes meanwhile, which has what is left', async () => {
    const { db, users } = await older();
    await using _old = db;
    const [User, now] = await programOf(NewUser);
    await User.reindex();
    const stopped = interrupted(target(User), 'own:visits:', () => users[1]!.update({ name: 'Bob' }));
    await expect(dropParts(stopped, ['visits'])).rejects.toThrow(
      new SchemaChangedError('User', [
        { kind: 'container dropped', name: 'visits', here: undefined, there: 'kept by another program' },
      ]),
    );
    expect(await users[0]!.visits.value()).toBe(3);
    expect(await User.schemaChanges()).toContainEqual(DROPPED[1]);
    const linked = interrupted(target(User), 'of:Group.members', async () => {
      await users[0]!.groups.add(await OldGroup.create({}));
    });
    await expect(dropParts(linked, ['groups'])).rejects.toMatchObject({ changes: [{ kind: 'relation dropped' }] });
    await dropParts(target(User), ['visits']);
    expect((await left(now)).some((key) => key.includes('visits'))).toBe(false);
  });

  it('goes on where another call ended, with the keys of what was deleted meanwhile', async () => {
    const { db } = await older();
    await db.close();
    const [User, now] = await programOf(NewUser);
    await User.reindex();
    const end = new Error('the program has ended');
    for (const text of ['own:groups:', 'own:visits:']) {
      const [, name] = text.split(':');
      const killed = interrupted(target(User), text, () => Promise.reject(end));
      await expect(dropParts(killed, [name!])).rejects.toThrow(end);
    }
    expect((await User.schemaChanges()).map(({ name }) => name)).toEqual(['visits', 'tags', 'groups']);
    await (await User.get(1)).delete();
    expect((await keysFrom(now, '{blog}:User#own:')).every((key) => key.endsWith(':2'))).toBe(true);
    await User.reindex({ drop: ['visits', 'groups', 'tags'] });
    expect(await keysFrom(now, '{blog}:User#own:')).toEqual(['{blog}:User#own:items:2']);
    expect(await User.schemaChanges()).toEqual([]);
  });

  it('refuses names of what is declared, of fields, and what is not a list of names', async () => {
    const [User, db] = await programOf(NewUser);
    await User.create({ name: 'ada' });
    const [stored] = await db.storedSchemas();
    await expect(stored!.reindex({ drop: ['items'] } as never)).rejects.toThrow(/^"drop" is not an option of reindex/);
    await expect(User.reindex({ drop: ['items'] })).rejects.toThrow(/^User declares items, .* out of drop\.$/);
    await expect(User.reindex({ drop: ['name'] })).rejects.toThrow(/^User\.name is a field, .* @Migrate\(\)\.$/);
    for (const drop of ['items', [1], [''], true] as never[])
      await expect(User.reindex({ drop })).rejects.toThrow(QueryError);
  });
});
