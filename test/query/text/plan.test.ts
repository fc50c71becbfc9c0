import { type Auto, Database, Entity, Field, FullText, Index, Model } from 'redstart';

@Entity('Page')
class Page extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text() body!: string;
  @Index() @Field.integer() stars!: number;
}

@Entity('Leaf')
class Leaf extends Model {
  @Field.id({ generate: () => crypto.randomUUID() }) id!: Auto<string>;
  @FullText() @Field.text() body!: string;
}

const TOTAL = 3000;
/** "loom" and "engine" stand in trees, "left" and "right" meet in few texts. */
const bodyOf = (n: number) =>
  Object.entries({ loom: n % 3, engine: n % 9 < 4, jacquard: n % 500 === 0, left: n % 10 === 0, right: n % 7 === 0 })
    .filter(([, has]) => has)
    .map(([word]) => word)
    .join(' ');
const numbers = Array.from({ length: TOTAL }, (_, i) => i + 1);
const idsOf = (fits: (n: number) => boolean) => numbers.filter(fits);
const hasLoom = (n: number) => n % 3 > 0;
const hasEngine = (n: number) => n % 9 < 4;

describe('a plan with a search', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ namespace: 'plans', models: [Page, Leaf] });
    await Page.insertMany(numbers.map((n) => ({ body: bodyOf(n), stars: n })));
    await Leaf.insertMany(numbers.slice(0, 40).map((n) => ({ body: bodyOf(n) })));
  });
  afterAll(() => db.close());

  it.each([
    ['loom', hasLoom],
    ['loom engine', (n: number) => hasLoom(n) && hasEngine(n)],
    ['jacquard', (n: number) => n % 500 === 0],
    ['engine -loom', (n: number) => hasEngine(n) && !hasLoom(n)],
    ['-loom', (n: number) => !hasLoom(n)],
  ])('reads a page of %s by id, in either direction, at any slice bound', async (text, fits) => {
    const wanted = idsOf(fits);
    for (const [direction, ids] of [
      ['asc', wanted],
      ['desc', [...wanted].reverse()],
    ] as const) {
      const query = Page.query().search(text).orderBy({ id: direction });
      const plan = await query.limit(5).explain();
      expect([plan.strategy, plan.steps[0]?.probed, plan.rows]).toEqual(['by id', undefined, 5]);
      for (const budget of [40, 500, 3500]) expect(await query.within(budget).ids()).toEqual(ids);
      expect(await query.offset(3).limit(4).ids()).toEqual(ids.slice(3, 7));
    }
  });

  it('reads texts of ids that are not numbers by id as well', async () => {
    const all = (await Leaf.query().all()).filter(({ body }) => body.includes('loom')).map(({ id }) => id);
    const query = Leaf.query().search('loom');
    expect(await query.orderBy({ id: 'asc' }).within(7).ids()).toEqual([...all].sort());
    expect(await query.orderBy({ id: 'desc' }).ids()).toEqual([...all].sort().reverse());
    expect((await query.orderBy({ id: 'desc' }).limit(2).explain()).strategy).toBe('by id');
  });

  it('pages by id, forwards and backwards', async () => {
    const query = Page.query().search('engine').orderBy({ id: 'desc' });
    const wanted = idsOf(hasEngine).reverse();
    const first = await query.page({ size: 4 });
    const second = await query.page({ size: 4, after: first.next });
    const back = await query.page({ size: 4, before: second.previous });
    expect([first, second, back].map(({ rows }) => rows.map(({ id }) => id))).toEqual([
      wanted.slice(0, 4),
      wanted.slice(4, 8),
      wanted.slice(0, 4),
    ]);
  });

  it('keeps the order of a disjunction, which is read in branches', async () => {
    const query = Page.query().search('jacquard OR engine').orderBy({ id: 'desc' }).limit(50);
    expect(await query.ids()).toEqual(
      idsOf((n) => hasEngine(n) || n % 500 === 0)
        .reverse()
        .slice(0, 50),
    );
  });

  it('neither repeats nor skips what words that come meanwhile would read in another way', async () => {
    const found: number[] = [];
    const query = Page.query().search('spindle OR engine').orderBy({ id: 'asc' }).within(200);
    for await (const { id } of query) {
      if (found.push(id) === 1) await Page.create({ body: 'spindle', stars: 0 });
    }
    expect(found).toEqual(idsOf(hasEngine));
    await (await Page.query().search('spindle').one()).delete();
  });

  it('walks another order where many have the words, and sorts where few have them', async () => {
    const first = (text: string) => Page.query().search(text).orderBy({ stars: 'asc' }).limit(10);
    expect((await first('loom').explain()).strategy).toBe('walk');
    expect((await first('jacquard').explain()).strategy).toBe('drive and sort');
    // three hundred have "left", and more "right", but few both
    expect((await first('left').explain()).strategy).toBe('walk');
    expect((await first('left right').explain()).strategy).toBe('drive and sort');
    expect(await first('left right').ids()).toEqual(idsOf((n) => n % 70 === 0).slice(0, 10));
    expect(await first('jacquard').ids()).toEqual([500, 1000, 1500, 2000, 2500, 3000]);
  });
});
