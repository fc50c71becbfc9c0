import { type Auto, Entity, Field, Index, Migrate, Model, SchemaChangedError, type StoredSchema } from 'redstart';
import { expectConsistent } from '../support/consistency.js';
import { programOf, useOneServer } from '../support/one-server.js';

@Entity('User')
class Old extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() email!: string;
  @Field.integer({ optional: true }) age?: number;
}

@Entity('User')
class New extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() email!: string;
}

@Entity('User')
class Retyped extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() email!: string;
  @Field.text({ optional: true }) age?: string;
}

@Entity('User', { version: 2 })
@Migrate(2, ({ age, ...row }) => ({ ...row, years: age }))
class Second extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() email!: string;
  @Index() @Field.integer({ optional: true }) years?: number;
}

@Entity('Person')
class Renamed extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() email!: string;
}

useOneServer();

const dropped = { kind: 'field dropped', name: 'age', here: undefined, there: 'integer' };

describe('a field that is declared no more', () => {
  it('is told of until reindex() says that it is wanted no more', async () => {
    const [Older] = await programOf(Old);
    const [Newer] = await programOf(New);
    await Older.create({ email: 'a', age: 3 });
    await Newer.create({ email: 'b' });
    expect(await Newer.schemaChanges()).toEqual([dropped]);
    await Newer.reindex();
    expect(await Newer.schemaChanges()).toEqual([]);
    await Newer.create({ email: 'c' });
    expect(await Newer.schemaChanges()).toEqual([]);
    expect(await Newer.verify()).toMatchObject({ total: 0, entities: 3 });
  });

  it('is told of again where an older program goes on with it, whose values stayed', async () => {
    const [Older, db] = await programOf(Old);
    const [Newer] = await programOf(New);
    await Older.create({ email: 'a', age: 3 });
    await Newer.reindex();
    expect((await Older.get(1)).age).toBe(3);
    await Older.create({ email: 'b', age: 4 });
    expect(await Newer.schemaChanges()).toEqual([dropped]);
    await Older.reindex();
    expect(await Older.schemaChanges()).toEqual([]);
    await expectConsistent(db, Older);
  });

  it('keeps its type, which rows may have values of', async () => {
    const [Older] = await programOf(Old);
    const [Newer] = await programOf(New);
    await Older.create({ email: 'a', age: 3 });
    await Newer.reindex();
    const [Other] = await programOf(Retyped);
    await expect(Other.create({ email: 'c', age: 'old' })).rejects.toThrow(SchemaChangedError);
    expect((await Other.schemaChanges()).map(({ kind }) => kind)).toEqual(['type']);
  });

  it('is told of until migrate() has brought all rows up', async () => {
    const [Older] = await programOf(Old);
    const [Newer, db] = await programOf(Second);
    await Older.create({ email: 'a', age: 3 });
    await Newer.reindex();
    await Older.create({ email: 'b', age: 4 });
    expect((await Newer.schemaChanges()).map(({ kind }) => kind)).toEqual(['field dropped', 'version']);
    await Newer.migrate();
    expect(await Newer.schemaChanges()).toEqual([]);
    const [{ fields }] = (await db.storedSchemas()) as [StoredSchema];
    expect(fields.filter((field) => field.dropped).map(({ name }) => name)).toEqual(['age']);
    expect(
      await Newer.query()
        .where({ years: { gte: 3 } })
        .count(),
    ).toBe(2);
    await expectConsistent(db, Newer);
  });

  it('does not hide that a model was renamed', async () => {
    const [Older] = await programOf(Old);
    const [Newer] = await programOf(New);
    await Older.create({ email: 'a', age: 3 });
    await Newer.reindex();
    const [Person] = await programOf(Renamed);
    expect(await Person.schemaChanges()).toEqual([{ kind: 'renamed', name: 'Person', here: 'Person', there: 'User' }]);
  });
});
