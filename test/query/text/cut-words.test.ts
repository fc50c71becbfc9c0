import {
  type Auto,
  Database,
  Entity,
  Field,
  FullText,
  type Many,
  ManyToOne,
  Model,
  OneToMany,
  QueryError,
  type Ref,
} from 'redstart';

@Entity()
class Shelf extends Model {
  @Field.id() id!: Auto<number>;
  @OneToMany(
    () => Book,
    (book) => book.shelf,
  )
  books!: Many<Book>;
}

@Entity()
class Book extends Model {
  @Field.id() id!: Auto<number>;
  @FullText({ suffix: true, stemmer: false }) @Field.text() title!: string;
  @ManyToOne(() => Shelf, { onDelete: 'cascade' }) shelf!: Ref<Shelf>;
}

const WORDS = 100;

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Shelf, Book] });
  const shelf = await Shelf.create({});
  const titles = Array.from({ length: WORDS }, (_, i) => `med${String(i).padStart(3, '0')}x few${i % 60}`);
  await Book.insertMany([...titles, 'other'].map((title) => ({ title, shelf })));
});
afterAll(() => db.close());

describe('a word that stands for more than are looked up', () => {
  it('finds what has one of the first', async () => {
    expect(await Book.query().search('med*').count()).toBe(64);
  });

  it.each(['-med*', 'NOT *x', 'other OR NOT (few1 OR med*)', '-med000x~2'])(
    'leaves nothing out by chance: %s',
    async (text) => {
      const told =
        /^A search leaves out what has "[mx0-9ed]+" with a star or a tilde, .* the 64 words .* Write more letters of it\.$/;
      for (const ask of [
        () => Book.query().search(text).all(),
        () => Book.query().search(text).count(),
        () =>
          Book.query()
            .where((book) => book.title.search(text))
            .limit(1)
            .ids(),
        () => Book.query().search(text).aggregate({ count: true }),
      ]) {
        await expect(ask()).rejects.toThrow(QueryError);
        await expect(ask()).rejects.toThrow(told);
      }
    },
  );

  it('nor in conditions that are turned around', async () => {
    await expect(
      Book.query()
        .where((book) => book.title.search('med*').not())
        .count(),
    ).rejects.toThrow(QueryError);
    await expect(
      Shelf.query()
        .where((shelf) => shelf.books.none((book) => book.title.search('med*')))
        .count(),
    ).rejects.toThrow(QueryError);
    // twice is not at all
    expect(
      await Book.query()
        .where((book) => book.title.search('-med*').not())
        .count(),
    ).toBe(64);
  });

  it('may be left out where it stands for all of them', async () => {
    expect(await Book.query().search('-few*').ids()).toEqual([WORDS + 1]);
    expect(await Book.query().search('-med00*').count()).toBe(WORDS + 1 - 10);
  });

  it('is told by a search index as well', async () => {
    const index = db.searchIndex('books');
    await index.addMany(Array.from({ length: 70 }, (_, i) => ({ id: String(i), document: `med${i}x` })));
    await expect(index.search('-med*')).rejects.toThrow(QueryError);
  });
});
