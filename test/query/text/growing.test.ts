import { type Auto, Database, Entity, Field, FullText, Model } from 'redstart';
import { expectConsistent } from '../../support/consistency.js';

@Entity('Leaflet')
class Leaflet extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text() text!: string;
}

async function* streamOf<T>(inputs: readonly T[]): AsyncGenerator<T> {
  yield* inputs;
}

/** More than one set of ids holds: lists of more are trees. */
const MANY = 620;
const texts = (count: number, beginning: string) =>
  Array.from({ length: count }, (_, i) => ({ text: `${beginning} w${i % 7}` }));

describe('the lists of words', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Leaflet] });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.redis.flushall();
    await Leaflet.insertMany(texts(MANY, 'loom'));
  });

  const check = async (count: number): Promise<void> => {
    expect(await Leaflet.verify()).toMatchObject({ total: 0 });
    await expectConsistent(db, Leaflet);
    expect(await Leaflet.query().search('loom').count()).toBe(count);
  };

  it('grow at their ends when they are trees, over the end of a leaf', async () => {
    await Leaflet.create({ text: 'loom' });
    await Leaflet.insertMany(texts(500, 'loom'), { batch: 250 });
    await check(MANY + 501);
  });

  it('take ids that belong before their ends, alone and among newer ones', async () => {
    await Leaflet.create({ id: 100_000, text: 'loom' });
    await Leaflet.insertMany(texts(3, 'loom').map((text, i) => ({ ...text, id: 5000 + i })));
    await Leaflet.insertMany([
      { id: 200_000, text: 'loom' },
      { id: 2500, text: 'loom' },
      { id: 700_000, text: 'loom loom' },
    ]);
    await check(MANY + 7);
  });

  it('take ids while others go, even all of their newest leaf', async () => {
    const newest = await Leaflet.query().orderBy({ id: 'desc' }).limit(130).all();
    await db.session(async (session) => {
      for (const leaflet of newest) leaflet.text = 'engine';
      session.add(...newest, Leaflet.build({ text: 'loom engine' }));
    });
    await check(MANY - 129);
    await Leaflet.insertMany(texts(20, 'loom'));
    await check(MANY - 109);
  });

  it('begin when a rare word is met for the 25th time, in one call or several', async () => {
    await Leaflet.insertMany(Array.from({ length: 24 }, () => ({ text: 'rare' })));
    await Leaflet.create({ text: 'rare once' });
    await Leaflet.insertMany(Array.from({ length: 30 }, (_, i) => ({ text: `fresh ${i < 24 ? 'seldom' : ''}` })));
    const listed = async () => (await db.redis.keys('{app}:Leaflet#t:text/*')).length;
    const before = await listed();
    await Leaflet.change(3, { text: 'seldom loom' });
    expect((await listed()) - before).toBe(1);
    await check(MANY);
    const counts = await Promise.all(
      ['rare', 'once', 'fresh', 'seldom'].map((word) => Leaflet.query().search(word).count()),
    );
    expect(counts).toEqual([25, 1, 30, 25]);
  });

  it('begin before what the dictionary has of a word is longer than servers keep compact', async () => {
    await db.redis.config('SET', 'hash-max-ziplist-value', '64');
    // each takes seven bytes more than the one before
    for (let i = 1; i <= 20; i++) await Leaflet.create({ id: i * 2 ** 46, text: `sparse s${i}` });
    const leaves = await db.redis.keys('{app}:Leaflet#dict:text/*');
    for (const leaf of leaves) expect(['listpack', 'ziplist']).toContain(await db.redis.object('ENCODING', leaf));
    expect(await Leaflet.query().search('sparse').count()).toBe(20);
    await db.redis.config('SET', 'hash-max-ziplist-value', '256');
    await check(MANY);
  });

  it('are those of a word that was met before its leaf of the dictionary was divided', async () => {
    const words = Array.from({ length: 300 }, (_, i) => `m${String.fromCharCode(97 + (i % 26))}${i}`);
    await Leaflet.create({ text: 'moth mza' });
    await Leaflet.insertMany(words.map((text) => ({ text })));
    expect(await db.redis.zcard('{app}:Leaflet#dict:text')).toBeGreaterThan(2);
    await Leaflet.insertMany([{ text: 'moth' }, { text: 'mza' }]);
    await check(MANY);
    expect(await Leaflet.query().search('moth').count()).toBe(2);
    expect(await Leaflet.query().search('mza').count()).toBe(2);
  });

  /** How many entities were written when each batch was. */
  const batches = async (inputs: { text: string }[], isStream = false): Promise<number[]> => {
    const seen: number[] = [];
    const onProgress = ({ done }: { done: number }) => seen.push(done);
    await (isStream
      ? Leaflet.insertMany(streamOf(inputs), { onProgress })
      : Leaflet.insertMany(inputs, { onProgress }));
    return seen;
  };

  it('are written in smaller batches where words are rare, of streams as well', async () => {
    const long = (word: (i: number, k: number) => string) =>
      Array.from({ length: 100 }, (_, i) => ({ text: Array.from({ length: 7 }, (_, k) => word(i, k)).join(' ') }));
    const frequent = long(() => 'engine');
    // the first ones tell that the word is frequent
    await batches(frequent);
    expect((await batches(frequent)).length).toBeLessThan(3);
    expect((await batches(frequent, true)).length).toBeLessThan(3);
    // these tell that words are rare
    await batches(long((i, k) => `rare${i}x${k}`));
    const next = await batches(long((i, k) => `other${i}x${k}`));
    expect(next.length).toBeGreaterThan(3);
    const stream = await batches(
      long((i, k) => `third${i}x${k}`),
      true,
    );
    expect(stream.length).toBeGreaterThan(3);
    expect(stream.at(-1)).toBe(100);
  });
});
