import { type Auto, Database, Entity, Field, FullText, type IndexReport, Model } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Page')
class Page extends Model {
  @Field.id() id!: Auto<number>;
  @FullText({ suffix: true }) @Field.text({ optional: true }) body?: string;
  @FullText({ metaphone: true, stopWords: ['loom'], minWordLength: 3 }) @Field.text({ optional: true }) sound?: string;
}

@Entity('Book')
class Book extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @FullText() get everything(): string {
    return `The book of ${this.title}`;
  }
}

const PREFIX = '{app}:Page';
const BODIES = ['The loom of dreams, the 東京 loom', 'Steam drives the naïve engine', '', 'the of and'];
const shown = ({ problems }: IndexReport) =>
  problems.map(({ kind, name, id, fact }) => [kind, name, id, fact].filter((part) => part !== undefined).join(' '));

describe('verify and repair of texts beside their words', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Page, Book] });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.redis.flushall();
    await Page.insertMany(BODIES.map((body) => ({ body, sound: 'python Smith of the loom' })));
    await Page.create({});
  });

  async function expectMended(...found: string[]): Promise<void> {
    expect(shown(await Page.verify()).toSorted()).toEqual(found.toSorted());
    const { left, total } = await Page.repair();
    expect([left, total <= found.length]).toEqual([0, true]);
    expect(shown(await Page.verify())).toEqual([]);
    await expectConsistent(db, Page);
  }

  it('find nothing where nothing is wrong, whatever the options', () => expectMended());

  it('mend the words of texts that somebody wrote by hand', async () => {
    await db.redis.hset(`${PREFIX}:1`, 'body', 'A jacquard loom');
    await db.redis.hset(`${PREFIX}:2`, 'sound', 'flask');
    await db.redis.hset(`${PREFIX}:5`, 'sound', 'jenny');
    await expectMended('words body 1', 'words sound 2', 'words sound 5');
    expect(await Page.query().search('body:jacquard').ids()).toEqual([1]);
    expect(await Page.query().search('body:dreams').ids()).toEqual([]);
    expect(await Page.query().search('sound:flasck').ids()).toEqual([2]);
    expect(await Page.query().search('sound:python').ids()).toEqual([1, 3, 4]);
  });

  it('mend words that are gone, that are too many, and those of a text that is gone', async () => {
    await db.redis.hdel(`${PREFIX}:1`, '~~body');
    const list = await db.redis.hgetBuffer(`${PREFIX}:2`, '~~body');
    await db.redis.hset(`${PREFIX}:3`, '~~body', list!);
    await db.redis.hdel(`${PREFIX}:4`, 'body');
    expect(shown(await Page.verify())).toEqual(
      expect.arrayContaining(['words body 1', 'words body 3', 'words body 4']),
    );
    expect(await Page.repair()).toMatchObject({ left: 0 });
    await expectMended();
    expect(await Page.query().search('body:engine').ids()).toEqual([2]);
    expect(await Page.query().search('body:loom').ids()).toEqual([1]);
  });

  it('mend what is not a list of words', async () => {
    for (const [i, bytes] of [[255], [200, 1], [40, 41, 42], [2, 2], []].entries())
      await db.redis.hset(`${PREFIX}:${i + 1}`, '~~body', Buffer.from(bytes));
    expect(await Page.repair()).toMatchObject({ left: 0 });
    await expectMended();
    expect(await Page.query().search('body:loom').ids()).toEqual([1]);
  });

  it('leave a text of too many words to a person', async () => {
    await db.redis.hset(`${PREFIX}:1`, 'body', Array.from({ length: 2001 }, (_, i) => `w${i}`).join(' '));
    expect(shown(await Page.repair())).toEqual(['words body 1 too many']);
    expect(await Page.repair()).toMatchObject({ left: 1, total: 1 });
  });

  it('need no class', async () => {
    await db.redis.hset(`${PREFIX}:1`, 'body', 'A jacquard loom');
    const stored = (await db.storedSchemas('app')).find(({ model }) => model === 'Page');
    expect(shown(await stored!.verify())).toEqual(['words body 1']);
    expect(await stored!.repair()).toMatchObject({ left: 0, total: 1 });
    expect(await Page.query().search('body:jacquard').ids()).toEqual([1]);
    await expectMended();
  });

  it('mend the words of what a getter gave', async () => {
    await Book.insertMany([{ title: 'Looms' }, { title: 'Engines' }]);
    const list = await db.redis.hgetBuffer('{app}:Book:1', '~~~everything');
    await db.redis.hset('{app}:Book:2', '~~~everything', list!);
    expect(shown(await Book.verify())).toContain('words ~everything 2');
    expect(await Book.repair()).toMatchObject({ left: 0 });
    expect(await Book.query().search('engine').ids()).toEqual([2]);
    await expectConsistent(db, Book);
  });

  it('pass by keys of somebody else', async () => {
    await db.redis.set(`${PREFIX}:99`, 'no entity');
    expect(shown(await Page.verify())).toEqual([]);
    await db.redis.del(`${PREFIX}:99`);
  });

  it('mend ends that are lost, that nobody has, and that stand where nobody looks', async () => {
    await db.redis.hdel(`${PREFIX}#ends:body/`, 'mool');
    await db.redis.hset(`${PREFIX}#ends:body/`, 'regnarts', '');
    await db.redis.hdel(`${PREFIX}#ends:body/`, 'maerd');
    await db.redis.hset(`${PREFIX}#ends:body/zz`, 'maerd', '');
    expect(await Page.query().search('body:*oom').ids()).toEqual([]);
    expect(await Page.query().search('body:*ream').ids()).toEqual([]);
    await expectMended(
      'missing ends:body mool',
      'missing ends:body maerd',
      'orphan ends:body/ regnarts',
      'orphan ends:body/zz maerd',
    );
    expect(await Page.query().search('body:*oom').ids()).toEqual([1]);
    expect(await Page.query().search('body:*ream').ids()).toEqual([1]);
    expect(await db.redis.exists(`${PREFIX}#ends:body/zz`)).toBe(0);
  });

  it('mend words that stand where nobody looks', async () => {
    const entry = await db.redis.hgetBuffer(`${PREFIX}#dict:body/`, 'loom');
    await db.redis.hdel(`${PREFIX}#dict:body/`, 'loom');
    await db.redis.hset(`${PREFIX}#dict:body/zz`, 'loom', entry!);
    expect(await Page.query().search('body:loom').ids()).toEqual([]);
    expect(shown(await Page.verify())).toContain('orphan dict:body/zz loom');
    expect(await Page.repair()).toMatchObject({ left: 0 });
    await expectMended();
    expect(await Page.query().search('body:loom').ids()).toEqual([1]);
  });

  it('mend a counter of words that would give a number twice', async () => {
    await db.redis.hdel(`${PREFIX}#counts`, 'terms/body');
    expect(shown(await Page.verify())).toContain('behind terms/body');
    expect(await Page.repair()).toMatchObject({ left: 0 });
    await Page.create({ body: 'spinning jenny' });
    await expectMended();
  });

  it('look at a long text part by part', async () => {
    const long = Array.from({ length: 620 }, (_, i) => `w${i}`).join(' ');
    const { id } = await Page.create({ body: long });
    await db.redis.hdel(`${PREFIX}#dict:body/`, 'w0');
    for (const leaf of await db.redis.keys(`${PREFIX}#dict:body/*`)) await db.redis.hdel(leaf, 'w1', 'w610');
    const numbers = shown(await Page.verify()).filter((problem) => problem.startsWith('missing t:body/'));
    expect(numbers.length).toBeGreaterThanOrEqual(2);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(await Page.repair()).toMatchObject({ left: 0 });
    await expectMended();
    expect(await Page.query().search('body:w610').ids()).toEqual([id]);
  });

  it('finds words again whose keys were deleted, which the server has met', async () => {
    await Page.insertMany(Array.from({ length: 15 }, () => ({ body: 'a lighthouse' })));
    const found = () =>
      Page.query()
        .where({ body: { search: 'lighthouse' } })
        .count();
    expect(await found()).toBe(15);
    for await (const key of db.keys(`${PREFIX}#*body*`)) await db.redis.del(key);
    await Page.repair();
    expect(await found()).toBe(15);
    await expectConsistent(db, Page);
  });

  it('forgets what it has met of keys that came back from a backup', async () => {
    const backup: [key: string, value: Buffer][] = [];
    await Page.insertMany(Array.from({ length: 15 }, () => ({ body: 'a harbour' })));
    for await (const key of db.keys('*')) backup.push([key, (await db.redis.dumpBuffer(key))!]);
    const create = async (body: string) => {
      for (let i = 0; i < 15; i++) await Page.create({ body });
    };
    const found = async (word: string) =>
      Page.query()
        .where({ body: { search: word } })
        .count();
    await create('a lighthouse');
    await create('a lighthouse');
    expect(await found('lighthouse')).toBe(30);
    await db.redis.del(...backup.map(([key]) => key), ...(await db.redis.keys('*')));
    for (const [key, value] of backup) await db.redis.restore(key, 0, value);
    await create('a windmill');
    expect([await found('lighthouse'), await found('windmill'), await found('harbour')]).toEqual([0, 15, 15]);
    await create('a lighthouse');
    expect([await found('lighthouse'), await found('windmill')]).toEqual([15, 15]);
    await expectConsistent(db, Page);
  });
});
