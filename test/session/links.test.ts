import {
  type Auto,
  Database,
  Entity,
  Field,
  type Many,
  ManyToMany,
  MissingReferenceError,
  Model,
  QueryError,
  Unique,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Person')
class Person extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() name!: string;
  @ManyToMany(() => Group, { kind: 'list', inverse: (group) => group.members }) groups!: Many<Group, 'list'>;
}

@Entity('Group', { ttl: null })
class Group extends Model {
  @Field.id({ generate: 'ulid' }) id!: Auto<string>;
  @ManyToMany(() => Person, { kind: 'sortedSet' }) members!: Many<Person, 'sortedSet'>;
}

const models = [Person, Group] as const;
let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'pairs', models });
});
beforeEach(() => db.redis.flushall());
afterEach(async () => {
  for (const model of models) await expectConsistent(db, model);
});
afterAll(() => db.close());

describe('a many-to-many relation in a session', () => {
  it('is written with the entities, which may be new on either side', async () => {
    const chess = await Group.create({ id: 'chess' });
    const ada = await db.session(async (session) => {
      const made = Person.build({ name: 'Ada' });
      const rowing = Group.build({ id: 'rowing' });
      const cooking = Group.build();
      session.many(made.groups).add(chess, rowing, cooking);
      session.many(chess.members).add([made, 7]);
      session.many(made.groups).delete('nobody');
      session.stream('{pairs}:events').add({ joined: 'Ada' });
      expect(await chess.members.count()).toBe(0);
      await session.flush();
      expect(await chess.members.score(made)).toBe(7);
      return made;
    });
    expect((await ada.groups.ids()).slice(0, 2)).toEqual(['chess', 'rowing']);
    expect(await ada.groups.count()).toBe(3);
    expect(await db.redis.xlen('{pairs}:events')).toBe(1);
  });

  it('is written whole or not at all, and stays where it is refused', async () => {
    const chess = await Group.create({ id: 'chess' });
    await Person.create({ name: 'Ada' });
    await db
      .session(async (session) => {
        const twin = Person.build({ name: 'Ada' });
        session.many(twin.groups).add(chess);
        await expect(session.flush()).rejects.toMatchObject({ code: 'UNIQUE', entity: twin });
        expect(await chess.members.count()).toBe(0);
        twin.name = 'Bob';
      })
      .then(async () => expect(await chess.members.ids()).toEqual([2]));
    const bob = await Person.get(2);
    await db.session(async (session) => {
      bob.name = 'Bert';
      session.add(bob);
      session.many(bob.groups).add('nobody');
      const refused = session.flush();
      await expect(refused).rejects.toBeInstanceOf(MissingReferenceError);
      await expect(refused).rejects.toMatchObject({ entity: bob, id: 'nobody' });
      session.rollback();
    });
    expect((await bob.reload()).name).toBe('Bob');
  });

  it('follows deletions of the same flush', async () => {
    const [chess, rowing] = [await Group.create({ id: 'chess' }), await Group.create({ id: 'rowing' })];
    const ada = await Person.create({ name: 'Ada' });
    await ada.groups.add(chess, rowing);
    await db.session((session) => {
      session.delete(chess);
      session.many(ada.groups).delete(rowing);
      session.many(ada.groups).add(rowing);
    });
    expect(await ada.groups.ids()).toEqual(['rowing']);
    await expect(
      db.session((session) => {
        session.delete(rowing);
        session.many(ada.groups).add(rowing);
      }),
    ).rejects.toBeInstanceOf(MissingReferenceError);
    expect(await rowing.members.ids()).toEqual([1]);
  });

  it('refuses what it cannot write', async () => {
    const ada = await Person.create({ name: 'Ada' });
    const loose = Group.build();
    await db.session(async (session) => {
      const untyped = session.many.bind(session) as (given: unknown) => unknown;
      for (const wrong of [undefined, ada, [], { side: 7 }, 'groups']) expect(() => untyped(wrong)).toThrow(QueryError);
      expect(() => session.many(ada.groups).add(ada as never)).toThrow('add() takes entities of Group');
      expect(() => session.many(Group.build().members).add([ada, Number.NaN])).toThrow(RangeError);
      session.rollback();
      session.many(ada.groups).add(loose);
      await expect(session.flush()).rejects.toThrow('an entity that is new does not belong to the session');
      session.rollback();
    });
    await expect(ada.groups.add(loose)).rejects.toThrow('Save it first, or link both in a session');
    expect(await Group.query().count()).toBe(0);
  });
});
