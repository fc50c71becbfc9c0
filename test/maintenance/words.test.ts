import { type Auto, Database, Entity, Field, FullText, type IndexReport, Model } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Post')
class Post extends Model {
  @Field.id() id!: Auto<number>;
  @FullText({ suffix: true }) @Field.text() body!: string;
}

@Entity('Named')
class Named extends Model {
  @Field.id({ generate: () => `n${++Named.last}` }) id!: Auto<string>;
  @FullText() @Field.text() body!: string;
  static last = 0;
}

const TOTAL = 60;
const PREFIX = '{app}:Post';
/** `loom` stands in all texts, `steam` in every second, `rare7` in one. */
const body = (i: number) => `loom ${i % 2 ? 'steam' : 'engine'} rare${i}`;
const shown = ({ problems }: IndexReport) =>
  problems.map(({ kind, name, id, fact }) => [kind, name, id, fact].filter((part) => part !== undefined).join(' '));

describe('verify and repair of the words of texts', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Post, Named] });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.redis.flushall();
    await Post.insertMany(Array.from({ length: TOTAL }, (_, i) => ({ body: body(i) })));
    Named.last = 0;
    await Named.insertMany(Array.from({ length: 20 }, (_, i) => ({ body: body(i) })));
  });

  /** The number of a term, and what the dictionary has of it. */
  async function term(text: string): Promise<{ n: string; leaf: string }> {
    for (const bucket of await db.redis.keys(`${PREFIX}#term:body/*`))
      for (const [n, name] of Object.entries(await db.redis.hgetall(bucket)))
        if (name === text) return { n, leaf: `${PREFIX}#dict:body/` };
    throw new Error(`${text} is not a term`);
  }

  const bucketOf = (n: string) => `${PREFIX}#term:body/${Math.floor(Number(n) / 64)}`;

  async function expectMended(...found: string[]): Promise<void> {
    expect(shown(await Post.verify()).toSorted()).toEqual(found.toSorted());
    const { left, total } = await Post.repair();
    // what mends a word mends its end
    expect([left, total <= found.length]).toEqual([0, true]);
    expect(await Post.verify()).toMatchObject({ total: 0 });
    await expectConsistent(db, Post);
    expect(await Post.query().search('loom').count()).toBe(await Post.query().count());
    expect(await Post.query().search('rare9').ids()).toEqual([10]);
    expect(await Post.query().search('*are9').ids()).toEqual([10]);
  }

  it('find nothing where nothing is wrong', async () => {
    expect(shown(await Post.verify())).toEqual([]);
    expect(shown(await Named.verify())).toEqual([]);
    expect(shown(await Named.repair())).toEqual([]);
  });

  it('mend a list that lacks an entity, and one that has a stranger', async () => {
    const { n } = await term('loom');
    await db.redis.srem(`${PREFIX}#t:body/${n}`, 7);
    await db.redis.sadd(`${PREFIX}#t:body/${n}`, 999);
    await expectMended(`orphan t:body/${n} 999`, `missing t:body/${n} 7`);
  });

  it.each([false, true])('mend a list that is gone, and its word from the dictionary: %s', async (isTermGone) => {
    const { n, leaf } = await term('steam');
    await db.redis.del(`${PREFIX}#t:body/${n}`);
    if (isTermGone) await db.redis.hdel(leaf, 'steam');
    const ids = Array.from({ length: TOTAL / 2 }, (_, i) => `missing t:body/${n} ${2 * i + 2}`);
    await expectMended(...ids, ...(isTermGone ? ['orphan ends:body/ maets'] : []));
  });

  it('mend rare words that the dictionary has lost, or gives to others', async () => {
    const [nine, ten] = [await term('rare9'), await term('rare10')];
    const theirs = await db.redis.hgetBuffer(ten.leaf, 'rare10');
    await db.redis.hdel(nine.leaf, 'rare9');
    // the id of another entity behind the number of the word
    await db.redis.hset(ten.leaf, 'rare10', Buffer.concat([theirs!.subarray(0, -1), Buffer.from([3])]));
    await expectMended(
      `orphan t:body/${ten.n} 3`,
      `missing t:body/${nine.n} 10`,
      `missing t:body/${ten.n} 11`,
      'orphan ends:body/ 9erar',
    );
  });

  it('mend a frequent word that the dictionary has lost', async () => {
    const { n, leaf } = await term('loom');
    await db.redis.hdel(leaf, 'loom');
    expect(await Post.query().search('loom').count()).toBe(0);
    await expectMended(`missing t:body/${n}`, 'orphan ends:body/ mool');
  });

  it('mend numbers that lead to no word', async () => {
    const [{ n }, { n: loom }] = [await term('rare9'), await term('loom')];
    await db.redis.hdel(bucketOf(n), n);
    await db.redis.hdel(bucketOf(loom), loom);
    const found = shown(await Post.verify());
    expect(found).toContain(`missing ${bucketOf(n).slice(PREFIX.length + 1)} ${n}`);
    expect(found).toContain(`missing ${bucketOf(loom).slice(PREFIX.length + 1)} ${loom}`);
    expect(await Post.repair()).toMatchObject({ left: 0 });
    await expectMended();
  });

  it('mend the number of texts and words', async () => {
    await db.redis.hincrby(`${PREFIX}#counts`, 'texts/body', 5);
    await db.redis.hdel(`${PREFIX}#counts`, 'words/body');
    await expectMended('size texts/body -5', `size words/body ${3 * TOTAL}`);
  });

  it('mend what a row left behind that somebody deleted by hand', async () => {
    await db.redis.del(`${PREFIX}:3`);
    const { n } = await term('rare2');
    expect(shown(await Post.verify())).toEqual(expect.arrayContaining([`orphan t:body/${n} 3`, 'size texts/body -1']));
    expect(await Post.repair()).toMatchObject({ left: 0 });
    await expectMended();
  });

  it('split a text anew of which nothing tells any more what a word is', async () => {
    const { n, leaf } = await term('rare4');
    await db.redis.hdel(leaf, 'rare4');
    await db.redis.hdel(bucketOf(n), n);
    await expectMended('words body 5', 'orphan ends:body/ 4erar');
    expect(await Post.query().search('rare4').ids()).toEqual([5]);
  });

  it('give a text the number that its word has now', async () => {
    const { n, leaf } = await term('rare4');
    await db.redis.hdel(leaf, 'rare4');
    await Post.create({ body: 'loom steam rare4' });
    expect(await Post.query().search('rare4').ids()).toEqual([TOTAL + 1]);
    await expectMended('words body 5', `orphan ${bucketOf(n).slice(PREFIX.length + 1)} ${n}`);
    expect(await Post.query().search('rare4').ids()).toEqual([5, TOTAL + 1]);
  });

  it('give a text once where its words were written over', async () => {
    const words = await db.redis.hgetBuffer(`${PREFIX}:5`, '~~body');
    await db.redis.hset(`${PREFIX}:5`, '~~body', Buffer.from(words!).reverse());
    expect(await Post.repair()).toMatchObject({ left: 0 });
    expect(await Post.query().search('rare4').ids()).toEqual([5]);
    await expectMended();
  });

  it('take a number away that leads from two words', async () => {
    const [four, { leaf }] = [await term('rare4'), await term('rare9')];
    const theirs = await db.redis.hgetBuffer(four.leaf, 'rare4');
    await db.redis.hset(leaf, 'rare9', theirs!);
    expect((await Post.verify()).total).toBeGreaterThan(0);
    expect(await Post.repair()).toMatchObject({ left: 0 });
    expect(await Post.query().search('rare4').ids()).toEqual([5]);
    await expectMended();
  });

  it.each(['junk', '', '=', '=\xff', '0', '-1', '1e9'])('take %j away, which no dictionary leads to', async (value) => {
    const { leaf } = await term('rare9');
    await db.redis.hset(leaf, 'rare9', value);
    expect(shown(await Post.verify())).toEqual(
      expect.arrayContaining(['orphan dict:body/ rare9', expect.stringMatching(/^missing t:body\/\d+ 10$/)]),
    );
    expect(await Post.repair()).toMatchObject({ left: 0 });
    await expectMended();
  });

  it('mend keys of other types', async () => {
    const { n } = await term('loom');
    for (const name of ['dict:body', 'dict:body/', 'ends:body/', 'term:body/0', `t:body/${n}`, 'ids']) {
      await db.redis.del(`${PREFIX}#${name}`);
      await db.redis.set(`${PREFIX}#${name}`, 'junk');
    }
    expect(shown(await Post.verify())).toEqual(
      expect.arrayContaining(['type ids', 'type dict:body/', `type t:body/${n}`]),
    );
    expect(await Post.repair()).toMatchObject({ left: 0 });
    await expectMended();
    await db.redis.del(`${PREFIX}#counts`);
    await db.redis.rpush(`${PREFIX}#counts`, 'junk');
    expect(shown(await Post.verify())).toEqual(['type counts']);
    expect(await Post.repair()).toMatchObject({ left: 0 });
    await expectMended();
  });

  it('see the same where ids are text', async () => {
    const [key] = await db.redis.keys('{app}:Named#t:body/*');
    const [id] = await db.redis.zrange(key!, '0', '0');
    await db.redis.zrem(key!, String(id));
    await db.redis.zadd(key!, 0, 'stranger');
    expect(await Named.repair()).toMatchObject({ left: 0, total: 2 });
    expect(shown(await Named.verify())).toEqual([]);
    await expectConsistent(db, Named);
  });
});
