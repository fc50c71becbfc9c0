import { type Auto, Database, Entity, Field, FullText, Index, Model } from 'redstart';

@Entity('User')
class Before extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

@Entity('User')
class After extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text() name!: string;
  @Field.datetime({ on: 'save' }) saved!: Auto<Date>;
  @Index({ ordered: true, ignoreCase: true }) @Field.text({ default: 'Mid' }) city!: Auto<string>;
  @Index() get initial(): string {
    return this.name[0]!;
  }
}

describe('an index that is computed, added with a field that every save sets', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Before] });
  });
  afterEach(() => db.close());

  it('is built of rows that were never saved since', async () => {
    await Before.insertMany([{ name: 'Ada' }, { name: 'Bob' }]);
    const newer = db.bind(After);
    await newer.reindex();
    expect(await newer.query().where({ initial: 'B' }).ids()).toEqual([2]);
    expect(
      await newer
        .query()
        .where({ name: { search: 'ada' }, city: 'MID' })
        .ids(),
    ).toEqual([1]);
    expect(await newer.verify()).toMatchObject({ total: 0 });
    await newer.change(1, { name: 'Eve' });
    expect((await newer.get(1)).saved).toBeInstanceOf(Date);
    expect(await newer.query().where({ initial: 'E' }).ids()).toEqual([1]);
  });
});
