import { type Auto, Database, Entity, EntityExistsError, Field, Index, Model, Unique, UniqueError } from 'redstart';
import { bindingOf } from '../../src/entity/binding.js';
import type { Change, StoredValues } from '../../src/write/change.js';
import { ChangeSet } from '../../src/write/change-set.js';
import { expectConsistent } from '../support/consistency.js';

@Entity('City')
class City extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() name!: string;
  @Index() @Field.integer() people!: number;
}

@Entity('Visit')
class Visit extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() place!: string;
  @Unique() @Field.integer() ticket!: number;
}

describe('a change set', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [City, Visit] });
  });
  afterEach(() => db.close());

  const insert = (model: typeof City | typeof Visit, row: StoredValues, id = ''): Change => {
    const { schema } = bindingOf(model);
    return { op: 'insert', schema, id, row };
  };
  const remove = (model: typeof City | typeof Visit, id: string): Change => {
    const { schema } = bindingOf(model);
    return { op: 'delete', schema, id };
  };
  const write = (...changes: Change[]) => ChangeSet.of(...changes).write(bindingOf(City).connection);

  it('writes entities of several models in one round trip', async () => {
    await City.create({ name: 'Rome', people: 3 });
    const written = await write(
      insert(City, ['Oslo', '7']),
      insert(Visit, ['Oslo', '1']),
      remove(City, '1'),
      insert(Visit, ['Oslo', '2'], '40'),
    );
    expect(written).toEqual(['2', '41', 1, '40']);
    expect(await City.query().where({ people: 7 }).ids()).toEqual([2]);
    expect(await Visit.query().where({ place: 'Oslo' }).ids()).toEqual([40, 41]);
    await expectConsistent(db, City);
    await expectConsistent(db, Visit);
  });

  it('writes nothing when one change is refused, and says so in the words of its model', async () => {
    await Visit.create({ place: 'Oslo', ticket: 5 });
    const refused = write(insert(City, ['Rome', '1']), insert(Visit, ['Rome', '5']));
    await expect(refused).rejects.toMatchObject({ code: 'UNIQUE', model: 'Visit', fields: ['ticket'], value: [5] });
    await expect(refused).rejects.toThrow(UniqueError);
    expect(await City.query().count()).toBe(0);
    expect((await City.create({ name: 'Rome', people: 1 })).id).toBe(1);
  });

  it('gives a unique value from one entity to another', async () => {
    await City.create({ name: 'Rome', people: 3 });
    await write(insert(City, ['Rome', '4']), remove(City, '1'));
    expect(await City.findBy({ name: 'Rome' })).toMatchObject({ id: 2, people: 4 });
    await expectConsistent(db, City);
  });

  it('is told of the first change that does not fit', async () => {
    await City.create({ name: 'Rome', people: 3 });
    await expect(write(insert(City, ['Rome', '1']), insert(City, ['Pisa', '1'], '1'))).rejects.toThrow(
      EntityExistsError,
    );
    await expect(write(insert(City, ['Pisa', '1']), insert(City, ['Rome', '2']))).rejects.toMatchObject({ holder: 1 });
  });

  it('refuses two changes of one entity', async () => {
    await City.create({ name: 'Rome', people: 3 });
    await expect(write(remove(City, '1'), remove(City, '1'))).rejects.toThrow('two changes of {app}:City:1');
    await expect(write(insert(City, ['a', '1'], '9'), insert(City, ['b', '1'], '9'))).rejects.toThrow(
      EntityExistsError,
    );
    expect(await City.query().count()).toBe(1);
  });

  it('sends nothing when it is empty', async () => {
    await db.redis.config('RESETSTAT');
    expect(await write()).toEqual([]);
    expect(await db.redis.info('commandstats')).not.toMatch(/fcall|evalsha/);
  });

  it('counts lists of any length, in any order of ids', async () => {
    const ids = Array.from({ length: 1500 }, (_, i) => (i * 7919) % 1500);
    for (let at = 0; at < ids.length; at += 500)
      await write(...ids.slice(at, at + 500).map((id) => insert(Visit, ['Oslo', String(id)], String(id))));
    await expectConsistent(db, Visit);
    expect(await Visit.query().where({ place: 'Oslo' }).count()).toBe(1500);
    for (let at = 0; at < 1200; at += 400)
      await write(...ids.slice(at, at + 400).map((id) => remove(Visit, String(id))));
    await expectConsistent(db, Visit);
    expect(await Visit.query().ids()).toEqual(ids.slice(1200).sort((a, b) => a - b));
  });
});
