import { type Auto, Database, Entity, Field, Index, Model, NotIndexedError, QueryError, Unique } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity()
class Page extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ignoreCase: true, ordered: true, suffix: true }) @Field.text({ optional: true }) whole?: string;
  @Index({ ignoreCase: true }) @Field.text({ optional: true }) listed?: string;
  @Unique({ ignoreCase: true }) @Field.text({ optional: true }) slug?: string;
  @Field.text({ optional: true }) plain?: string;
}

const TEXTS = ['x', 'Y', 'z', 'A', 'a_', 'É1', 'e\u0301', 'Straße', 'İx', '', 'ΟΔΟΣ', '\u{10400}', undefined, 'aX.TS'];
const PARTS = ['', 'X', 'x', 'A', 'É', 'S', '\u{10400}', 'ὁ', 'Z'];
const LISTS = [
  ['x', 'X'],
  ['X', 'y', 'none'],
  ['É1', 'A'],
  [...TEXTS.filter((text) => text !== undefined), 'none'],
];

const CONDITIONS: readonly object[] = [
  ...['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'startsWith', 'endsWith'].flatMap((operator) =>
    PARTS.map((part) => ({ [operator]: part })),
  ),
  ...['X', '!', '*X', 'A*', 'A!.Ts', '+X*', 'É?', '*σ'].map((like) => ({ like })),
  ...LISTS.flatMap((list) => [{ in: list }, { notIn: list }]),
  ...[
    ['A', 'X'],
    ['e', 'Z'],
    ['É', '\u{10400}'],
  ].map((between) => ({ between })),
  { isNull: true },
  { isNull: false },
];

describe('scan() of a text whose index ignores case', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Page] });
    await Page.insertMany(TEXTS.map((text) => ({ whole: text, listed: text, slug: text, plain: text })));
  });
  afterAll(() => db.close());

  it.each(['listed', 'slug'] as const)('finds by %s what an index with all operators finds', async (field) => {
    for (const condition of CONDITIONS) {
      const expected = await Page.query().where({ whole: condition }).ids();
      const scan = Page.query().scan();
      expect([condition, await scan.where({ [field]: condition }).ids()]).toEqual([condition, expected]);
      const outside = scan
        .where((page) => page[field].eq('nobody').or(page[field].isNull()))
        .where({ [field]: condition });
      expect(await outside.count()).toBe(
        await Page.query()
          .where({ whole: condition })
          .where({ whole: { isNull: true } })
          .count(),
      );
    }
  });

  it.each(['listed', 'slug'] as const)('orders by %s as such an index does', async (field) => {
    for (const direction of ['asc', 'desc'] as const) {
      const expected = await Page.query().orderBy({ whole: direction }).ids();
      const query = Page.query()
        .scan()
        .orderBy({ [field]: direction });
      expect(await query.ids()).toEqual(expected);
      const { rows, next } = await query.page({ size: 5 });
      const { rows: rest } = await query.page({ size: 20, after: next });
      expect([...rows, ...rest].map(({ id }) => id)).toEqual(expected);
    }
  });

  it('tells the fields by their names, and case where no index ignores it', async () => {
    const query = Page.query()
      .scan()
      .where({ slug: { endsWith: 'X' } })
      .orderBy({ listed: 'asc' });
    const explained = await query.explain();
    expect(explained.scanned).toEqual(['slug', 'listed']);
    expect(explained.steps[0]!.what).toMatch(/^scan slug/);
    expect(
      await Page.query()
        .scan()
        .where({ plain: { endsWith: 'X' } })
        .count(),
    ).toBe(0);
    await expect(
      Page.query()
        .where({ slug: { endsWith: 'X' } })
        .all(),
    ).rejects.toThrow(NotIndexedError);
  });

  it('follows what is saved', async () => {
    const page = await Page.create({ listed: 'Before', slug: 'Before' });
    await page.update({ listed: 'AFTER', slug: 'AFTER' });
    const query = Page.query().scan();
    expect(await query.where({ listed: { startsWith: 'aft' } }).ids()).toEqual([page.id]);
    expect(await query.where({ slug: { startsWith: 'BEF' } }).ids()).toEqual([]);
    await expect(query.where({ slug: { gt: Page.field(page.id, (it) => it.plain) } }).all()).rejects.toThrow(
      QueryError,
    );
    await page.delete();
    await expectConsistent(db, Page);
  });
});
