import {
  type Auto,
  Database,
  Entity,
  Field,
  FullText,
  highlight,
  Index,
  Model,
  not,
  QuerySyntaxError,
  score,
} from 'redstart';

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

  it.each(['', 'the of', '-', '%', '\u{1f600}'])(
    'for %j, of which nothing is indexed, is an answer without rows, ranked as any other',
    async (text) => {
      const query = Post.query().search(text, { syntax: 'plain' });
      const shown = { id: true, body: highlight(), score: score() } as const;
      expect(await query.select(shown).all()).toEqual([]);
      expect(await query.orderBy({ stars: 'desc' }).select(shown).limit(2).all()).toEqual([]);
      expect(await query.where({ city: 'Oslo' }).select(shown).first()).toBeUndefined();
      expect(await query.select(shown).page({ size: 3, total: true })).toEqual({ rows: [], total: 0 });
      expect(await query.count()).toBe(0);
      for (const budget of [1, 3500]) {
        const either = Post.query()
          .within(budget)
          .where((post) => post.body.search(text, { syntax: 'plain' }).or(post.city.eq('Rome')));
        const rows = await either.select(shown).all();
        expect(rows.map((row) => [row.id, row.score])).toEqual([1, 3, 5, 7].map((id) => [id, 0]));
        expect(await either.limit(2).offset(1).ids()).toEqual([3, 5]);
        const page = await either.page({ size: 3 });
        expect((await either.page({ size: 3, after: page.next! })).rows.map(({ id }) => id)).toEqual([7]);
        const both = either.where((post) => post.body.search('loom'));
        const ranked = await both.select(shown).all();
        expect(ranked.map(({ id }) => id)).toEqual([5, 1]);
        expect(ranked.every((row) => row.score > 0)).toBe(true);
      }
    },
  );

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

  it('gives scores and marked texts in rows, whatever the order', async () => {
    const ranked = Post.query()
      .search('engine loom')
      .select({ id: true, body: highlight({ before: '[', after: ']' }), score: score() });
    const rows = await ranked.all();
    expect(rows[0]).toEqual({ id: 2, body: 'A [loom] and an [engine]', score: expect.any(Number) });
    expect(rows.map((row) => row.score)).toEqual([...rows.map((row) => row.score)].sort((a, b) => b - a));
    const byStars = await ranked.orderBy({ stars: 'asc' }).all();
    expect(byStars.map(({ id }) => id)).toEqual([1, 2]);
    expect(new Map(byStars.map((row) => [row.id, row.score]))).toEqual(new Map(rows.map((row) => [row.id, row.score])));
    const byId = await ranked.orderBy({ id: 'asc' }).all();
    expect(byId.map(({ score: each }) => typeof each)).toEqual(['number', 'number']);
    const all: number[] = [];
    for await (const row of ranked) all.push(row.id);
    expect(all).toEqual(rows.map(({ id }) => id));
  });

  it('is paged, best first', async () => {
    const query = Post.query().search('engine OR loom OR memory');
    const ids = await query.ids();
    const first = await query.page({ size: 2, total: true });
    const second = await query.page({ size: 2, after: first.next });
    const third = await query.page({ size: 2, after: second.next });
    const back = await query.page({ size: 2, before: second.previous });
    const idsOf = ({ rows }: { rows: readonly Post[] }) => rows.map(({ id }) => id);
    expect([first.total, idsOf(first), idsOf(second), idsOf(third), third.next]).toEqual([
      5,
      ids.slice(0, 2),
      ids.slice(2, 4),
      ids.slice(4),
      undefined,
    ]);
    expect(idsOf(back)).toEqual(idsOf(first));
  });

  it('joins with all other conditions, over several fields with boosts', async () => {
    const query = Post.query().search('engine');
    expect(await query.ids()).toEqual(expect.arrayContaining([1, 2, 3, 4]));
    expect((await query.search('redis').one()).id).toBe(4);
    expect(
      (
        await Post.query()
          .search('engine', { boosts: { title: 100 } })
          .first()
      )?.id,
    ).toBe(4);
    expect(await Post.query().search('title:Engine').ids()).toEqual([4]);
    expect(await query.where({ city: 'Oslo', stars: { lt: 3 } }).ids()).toEqual([2]);
    expect(await query.orderBy({ stars: 'desc' }).limit(2).ids()).toEqual([4, 3]);
    expect(
      await Post.query()
        .where((post) => post.body.search('dreams').or(post.stars.eq(0)))
        .ids(),
    ).toEqual([5, 1]);
    expect(
      await Post.query()
        .where((post) => not(post.body.search('engine OR loom')))
        .ids(),
    ).toEqual([6, 7, 8]);
    expect(
      await Post.query()
        .where((post) => post.sound.search('pithon flasck Smyth'))
        .ids(),
    ).toEqual([6]);
    expect(
      await Post.query()
        .where((post) => post.sound.search('"pithon flasck"'))
        .ids(),
    ).toEqual([6]);
  });

  it('says what is wrong before anything is sent', async () => {
    const search = (text: unknown, options?: object) => () => Post.query().search(text as string, options);
    expect(search('engine AND')).toThrow(QuerySyntaxError);
    expect(search('engine AND')).toThrow(/\n {2}engine AND\n {12}\^/);
    expect(search('nowhere:engine')).toThrow('There is no field "nowhere"');
    expect(search(undefined)).toThrow('takes a text, not undefined');
    expect(search('\ud800')).toThrow('lone surrogates');
    expect(search('x', { syntax: 'sql' })).toThrow('syntax is "full" or "plain"');
    expect(search('x', { boosts: { title: -1 } })).toThrow('a number above 0');
    expect(search('x', { boosts: { stars: 1 } })).toThrow('no full-text index');
    expect(await Post.query().search('engine AND (', { syntax: 'plain' }).count()).toBe(4);
    const where = Post.query().where((post) => post.city.search('x'));
    await expect(where.all()).rejects.toThrow('Add @FullText()');
    await expect(Post.query().search('title:*gine').all()).rejects.toThrow('@FullText({ suffix: true })');
    await expect(Post.query().select({ score: score(), id: true }).all()).rejects.toThrow('score() needs a search');
    expect(() => Post.query().select({ city: highlight() })).toThrow('@FullText()');
    expect(() => highlight({ lenght: 20 } as never)).toThrow('Did you mean "length"?');
    expect(() => highlight({ before: 5 } as never)).toThrow('takes texts to stand around a word');
    for (const length of [0, -1, 1.5]) expect(() => highlight({ length })).toThrow('takes a whole number from 1');
    expect(String(await Post.query().search('the of').explain())).toContain('only stop-words');
  });
});
