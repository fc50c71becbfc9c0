import { type Auto, Database, Entity, Field, FullText, Model, PrimaryKey, QueryError, score } from 'redstart';

@Entity()
class Text extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text() body!: string;
}

const WORDS = Array.from({ length: 60 }, (_, i) => `w${i}x`);
const TEXTS = 900;

/** Two fields; every word of the second stands in one or two texts. */
class Page extends Model {
  @FullText() @Field.text() head!: string;
  @FullText() @Field.text() rare!: string;
}

@Entity()
class Numbered extends Page {
  @Field.id() id!: Auto<number>;
}

@Entity()
class Named extends Page {
  @PrimaryKey() @Field.text() id!: string;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Text, Numbered, Named] });
  await Text.insertMany(
    Array.from({ length: TEXTS }, (_, i) => ({
      body: [0, 1, 2, 3].map((k) => WORDS[(i * 7 + k * k * 11) % 60]).join(' '),
    })),
  );
  const pages = Array.from({ length: 400 }, (_, i) => ({
    head: [0, 1, 2, 2].map((k) => WORDS[(i * 7 + k * k * 11) % 60]).join(' '),
    rare: `r${i % 350}y ${WORDS[i % 60]} and r${i}z`,
  }));
  await Numbered.insertMany(pages);
  await Named.insertMany(pages.map((page, i) => ({ ...page, id: `k${i}` })));
});
afterAll(() => db.close());

describe('a search of many words, of which one is enough', () => {
  const query = () => Text.query().search(WORDS.slice(0, 40).join(' OR ')).limit(20);

  it('looks its words up in the first of its slices alone', async () => {
    const plan = await query().within(300).explain();
    expect(plan.roundTrips).toBeGreaterThan(10);
    expect(plan.commands.ZREVRANGEBYLEX ?? 0).toBeLessThanOrEqual(40);
    // the size of a list is asked of each word once, and of that which a slice reads
    expect(plan.commands.SCARD).toBeLessThan(40 + 3 * plan.roundTrips);
  });

  it.each([300, 1000])('finds the same in slices of %s steps', async (budget) => {
    const best = await query().within(1_000_000).ids();
    expect(best).toHaveLength(20);
    expect(await query().within(budget).ids()).toEqual(best);
  });
});

describe.each([Numbered as unknown as typeof Named, Named])('words beyond two dozen (%p)', (model) => {
  /** What each entity scores in a search of one word, summed over the words: BM25 counts each by itself. */
  async function sums(words: readonly string[]): Promise<Map<string, number>> {
    const all = new Map<string, number>();
    for (const word of words)
      for (const row of await model.query().search(word).select({ id: true, score: score() }).all())
        all.set(String(row.id), (all.get(String(row.id)) ?? 0) + row.score);
    return all;
  }

  it.each([
    ['that stand everywhere', WORDS.slice(0, 40)],
    ['of which few have one', Array.from({ length: 60 }, (_, i) => `r${i * 5}${i % 2 === 0 ? 'y' : 'z'}`)],
    ['of both kinds', [...WORDS.slice(0, 20), ...Array.from({ length: 20 }, (_, i) => `r${i}y`)]],
  ])('find and score what each does alone: %s', async (_, words) => {
    const expected = await sums(words);
    for (const budget of [200, 1000, 100_000]) {
      const rows = await model
        .query()
        .search(words.join(' OR '))
        .select({ id: true, score: score() })
        .within(budget)
        .all();
      expect(rows.map(({ id }) => String(id)).sort()).toEqual([...expected.keys()].sort());
      for (const row of rows) expect(row.score).toBeCloseTo(expected.get(String(row.id))!, 8);
    }
    const count = await model
      .query()
      .search(words.join(' OR '))
      .where({ head: { search: 'w7x OR w9x' } })
      .count();
    const both = (await model.query().search('head:w7x OR head:w9x').ids()).filter((id) => expected.has(String(id)));
    expect(count).toBe(both.length);
  });

  it('stand within other parts of a search as few do', async () => {
    const words = WORDS.slice(0, 30).join(' OR ');
    const ids = (text: string) => model.query().search(text).orderBy({ id: 'asc' }).ids();
    const [many, nine, eight] = [await ids(words), await ids('w9x'), await ids('"w0x w11x"')];
    expect(await ids(`(${words}) AND w9x`)).toEqual(nine.filter((id) => many.includes(id)));
    expect(await ids(`w9x -(${words})`)).toEqual(nine.filter((id) => !many.includes(id)));
    expect(await ids(`(${words}) OR "w0x w11x"`)).toEqual(await ids(`"w0x w11x" OR (${words})`));
    expect((await ids(`(${words}) OR "w0x w11x"`)).length).toBe(new Set([...many, ...eight]).size);
  });

  it('read each entity once where most have one of them', async () => {
    const plan = await model.query().search(WORDS.join(' OR ')).limit(10).explain();
    // two texts each
    expect(plan.commands.HGET).toBeLessThan(2 * 400 + 3 * WORDS.length);
  });
});

it('refuses more words than a call can look up', async () => {
  const words = Array.from({ length: 501 }, (_, i) => `r${i}y`);
  const ask = (all: readonly string[]) => Numbered.query().search(all.join(' OR ')).count();
  await expect(ask(words)).rejects.toThrow(QueryError);
  await expect(ask(words)).rejects.toThrow(
    'A search has 1002 words, each counted in every field that it is searched in and one with * or ~ as 20, and may have 1000. Search for fewer words, or in fewer fields.',
  );
  expect(await ask(words.slice(1))).toBe(400 - 2);
  await expect(ask(Array.from({ length: 26 }, (_, i) => `r${i}*`))).rejects.toThrow('1040 words');
});
