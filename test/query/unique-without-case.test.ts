import { type Auto, Database, Entity, Field, Index, Model, SchemaChangedError, Unique, UniqueError } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Unique<Page>((page) => [page.site, page.slug])
@Entity('Page')
class Page extends Model {
  @Field.id() id!: Auto<number>;
  @Field.integer() site!: number;
  @Index({ ignoreCase: true }) @Field.text({ optional: true }) slug?: string;
}

@Unique<WithCase>((page) => [page.site, page.slug])
@Entity('Page')
class WithCase extends Model {
  @Field.id() id!: Auto<number>;
  @Field.integer() site!: number;
  @Field.text({ optional: true }) slug?: string;
}

describe('what several fields have unique, of which one ignores case', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushdb());
  afterAll(() => db.close());
  const open = (model: typeof Page | typeof WithCase) => Database.connect(db.address, { models: [model] });

  it('is compared as the field is alone', async () => {
    await using _own = await open(Page);
    const home = await Page.create({ site: 1, slug: 'Über' });
    const taken = { fields: ['site', 'slug'], value: [1, 'ÜBER'], holder: home.id };
    await expect(Page.create({ site: 1, slug: 'ÜBER' })).rejects.toMatchObject(taken);
    await expect(
      Page.insertMany([
        { site: 2, slug: 'a' },
        { site: 2, slug: 'A' },
      ]),
    ).rejects.toMatchObject({ twin: 0 });
    const other = await Page.create({ site: 2, slug: 'über' });
    expect((await Page.findBy({ site: 1, slug: 'üBER' }))?.id).toBe(home.id);
    expect((await Page.upsert({ site: 2, slug: 'ÜBer' }, { by: { site: true, slug: true } })).id).toBe(other.id);
    expect(await Page.query().where({ slug: 'über' }).ids()).toEqual([home.id, other.id]);
    // in other letters it is the same entity's, and none at all is nobody's
    await home.update({ slug: 'üBer' });
    await Page.insertMany([{ site: 1 }, { site: 1 }]);
    await home.delete();
    await Page.create({ site: 1, slug: 'üBEr' });
    await expectConsistent(db, Page);
    expect((await Page.verify()).problems).toEqual([]);
  });

  it('is another index than that of the texts as they are, which reindex() builds', async () => {
    await using _old = await open(WithCase);
    await WithCase.insertMany([
      { site: 1, slug: 'a' },
      { site: 1, slug: 'b' },
    ]);
    const twin = await WithCase.create({ site: 1, slug: 'B' });
    await using _new = await open(Page);
    const asked = Page.findBy({ site: 1, slug: 'A' });
    await expect(asked).rejects.toThrow(SchemaChangedError);
    await expect(Page.reindex()).rejects.toThrow(UniqueError);
    await Page.deleteMany([twin.id]);
    await Page.reindex();
    expect((await Page.findBy({ site: 1, slug: 'B' }))?.id).toBe(2);
    await expect(Page.create({ site: 1, slug: 'A' })).rejects.toThrow(UniqueError);
    await expectConsistent(db, Page);
  });
});
