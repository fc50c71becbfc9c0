import { type Auto, Database, DataRaceError, Entity, Field, FullText, Index, Migrate, Model } from 'redstart';

@Entity('User')
class Before extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Field.text({ optional: true }) note?: string;
}

let made = 0;

/** What was added is of every kind; one of them is another each time. */
@Entity('User')
class After extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Field.text({ optional: true }) note?: string;
  @Index() @Field.integer({ default: 5 }) extra!: Auto<number>;
  @Index() @Field.integer({ default: () => ++made }) drawn!: Auto<number>;
  @Field.json({ default: () => [] }) tags!: Auto<string[]>;
  @Field.datetime({ on: 'create' }) created!: Auto<Date>;
  @Index() @Field.datetime({ on: 'save' }) saved!: Auto<Date>;
}

@Entity('User', { version: 2 })
@Migrate(2, ({ name, ...row }) => ({ ...row, first: name }))
class Second extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() first!: string;
  @Field.text({ optional: true }) note?: string;
  @Index() @Field.integer({ default: 5 }) extra!: Auto<number>;
  @Field.integer({ default: () => ++made }) drawn!: Auto<number>;
  @Field.json({ default: () => [] }) tags!: Auto<string[]>;
  @Field.datetime({ on: 'create' }) created!: Auto<Date>;
  @Field.datetime({ on: 'save' }) saved!: Auto<Date>;
}

@Entity('User')
class Computed extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Field.text({ optional: true }) note?: string;
  @Field.integer({ default: 5 }) extra!: Auto<number>;
  @FullText() @Field.text({ default: 'hello world' }) about!: Auto<string>;
  @Index({ ordered: true, ignoreCase: true }) @Field.text({ default: 'Mid' }) city!: Auto<string>;
  @Field.datetime({ on: 'save' }) saved!: Auto<Date>;
  @Index() @Field.integer() get twice(): number {
    return this.extra * 2;
  }
}

describe('fields with defaults, added to rows that are there', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Before] });
    await Before.insertMany([{ name: 'Ada' }, { name: 'Bob' }, { name: 'Cid' }]);
  });
  afterEach(() => db.close());

  it('are no reason to refuse changes of different fields', async () => {
    const newer = db.bind(After);
    const [one, other] = [await newer.get(1), await newer.get(1)];
    await one.update({ name: 'Ada 2' });
    await other.update({ note: 'n' });
    expect(await newer.get(1)).toMatchObject({
      name: 'Ada 2',
      note: 'n',
      extra: 5,
      drawn: one.drawn,
      created: one.created,
    });
    await newer.reindex();
    expect(await newer.verify()).toMatchObject({ total: 0 });
  });

  it('are set where the writer saw their default, and a row got it meanwhile', async () => {
    const newer = db.bind(After);
    const [one, other] = [await newer.get(1), await newer.get(1)];
    await one.update({ name: 'Ada 2' });
    await other.update({ extra: 9 });
    expect(await newer.get(1)).toMatchObject({ name: 'Ada 2', extra: 9 });
  });

  it('keep what another writer set meanwhile, where nobody sets them', async () => {
    const newer = db.bind(After);
    await newer.reindex();
    await db.redis.hdel(newer.keyOf(1), 'extra', 'drawn');
    const [one, other] = [await newer.get(1), await newer.get(1)];
    await one.update({ extra: 9, drawn: 1000 });
    await other.update({ name: 'Ada 2' });
    expect(await newer.get(1)).toMatchObject({ name: 'Ada 2', extra: 9, drawn: 1000 });
    expect(await newer.query().where({ extra: 9, drawn: 1000 }).ids()).toEqual([1]);
  });

  it('are still a race where two writers set one of them', async () => {
    const newer = db.bind(After);
    const [one, other] = [await newer.get(1), await newer.get(1)];
    await one.update({ extra: 9 });
    await expect(other.update({ extra: 10 })).rejects.toThrow(DataRaceError);
    expect((await newer.get(1)).extra).toBe(9);
  });

  it('are no reason to refuse a save that brings an older row up', async () => {
    const newer = db.bind(Second);
    const [one, two, three] = [await newer.get(1), await newer.get(2), await newer.get(3)];
    one.first = 'Ada 2';
    await one.save();
    await two.update({ note: 'n', extra: 6 });
    await db.session(async (session) => {
      session.add(three);
      three.first = 'Cid 2';
      session.increment(three, { extra: 2 });
    });
    expect(await newer.get(1)).toMatchObject({ first: 'Ada 2', extra: 5, tags: [] });
    expect(await newer.get(2)).toMatchObject({ first: 'Bob', note: 'n', extra: 6 });
    expect(await newer.get(3)).toMatchObject({ first: 'Cid 2', extra: 7 });
    await newer.reindex();
    expect(await newer.verify()).toMatchObject({ total: 0 });
  });

  it('are no reason to refuse many older rows that are written together', async () => {
    const newer = db.bind(Second);
    await db.session(async () => {
      for (const user of await newer.query().all()) user.note = 'together';
    });
    expect(
      await newer
        .query()
        .pluck((user) => user.note)
        .all(),
    ).toEqual(['together', 'together', 'together']);
  });

  it('are no reason to refuse a row that migrate() brought up after it was loaded', async () => {
    const newer = db.bind(Second);
    const ada = await newer.get(1);
    await newer.migrate();
    await ada.update({ first: 'Ada 2' });
    expect(await newer.get(1)).toMatchObject({ first: 'Ada 2', extra: 5 });
  });

  it('are compared where an index is computed of them', async () => {
    const newer = db.bind(Computed);
    const [one, other] = [await newer.get(1), await newer.get(1)];
    await one.update({ name: 'Ada 2' });
    await other.update({ note: 'n' });
    const [third, fourth] = [await newer.get(2), await newer.get(2)];
    await third.update({ extra: 9 });
    await expect(fourth.update({ name: 'Bob 2' })).rejects.toThrow(DataRaceError);
    await newer.reindex();
    expect(
      await newer
        .query()
        .where({ twice: { in: [10, 18] } })
        .ids(),
    ).toEqual([1, 2, 3]);
    expect(
      await newer
        .query()
        .where({ about: { search: 'hello' }, city: 'MID' })
        .count(),
    ).toBe(3);
    expect(await newer.verify()).toMatchObject({ total: 0 });
  });
});
