import { type Auto, Database, Entity, Field, FullText, Index, Model } from 'redstart';
import { expectConsistent } from '../../support/consistency.js';

@Entity('Book')
class Book extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @FullText() @Index({ ignoreCase: true }) @Field.text({ optional: true }) subtitle?: string;
  @Index() @Field.integer() year!: number;

  /** What a reader types into one box. */
  @FullText({ suffix: true }) @Field.text({ optional: true }) get everything(): string | undefined {
    return this.subtitle === 'hidden' ? undefined : [this.title, this.subtitle].filter(Boolean).join(' ');
  }
}

describe('a search of what a getter gives', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ namespace: 'getters', models: [Book] });
  });
  afterAll(() => db.close());
  afterEach(async () => {
    for (const book of await Book.query().all()) await book.delete();
    await expectConsistent(db, Book);
  });

  const found = (text: string) =>
    Book.query()
      .where((book) => book.everything.search(text))
      .ids();

  it('follows the fields that it is made of', async () => {
    const loom = await Book.create({ title: 'The Loom', subtitle: 'A history of weaving', year: 1801 });
    await Book.insertMany([
      { title: 'Engines', subtitle: 'and looms', year: 1843 },
      { title: 'Looms', subtitle: 'hidden', year: 1900 },
    ]);
    expect(await found('loom weaving')).toEqual([loom.id]);
    expect(await found('loom')).toHaveLength(2);
    expect(await found('*stori')).toEqual([loom.id]);
    await loom.update({ title: 'The Jacquard machine' });
    expect([await found('loom weaving'), await found('jacquard weave')]).toEqual([[], [loom.id]]);
    await loom.update({ year: 1802 });
    expect(await found('"jacquard machine"')).toEqual([loom.id]);
    await loom.update({ subtitle: 'hidden' });
    expect(await found('jacquard')).toEqual([]);
    await loom.update({ subtitle: undefined });
    expect(await found('jacquard')).toEqual([loom.id]);
    await expectConsistent(db, Book);
  });

  it('stands beside an index of the same text that compares without case', async () => {
    const { id } = await Book.create({ title: 'Looms', subtitle: 'Of Weaving', year: 1801 });
    expect(await Book.query().where({ subtitle: 'OF WEAVING' }).ids()).toEqual([id]);
    expect(await Book.query().search('subtitle:weaves').ids()).toEqual([id]);
    expect(await Book.query().search('weaves').count()).toBe(1);
  });

  it('joins with other conditions, ranks and pages', async () => {
    const books = await Book.insertMany(
      Array.from({ length: 9 }, (_, i) => ({ title: `Loom ${'x '.repeat(i)}`, year: 1800 + (i % 3) })),
    );
    const ids = books.map(({ id }) => id);
    const query = Book.query().search('loom');
    expect(await query.ids()).toEqual(ids);
    expect(
      await Book.query()
        .where((book) => book.everything.search('loom').and(book.year.eq(1801)))
        .ids(),
    ).toEqual([ids[1], ids[4], ids[7]]);
    const first = await query.page({ size: 4 });
    const second = await query.page({ size: 4, after: first.next });
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(ids.slice(0, 8));
  });
});
