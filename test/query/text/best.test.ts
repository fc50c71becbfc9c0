import { type Auto, Database, Entity, Field, FullText, Model } from 'redstart';
import { commandsOf } from '../../support/commands.js';

@Entity('Text')
class Text extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text({ optional: true }) name?: string;
  @FullText() @Field.text({ optional: true }) body?: string;
}

const WORDS = Array.from({ length: 60 }, (_, i) => `w${i.toString(36)}x`);
/** Some words stand in nearly every text, most in few. */
const words = (seed: number, length: number): string[] =>
  Array.from({ length }, (_, i) => WORDS[Math.floor(60 * (((seed * 7919 + i * 104729) % 997) / 997) ** 3)]!);

describe('a page of the best', () => {
  let db: Database;
  const fill = (count: number) =>
    Text.insertMany(
      Array.from({ length: count }, (_, i) => ({ name: `n${i}`, body: words(i, 1 + (i % 17)).join(' ') })),
    );

  beforeAll(async () => {
    db = await Database.embedded({ namespace: 'best', models: [Text] });
  });
  afterAll(() => db.close());
  beforeEach(() => db.redis.flushall());

  /** The same by the general way, which stops after every few steps. */
  async function expectSame(search: string, limit: number): Promise<number> {
    const query = Text.query().search(search).limit(limit);
    const wanted = await query.within(150).all();
    for (let i = 0; i < 2; i++)
      expect([search, (await query.all()).map((row) => row.toJSON())]).toEqual([
        search,
        wanted.map((row) => row.toJSON()),
      ]);
    return wanted.length;
  }

  it('has the rows of the general way, in their order', async () => {
    await fill(400);
    let found = 0;
    for (let i = 0; i < 60; i++) found += await expectSame(words(i * 3, 1 + (i % 3)).join(' '), [1, 3, 20, 64][i % 4]!);
    expect(found).toBeGreaterThan(300);
    expect(await expectSame('w0x absent', 20)).toBe(0);
    expect(await expectSame('w0x w0x', 20)).toBe(20);
  });

  it('is read by the lists of the words alone', async () => {
    await fill(300);
    const query = Text.query().search('w0x w1x').limit(20);
    await query.all();
    await query.all();
    const { scard, sinter, zrevrangebylex } = await commandsOf(db.redis, () => query.all());
    expect([scard, sinter, zrevrangebylex]).toEqual([2, 1, undefined]);
  });

  it('knows when a word went, came back, or has too many entities for one set', async () => {
    const first = await fill(40);
    for (let i = 0; i < 3; i++) await expectSame('w0x w1x', 20);
    await Promise.all(first.map((text) => text.delete()));
    expect(await expectSame('w0x w1x', 20)).toBe(0);
    await Text.insertMany(['w1x w0x', 'w9x'].map((body) => ({ body })));
    expect(await expectSame('w0x w1x', 20)).toBe(1);
    await fill(700);
    for (let i = 0; i < 3; i++) expect(await expectSame('w0x', 20)).toBe(20);
  });

  it('meets lists leaf by leaf where they are trees', async () => {
    // w0x in all, w1x in every second, w2x in few, of ids with gaps
    const body = (i: number) => `w0x ${i % 2 ? 'w1x' : 'w3x'} ${i % 40 ? '' : 'w2x'} ${'w4x '.repeat(i % 7)}`;
    const all = await Text.insertMany(Array.from({ length: 1300 }, (_, i) => ({ body: body(i) })));
    await Promise.all(all.slice(400, 560).map((text) => text.delete()));
    expect(await expectSame('w1x w0x', 20)).toBe(20);
    expect(await expectSame('w3x w4x w0x', 20)).toBe(20);
    expect(await expectSame('w2x w0x', 64)).toBe(29);
    expect(await expectSame('w1x w2x', 20)).toBe(0);
    const { zrange, zrangebyscore, hget, hmget } = await commandsOf(db.redis, () =>
      Text.query().search('w2x w0x').limit(5).all(),
    );
    // the leaves of one list, the words of each that both have, the sizes and the rows; the general way looks for leaves by ZRANGEBYSCORE
    expect([zrange, zrangebyscore, hmget]).toEqual([1, undefined, 1 + 5]);
    // one more asks now and then whether the indexes are complete
    expect([29, 30]).toContain(hget);
  });

  it('reads the texts of a short list where the other one has many leaves', async () => {
    // ids that go down leave half of each leaf free
    const ids = Array.from({ length: 2700 }, (_, i) => 9000 - i);
    await Text.insertMany(ids.map((id) => ({ id, body: id % 100 ? 'w0x' : 'w0x w1x' })));
    expect(await expectSame('w1x w0x', 20)).toBe(20);
    const { sinter, smembers, hget } = await commandsOf(db.redis, () => Text.query().search('w1x w0x').limit(5).all());
    expect([sinter, smembers]).toEqual([undefined, 1]);
    expect([27, 28]).toContain(hget);
  });

  it('leaves out what somebody deleted by hand, and reads long rows', async () => {
    const all = await Text.insertMany(
      Array.from({ length: 30 }, (_, i) => ({ name: 'n'.repeat(i % 2 ? 5 : 4000), body: `loom ${i}` })),
    );
    await db.redis.del(`{best}:Text:${all[3]!.id}`);
    await db.redis.hdel(`{best}:Text:${all[4]!.id}`, 'name');
    expect(await expectSame('loom', 64)).toBe(29);
    expect(await expectSame('loom', 5)).toBe(5);
  });
});
