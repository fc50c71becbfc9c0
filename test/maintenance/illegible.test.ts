// Rows that somebody wrote by hand, with ids and values that no program can read.
import {
  type Auto,
  CodecError,
  Database,
  Entity,
  Field,
  FullText,
  type Geo,
  GeoIndex,
  Index,
  type IndexReport,
  Model,
  Unique,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Index<Page>((page) => [page.kind, page.stars])
@Entity('Page', { ttl: 3_600_000 })
class Page extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() kind!: string;
  @Unique() @Field.text() slug!: string;
  @Index() @Field.integer({ optional: true }) stars?: number;
  @Index() @Field.datetime() at!: Date;
  @GeoIndex() @Field.geo() home!: Geo;
  @FullText() @Field.text() body!: string;
}

@Entity('Named')
class Named extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @Index() @Field.text() kind!: string;
}

/** The same rows, with a field that has an index only now. */
@Entity('Late')
class Late extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() stars!: number;
}

const row = (i: number) => ({
  kind: 'k',
  slug: `s${i}`,
  stars: i,
  at: new Date(i),
  home: { longitude: 1, latitude: 2 },
  body: 'engine',
});

const WRITTEN = { kind: 'k', slug: 'z', stars: '4', at: '5', home: '1,2', body: 'engine' };
const PREFIX = '{app}:Page';
const shown = ({ problems }: IndexReport) => problems.map(({ kind, name, id, fact }) => [kind, name, id, fact]);

describe('a row that somebody wrote by hand', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Page, Named] });
  });
  beforeEach(async () => {
    await db.redis.flushall();
    await Page.insertMany(Array.from({ length: 12 }, (_, i) => row(i)));
  });
  afterAll(() => db.close());

  it.each([
    ['stars', 'abc', 'not a number'],
    ['stars', ' 5', 'not a number'],
    ['at', 'never', 'not a number'],
    ['home', 'here', 'not a place'],
    ['home', '5,nan', 'not a place'],
    ['~expires', 'soon', 'not a time in ms'],
  ])('with %s "%s" is told of and left, and all else is mended', async (field, value, fact) => {
    await db.redis.hset(`${PREFIX}:3`, field, value);
    await db.redis.del(`${PREFIX}#eq:kind:k`);
    const [found, mended] = [await Page.verify(), await Page.repair()];
    expect(shown(found)).toContainEqual(['illegible', field, '3', fact]);
    expect(shown(found)).toContainEqual(['missing', 'eq:kind:k', '1', undefined]);
    expect(mended).toMatchObject({ entities: 12, left: 1 });
    expect(shown(await Page.verify())).toEqual([['illegible', field, '3', fact]]);
    expect(await Page.query().where({ kind: 'k' }).count()).toBe(12);
    // once a person has corrected it
    await db.redis.hset(`${PREFIX}:3`, { stars: '7', at: '9', home: '3,4' });
    await db.redis.hset(`${PREFIX}:3`, '~expires', String(Date.now() + 60_000));
    expect(await Page.repair()).toMatchObject({ left: 0 });
    expect(await Page.query().where({ kind: 'k', stars: 7 }).ids()).toContain(3);
    await expectConsistent(db, Page);
  });

  it.each(['abc', '007', '-3', '', '9'.repeat(30), '9007199254740993'])(
    'with the id "%s" is told of, and is in no index',
    async (id) => {
      await db.redis.hset(`${PREFIX}:${id}`, WRITTEN);
      // what an earlier repair has made of it
      await db.redis.sadd(`${PREFIX}#ids`, id);
      await db.redis.zadd(`${PREFIX}#by:stars`, 4, `c${id}`);
      expect(shown(await Page.verify())).toEqual(
        expect.arrayContaining([
          ['illegible', 'id', id, 'not an id'],
          ['orphan', 'ids', id, undefined],
          ['orphan', 'by:stars', id, undefined],
        ]),
      );
      expect(await Page.repair()).toMatchObject({ left: 1 });
      expect(shown(await Page.verify())).toEqual([['illegible', 'id', id, 'not an id']]);
      expect(await Page.query().ids()).toHaveLength(12);
      expect(await Page.query().search('engine').count()).toBe(12);
    },
  );

  it('with an empty id is told of where ids are texts', async () => {
    await Named.create({ kind: 'a' });
    await db.redis.hset('{app}:Named:', { kind: 'a' });
    expect(await Named.repair()).toMatchObject({ total: 1, left: 1 });
    expect(shown(await Named.verify())).toEqual([['illegible', 'id', '', 'not an id']]);
    await db.redis.hset('{app}:Named:anything', { kind: 'a' });
    expect(shown(await Named.repair())).toContainEqual(['missing', 'eq:kind:a', 'anything', undefined]);
    expect(await Named.query().where({ kind: 'a' }).ids()).toContain('anything');
  });

  it('ends a reindex() with its key and its field', async () => {
    await db.redis.del('{app}:Late:1');
    const plain = await Database.connect(db.address, { models: [Late] });
    await Late.insertMany([{ stars: 1 }, { stars: 2 }, { stars: 3 }]);
    // as if the index were new
    await plain.redis.hdel('{app}#models', 'Late');
    await plain.redis.hset('{app}:Late:2', 'stars', 'many');
    const error = await Late.reindex().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CodecError);
    expect(error).toMatchObject({
      key: '{app}:Late:2',
      member: 'stars',
      message:
        'The key "{app}:Late:2" holds a value at "stars" that an index of Late cannot read: it is not a number. Correct the row, or delete it; Late.verify() tells of all such rows.',
    });
    await plain.redis.del('{app}:Late:2');
    expect(await Late.reindex()).toMatchObject({ built: ['ordered stars'] });
    await plain.close();
  });
});
