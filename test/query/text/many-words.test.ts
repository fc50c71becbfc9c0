import { type Auto, Database, Entity, Field, FullText, Model } from 'redstart';

@Entity()
class Text extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text() body!: string;
}

const WORDS = Array.from({ length: 60 }, (_, i) => `w${i}x`);
const TEXTS = 900;

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Text] });
  await Text.insertMany(
    Array.from({ length: TEXTS }, (_, i) => ({
      body: [0, 1, 2, 3].map((k) => WORDS[(i * 7 + k * k * 11) % 60]).join(' '),
    })),
  );
});
afterAll(() => db.close());

describe('a search of many words, of which one is enough', () => {
  const query = () => Text.query().search(WORDS.slice(0, 40).join(' OR ')).limit(20);

  it('looks its words up in the first of its slices alone', async () => {
    const plan = await query().within(300).explain();
    expect(plan.roundTrips).toBeGreaterThan(40);
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
