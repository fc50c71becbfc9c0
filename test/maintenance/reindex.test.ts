import { setTimeout as pause } from 'node:timers/promises';
import {
  type Auto,
  Database,
  Entity,
  Field,
  Index,
  Model,
  type ReindexProgress,
  SchemaChangedError,
  Unique,
  UniqueError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';
import { programOf, server, useOneServer } from '../support/one-server.js';
import { After, Before, user } from './user-versions.js';

@Entity('User')
class Other extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() age!: string;
}

@Entity('Person')
class Renamed extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.text({ optional: true }) city?: string;
  @Field.integer() age!: number;
  @Field.text({ optional: true }) name?: string;
}

@Entity('User')
class OldText extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @Field.integer() age!: number;
}

@Entity('User')
class NewText extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @Index() @Field.integer() age!: number;
}

const TOTAL = 1700;

useOneServer();

describe('an index that older entities lack', () => {
  async function loaded(): Promise<[typeof Before, typeof After, Database]> {
    const [User] = await programOf(Before);
    await User.insertMany(Array.from({ length: TOTAL }, (_, i) => user(i)));
    const [Newer, db] = await programOf(After);
    return [User, Newer, db];
  }

  it('is refused by queries that need it, and by no other', async () => {
    const [, Newer] = await loaded();
    const refused = Newer.query().where({ age: 7 }).all();
    await expect(refused).rejects.toThrow(SchemaChangedError);
    await expect(refused).rejects.toMatchObject({
      code: 'SCHEMA_CHANGED',
      model: 'User',
      changes: [{ kind: 'index', name: 'ordered age', there: 'not built' }],
      message:
        'User has changed: the index ordered age is not built. Run User.reindex(), which builds it beside live writers.',
    });
    await expect(Newer.query().orderBy({ age: 'desc' }).limit(3).ids()).rejects.toThrow('ordered age');
    await expect(
      Newer.query()
        .where((u) => u.name.isNull())
        .count(),
      // both keep the list of those without a name
    ).rejects.toThrow(/(exact|lexical) name is not built/);
    await expect(Newer.findBy({ name: 'name 3' })).rejects.toThrow('unique name');
    await expect(
      Newer.query()
        .where({ name: { startsWith: 'n' } })
        .exists(),
    ).rejects.toThrow('lexical name');
    expect((await Newer.findBy({ email: '3@example.com' }))?.id).toBe(4);
    expect(await Newer.query().count()).toBe(TOTAL);
    expect((await Newer.get(3)).age).toBe(2);
  });

  it('is built, and then it answers; one that is declared no more goes', async () => {
    const [, Newer, db] = await loaded();
    const seen: ReindexProgress[] = [];
    const report = await Newer.reindex({ onProgress: (progress) => seen.push(progress), batch: 100 });
    expect(report).toEqual({
      model: 'User',
      built: expect.arrayContaining(['ordered age', 'exact name', 'unique name', 'lexical name']),
      dropped: ['exact city'],
      entities: TOTAL,
    });
    expect(seen.at(-1)).toEqual({ model: 'User', done: TOTAL, total: TOTAL });
    expect(seen.length).toBeGreaterThan(10);
    await expectConsistent(db, Newer);
    expect(await Newer.query().where({ age: 7 }).count()).toBe(TOTAL / 50);
    expect(
      await Newer.query()
        .where((u) => u.name.isNull())
        .count(),
    ).toBe(TOTAL / 5);
    expect(await Newer.schemaChanges()).toEqual([]);
  });

  it('says what differs', async () => {
    const [User, Newer] = await loaded();
    expect(await User.schemaChanges()).toEqual([]);
    expect(await Newer.schemaChanges()).toEqual([
      { kind: 'index', name: 'ordered age', here: 'declared', there: 'not built' },
      { kind: 'index', name: 'lexical name', here: 'declared', there: 'not built' },
      { kind: 'index', name: 'exact name', here: 'declared', there: 'not built' },
      { kind: 'index', name: 'unique name', here: 'declared', there: 'not built' },
      { kind: 'index dropped', name: 'exact city', here: undefined, there: 'kept' },
    ]);
    const [Wrong] = await programOf(Other);
    expect((await Wrong.schemaChanges()).map(({ kind, name }) => [kind, name])).toContainEqual(['type', 'age']);
    const [Person] = await programOf(Renamed);
    expect(await Person.schemaChanges()).toEqual([{ kind: 'renamed', name: 'Person', here: 'Person', there: 'User' }]);
  });

  it('is built beside writers of both versions', async () => {
    const [User, Newer, db] = await loaded();
    let done = false;
    const old = await User.query().limit(300).all();
    // as often as a step, or they would make more than it builds
    const write = async (work: (i: number) => Promise<unknown>) => {
      for (let i = 0; !done; i++) await Promise.all([work(i), pause(2)]);
    };
    const writers = [
      write((i) => old[i % old.length]!.update({ age: 100 + (i % 9), name: i % 2 ? undefined : `old ${i}` })),
      write((i) => Newer.create({ ...user(i), email: `new ${i}`, name: `new ${i}` })),
      write((i) => User.create({ ...user(i), email: `older ${i}`, name: undefined })),
      write(async (i) => (await Newer.find(1000 + (i % 600)))?.delete()),
    ];
    const report = await Newer.reindex({ batch: 20 }).finally(() => {
      done = true;
    });
    await Promise.all(writers);
    expect(report.built).toHaveLength(4);
    // the older program goes on with its index of cities, which is not complete any more
    await User.create({ ...user(1), email: 'late', name: undefined });
    await expect(User.query().where({ city: 'city 1' }).all()).rejects.toThrow(SchemaChangedError);
    await Newer.reindex();
    await expectConsistent(db, Newer);
  });

  it('is not built where two entities have a value that has to be unique', async () => {
    const [User, Newer, db] = await loaded();
    await User.create({ ...user(3), email: 'twin' });
    const refused = Newer.reindex();
    await expect(refused).rejects.toThrow(UniqueError);
    await expect(refused).rejects.toMatchObject({ fields: ['name'], value: ['name 3'], holder: 4, other: TOTAL + 1 });
    await expect(Newer.findBy({ name: 'name 3' })).rejects.toThrow('unique name');
    await (await User.get(TOTAL + 1)).delete();
    await Newer.reindex();
    await expectConsistent(db, Newer);
  });

  it('ends when its signal aborts, and another call completes it', async () => {
    const [, Newer, db] = await loaded();
    const abort = new AbortController();
    const onProgress = ({ done }: ReindexProgress) => done > 500 && abort.abort();
    await expect(Newer.reindex({ batch: 50, signal: abort.signal, onProgress })).rejects.toThrow('aborted');
    await expect(Newer.query().where({ age: 7 }).all()).rejects.toThrow('building');
    await Newer.reindex();
    await expectConsistent(db, Newer);
  });

  it('is built by several programs at once', async () => {
    const [, Newer, db] = await loaded();
    const [Again] = await programOf(After);
    await Promise.all([Newer.reindex({ batch: 90 }), Again.reindex({ batch: 110 })]);
    await expectConsistent(db, Newer);
    expect(await Again.query().where({ age: 7 }).count()).toBe(TOTAL / 50);
  });

  it('is built for ids that are text', async () => {
    const [User] = await programOf(OldText);
    await User.insertMany(Array.from({ length: 300 }, (_, i) => ({ age: i })));
    const [Newer, db] = await programOf(NewText);
    await Newer.reindex({ batch: 7 });
    await expectConsistent(db, Newer);
    expect(
      await Newer.query()
        .where({ age: { lt: 10 } })
        .count(),
    ).toBe(10);
  });

  it('is built by connect, where it is asked to', async () => {
    await loaded();
    const target = server.address;
    const building = await Database.connect(target, { namespace: 'blog', models: [After], schema: 'build' });
    expect(await After.query().where({ age: 7 }).count()).toBe(TOTAL / 50);
    await building.close();
    await expect(Database.connect(target, { namespace: 'blog', models: [Other] })).rejects.toThrow(SchemaChangedError);
    await expect(Database.connect(target, { schema: 'drop' as never })).rejects.toThrow(
      "schema is 'check' or 'build', not string \"drop\". Correct it, or leave it out.",
    );
  });
});
