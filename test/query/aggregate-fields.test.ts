import { type Auto, Database, Entity, Field, Index, ManyToOne, Model, type Ref, Unique, year } from 'redstart';

@Entity('Author')
class Author extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true, ignoreCase: true }) @Field.text() name!: string;
}

@Entity('Post')
class Post extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @Field.datetime({ optional: true }) published?: Date | undefined;
  @ManyToOne(() => Author, { optional: true, onDelete: 'set null' }) author?: Ref<Author>;
  @Index() @Field.integer({ optional: true }) get year(): number | undefined {
    return this.published && year(this.published);
  }
  @Index() @Field.text() get initial(): string {
    return this.title.slice(0, 1);
  }
  @Unique() @Field.text() get slug(): string {
    return this.title.toLowerCase();
  }
}

@Entity('Post')
class Older extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @Field.datetime({ optional: true }) published?: Date | undefined;
  @ManyToOne(() => Author, { optional: true, onDelete: 'set null' }) author?: Ref<Author>;
}

@Entity('Note')
class Note extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.json({ optional: true }) tags?: (string | number)[];
}

describe('aggregates of what is not stored as it is shown', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Author, Older, Note] });
    await Author.insertMany(
      ['Ada', 'ADA', 'Bob', 'ada', 'Cy', 'Di', 'Ed', 'Flo', 'Gus', 'Hal', 'Ivy'].map((name) => ({ name })),
    );
    const year = (y: number) => new Date(Date.UTC(y, 5));
    await Older.insertMany([
      { title: 'Looms', published: year(2024), author: 11 },
      { title: 'Lace', published: year(2025), author: 2 },
      { title: 'Engines', published: year(2024), author: 11 },
      { title: 'Drafts' },
    ]);
  });
  afterEach(() => db.close());

  it('keep the case of a text whose index has none', async () => {
    const names = await Author.query()
      .where({ name: { startsWith: 'A' } })
      .aggregate({ groupBy: { name: true }, count: true });
    expect(names.map(({ name }) => name)).toEqual(['ADA', 'Ada', 'ada']);
    expect((await Author.query().aggregate({ min: { name: true } })).min.name).toBe('ADA');
    expect(await Author.query().facets({ name: 2 })).toEqual({
      name: [
        ['ADA', 1],
        ['Ada', 1],
      ],
    });
  });

  it('give a relation as its id, in the order of ids', async () => {
    const rows = await Older.query().aggregate({ groupBy: { author: true }, count: true });
    expect(rows).toStrictEqual([
      { author: 2, count: 1 },
      { author: 11, count: 2 },
      { author: undefined, count: 1 },
    ]);
    expect(await Older.query().facets({ author: 1 })).toStrictEqual({ author: [[11, 2]] });
    const beyond = Older.query().aggregate({ groupBy: { author: { name: true } as never }, count: true });
    await expect(beyond).rejects.toThrow(
      /^groupBy: \w+\.author leads to Author, whose fields .* Group by the id, \{ author: true \}, and load what the groups have by Author\.findMany\(\)/,
    );
    expect((await Older.query().aggregate({ distinct: { author: true } })).distinct.author).toBe(2);
    await expect(Older.query().aggregate({ min: { author: { name: true } } } as never)).rejects.toThrow(
      /^min: \w+\.author leads to Author, .* Aggregate Author\.query\(\), or take it of what select\(\{ author: \{ \.\.\. \} \}\) gives\.$/,
    );
    for (const spec of [{ sum: { author: true } }, { min: { author: true } }, { groupBy: { 'author.name': true } }])
      await expect(Older.query().aggregate(spec as never)).rejects.toThrow(/has no (sum|min|field)/);
  });

  it('count each element of arrays in facets', async () => {
    const lists = [['red', 5], ['red', 'red', '5'], ['blue', 5, 'red'], [], undefined];
    await Note.insertMany(lists.map((tags) => (tags ? { tags } : {})));
    const { tags } = await Note.query().facets({ tags: 3 });
    const [first]: [value: string | number | undefined, count: number][] = tags;
    expect(first).toEqual(['red', 3]);
    expect(tags.slice(1)).toEqual([
      [5, 2],
      ['5', 1],
    ]);
    expect((await Note.query().facets({ tags: 9 })).tags.slice(3)).toEqual([
      ['blue', 1],
      [undefined, 1],
    ]);
    for (const [tag, count] of tags)
      expect(
        await Note.query()
          .where({ tags: { contains: tag! } })
          .count(),
      ).toBe(count);
  });

  it('take getters with an index, once it is built', async () => {
    const posts = db.bind(Post);
    const byYear = () => posts.query().aggregate({ groupBy: { year: true }, count: true, distinct: { slug: true } });
    await expect(byYear()).rejects.toThrow('Run Post.reindex()');
    await expect(posts.query().facets({ initial: 1 })).rejects.toThrow('exact initial is not built');
    await expect(posts.query().aggregate({ max: { slug: true } })).rejects.toThrow('unique slug is not built');
    await posts.reindex();
    expect(await byYear()).toEqual([
      { year: 2024, count: 2, distinct: { slug: 2 } },
      { year: 2025, count: 1, distinct: { slug: 1 } },
      { year: undefined, count: 1, distinct: { slug: 1 } },
    ]);
    expect(await posts.query().aggregate({ groupBy: { year: true }, count: true })).toHaveLength(3);
    expect(await posts.query().facets({ initial: 1 })).toEqual({ initial: [['L', 2]] });
    expect((await posts.query().aggregate({ max: { slug: true, year: true } })).max).toEqual({
      slug: 'looms',
      year: 2025,
    });
  });
});
