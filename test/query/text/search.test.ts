import { type Auto, Database, Entity, Field, FullText, Index, Model } from 'redstart';

@Entity('Post')
class Post extends Model {
  @Field.id() id!: Auto<number>;
  @FullText({ suffix: true }) @Field.text() body!: string;
  @FullText({ stemmer: false }) @Field.text({ optional: true }) title?: string;
  @FullText({ metaphone: true }) @Field.text({ optional: true }) sound?: string;
  @Index() @Field.integer() stars!: number;
  @Index() @Field.text() city!: string;
}

const BODIES = [
  'The analytical engine weaves algebraic patterns just as the loom weaves flowers',
  'A loom and an engine',
  'Steam drives the engine of the ship',
  'Redis is an engine for data: fast, and in memory',
  'The loom of memory; the loom of dreams',
  'Nothing of that kind is here',
  'Searching the searched search of searchers',
  'Café naïve 東京 résumé',
];

describe('a search', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ namespace: 'search', models: [Post] });
    await Post.insertMany(
      BODIES.map((body, i) => ({
        body,
        stars: i,
        city: i % 2 ? 'Oslo' : 'Rome',
        ...(i < 4 && { title: ['Lovelace', 'Jacquard', 'Watt', 'Engine'][i]! }),
        ...(i === 5 && { sound: 'python flask Smith' }),
      })),
    );
  });
  afterAll(() => db.close());

  const found = (text: string) =>
    Post.query()
      .where((post) => post.body.search(text))
      .ids();

  it.each<[string, number[]]>([
    ['engine', [2, 4, 3, 1]],
    ['engine loom', [2, 1]],
    ['loom', [5, 2, 1]],
    ['engine OR loom', [2, 5, 1, 4, 3]],
    ['engine -loom', [4, 3]],
    ['engine AND NOT (steam OR redis)', [2, 1]],
    ['"loom weaves"', [1]],
    ['"loom of memory"', [5]],
    ['"loom memory"', []],
    ['"weaves loom"', []],
    ['"engine of the ship"', [3]],
    ['the of and', []],
    ['', []],
    ['search', [7]],
    ['sear*', [7]],
    ['*gin', [2, 4, 3, 1]],
    ['lom~1', [5, 2, 1]],
    ['enigne~1', [2, 4, 3, 1]],
    ['cafe NAIVE', [8]],
    ['東京', [8]],
    ['京', [8]],
    ['-engine -loom', [6, 7, 8]],
    ['absent OR ship', [3]],
    ['absent ship', []],
    ['zzz*', []],
  ])('finds by %s, best first', async (text, ids) => {
    const list = await found(text);
    expect([...list].sort((a, b) => a - b)).toEqual([...ids].sort((a, b) => a - b));
    for (const budget of [1, 7, 60]) {
      const query = Post.query().where((post) => post.body.search(text));
      expect(await query.within(budget).ids()).toEqual(list);
    }
    expect(
      await Post.query()
        .where({ body: { search: text } })
        .count(),
    ).toBe(ids.length);
  });
});
