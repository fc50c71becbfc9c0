import {
  type Auto,
  Database,
  Entity,
  EntityDeletedError,
  Field,
  Index,
  type Many,
  ManyToMany,
  MissingReferenceError,
  Model,
  QueryError,
  ref,
  ValidationError,
} from 'redstart';
import { expectConsistent, leftovers } from '../support/consistency.js';

@Entity('Person')
class Person extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() name!: string;
  @ManyToMany(() => Group, { kind: 'set', inverse: (group) => group.members }) groups!: Many<Group, 'set'>;
  @ManyToMany<Person, Person, 'set'>('Person', { kind: 'set', inverse: (person) => person.followers })
  follows!: Many<Person, 'set'>;
  @ManyToMany<Person, Person, 'set'>('Person', { kind: 'set' }) followers!: Many<Person, 'set'>;
}

@Entity('Group')
class Group extends Model {
  @Field.id({ generate: 'ulid' }) id!: Auto<string>;
  @Index({ ordered: true }) @Field.text() name!: string;
  @ManyToMany(() => Person, { kind: 'set', inverse: (person) => person.groups }) members!: Many<Person, 'set'>;
}

const models = [Person, Group] as const;
let db: Database;
let ada: Person;
let bob: Person;
let chess: Group;
let rowing: Group;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'pairs', models });
});
beforeEach(async () => {
  await db.redis.flushall();
  [ada, bob] = (await Person.insertMany([{ name: 'Ada' }, { name: 'Bob' }])) as [Person, Person];
  [chess, rowing] = (await Group.insertMany([
    { id: 'chess', name: 'Chess' },
    { id: 'rowing', name: 'Rowing' },
  ])) as [Group, Group];
});
afterEach(async () => {
  for (const model of models) await expectConsistent(db, model);
});
afterAll(() => db.close());

const names = (groups: readonly { readonly name: string }[]) => groups.map(({ name }) => name);

describe('a many-to-many relation of sets', () => {
  it('is changed from either side, and both say the same', async () => {
    expect(await ada.groups.add(chess, rowing.id)).toBe(2);
    expect(await ada.groups.add(chess)).toBe(0);
    expect(await chess.members.add(ref(bob), ada)).toBe(1);
    expect(names(await ada.groups.all())).toEqual(['Chess', 'Rowing']);
    expect(await chess.members.ids()).toEqual([1, 2]);
    expect(await rowing.members.count()).toBe(1);
    expect([await bob.groups.has(chess), await bob.groups.has(rowing.id)]).toEqual([true, false]);
    expect(await rowing.members.delete(ada, bob)).toBe(1);
    expect(names(await ada.groups.all())).toEqual(['Chess']);
    await chess.members.clear();
    expect(await bob.groups.count()).toBe(0);
  });

  it('is a query like any other, and an iteration', async () => {
    await ada.groups.add(chess, rowing);
    expect(names(await ada.groups.query().orderBy({ name: 'desc' }).all())).toEqual(['Rowing', 'Chess']);
    expect(
      names(
        await ada.groups
          .query()
          .where({ name: { startsWith: 'C' } })
          .all(),
      ),
    ).toEqual(['Chess']);
    expect(
      await ada.groups
        .query()
        .where((group) => group.name.eq('Chess').not())
        .pluck((group) => group.name)
        .all(),
    ).toEqual(['Rowing']);
    const seen: string[] = [];
    for await (const group of ada.groups) seen.push(group.name);
    expect(seen).toEqual(['Chess', 'Rowing']);
  });

  it('leads to entities of the same model, each way', async () => {
    await ada.follows.add(bob, ada);
    expect(await bob.followers.ids()).toEqual([1]);
    expect(await ada.followers.ids()).toEqual([1]);
    await bob.followers.delete(ada);
    expect(await ada.follows.ids()).toEqual([1]);
    await ada.delete();
    expect(await bob.follows.count()).toBe(0);
  });

  it('is loaded along in the same round trip, with conditions', async () => {
    await ada.groups.add(chess, rowing);
    await bob.groups.add(rowing);
    const people = await Person.query()
      .with({ groups: { orderBy: { name: 'desc' }, limit: 1, with: { members: true } } })
      .all();
    expect(people.map(({ groups }) => names(groups.get()))).toEqual([['Rowing'], ['Rowing']]);
    expect(names(people[0]!.groups.get()[0]!.members.get())).toEqual(['Ada', 'Bob']);
  });

  it('lets go of an entity that is deleted, on both sides', async () => {
    await ada.groups.add(chess, rowing);
    await bob.groups.add(chess);
    await chess.delete();
    expect(names(await ada.groups.all())).toEqual(['Rowing']);
    expect(await bob.groups.count()).toBe(0);
    await Person.deleteMany([1]);
    expect(await rowing.members.count()).toBe(0);
    await bob.groups.add(rowing);
    await Person.query().where({ name: 'Bob' }).delete();
    await rowing.delete();
    expect((await leftovers(db)).filter((key) => !key.endsWith('#counts'))).toEqual([]);
  });

  it('lets go of several entities at once that are linked to each other', async () => {
    const cy = await Person.create({ name: 'Cy' });
    await ada.follows.add(ada, bob, cy);
    await bob.follows.add(ada, cy);
    await cy.follows.add(bob);
    await chess.members.add(ada, bob, cy);
    await db.session(async (session) => {
      session.delete(ada);
      session.delete(bob);
      session.delete(chess);
    });
    expect(await cy.follows.count()).toBe(0);
    expect(await cy.followers.count()).toBe(0);
    expect(await cy.groups.count()).toBe(0);
  });

  it('deletes nothing where another program keeps something else in the place of a list', async () => {
    await chess.members.add(ada, bob);
    const list = (await db.redis.keys('*')).find((key) => key.endsWith(`:${bob.id}`) && key.includes('Group#'))!;
    await db.redis.rename(list, 'aside');
    await db.redis.set(list, 'something else');
    await expect(chess.delete()).rejects.toThrow('WRONGTYPE');
    await db.redis.rename('aside', list);
    expect(await chess.members.ids()).toEqual([1, 2]);
    expect(await ada.groups.ids()).toEqual(['chess']);
    expect(await Group.exists('chess')).toBe(true);
  });

  it('deletes nothing where that is so of a list whose ids are numbers', async () => {
    await chess.members.add(ada, bob);
    const list = (await db.redis.keys('*')).find((key) => key.endsWith(':chess') && key.includes('Person#'))!;
    await bob.groups.add(rowing);
    await db.redis.rename(list, 'aside');
    await db.redis.set(list, 'something else');
    await expect(bob.delete()).rejects.toThrow('WRONGTYPE');
    await db.redis.rename('aside', list);
    expect(await bob.groups.ids()).toEqual(['chess', 'rowing']);
    expect(await Person.exists(2)).toBe(true);
  });

  it('refuses what is not there, and adds nothing of the call', async () => {
    const added = ada.groups.add(chess, 'nobody');
    await expect(added).rejects.toMatchObject({
      name: 'MissingReferenceError',
      model: 'Person',
      field: 'groups',
      to: 'Group',
      id: 'nobody',
    });
    await expect(added).rejects.toBeInstanceOf(MissingReferenceError);
    expect(await ada.groups.count()).toBe(0);
    await bob.delete();
    await expect(bob.groups.add(chess)).rejects.toBeInstanceOf(EntityDeletedError);
  });

  it('refuses what is not an entity of the other side', async () => {
    const untyped = ada.groups as unknown as { add(...given: unknown[]): Promise<number> };
    for (const wrong of [ada, '', undefined, null, 7, {}, [chess]])
      await expect(untyped.add(wrong)).rejects.toThrow('Person.groups: add() takes entities of Group in this database');
    await expect(ada.groups.add(Group.build({ name: 'New' }))).rejects.toThrow(
      'a Group that was never saved. Save it first',
    );
    await expect(Person.build({ name: 'New' }).groups.add(chess)).rejects.toThrow(QueryError);
    expect(() => {
      (ada as unknown as { groups: unknown }).groups = [chess];
    }).toThrow(
      'Person was not changed, because its values do not fit. Correct these: groups: expected nothing assigned to it: Person.groups is changed by its own methods',
    );
    expect(() => Person.build({ groups: [chess] } as never)).toThrow(ValidationError);
  });

  it('keeps thousands of pairs in parts, reads and lets go of them', async () => {
    const people = await Person.insertMany(Array.from({ length: 700 }, (_, i) => ({ name: `P${i}` })));
    expect(await chess.members.add(...people.toReversed())).toBe(700);
    expect(await chess.members.query().where({ name: 'P634' }).ids()).toEqual([people[634]!.id]);
    expect(await chess.members.query().within(7).offset(600).limit(2).ids()).toEqual([
      people[600]!.id,
      people[601]!.id,
    ]);
    expect(await chess.members.has(people[500]!)).toBe(true);
    await expectConsistent(db, Group);
    expect(await chess.members.delete(...people.slice(0, 300))).toBe(300);
    expect(await chess.members.count()).toBe(400);
    await chess.delete();
    expect(await people[500]!.groups.count()).toBe(0);
  });
});
