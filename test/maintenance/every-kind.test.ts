import { type Auto, Database, Entity, Field, FullText, Index, Model } from 'redstart';
import { expectConsistent, keysFrom } from '../support/consistency.js';

@Entity('Post')
class Plain extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() kind!: string;
  @Field.text() name!: string;
  @Field.integer({ optional: true }) stars?: number;
  @Field.text() body!: string;
}

@Index<Full>((post) => [post.kind, post.name])
@Index<Full>((post) => [post.kind, post.stars])
@Entity('Post')
class Full extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() kind!: string;
  @Index({ suffix: true, ignoreCase: true }) @Field.text() name!: string;
  @Field.integer({ optional: true }) stars?: number;
  @FullText({ suffix: true }) @Field.text() body!: string;
}

@Entity('Post')
class Exact extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() kind!: string;
  @Index({ suffix: true, ignoreCase: true }) @Field.text() name!: string;
  @Field.integer({ optional: true }) stars?: number;
  @FullText({ stemmer: false }) @Field.text() body!: string;
}

@Entity('Brief', { ttl: 3_600_000 })
class Brief extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ suffix: true }) @Field.text({ optional: true }) name?: string;
}

@Entity('Token', { ttl: 3_600_000 })
class Token extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @Index({ suffix: true }) @Field.text() name!: string;
  @Index() @Field.json() tags!: string[];
}

const TOTAL = 300;
const post = (i: number) => ({
  kind: i % 2 ? 'port' : 'x'.repeat(200),
  name: `Name\0${i % 7}`,
  ...(i % 3 && { stars: i }),
  body: `loom w${i % 90} ${i % 2 ? 'engine' : 'steam'}`,
});

describe('verify, repair and reindex of every kind of index', () => {
  let db: Database;
  let full: typeof Full;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Plain, Brief, Token] });
    full = db.bind(Full);
  });
  afterEach(() => db.close());

  it('find nothing where nothing is wrong', async () => {
    await full.insertMany(Array.from({ length: TOTAL }, (_, i) => post(i)));
    await Brief.insertMany(Array.from({ length: TOTAL }, (_, i) => (i % 3 ? { name: `a\0${i}` } : {})));
    await Token.insertMany(Array.from({ length: TOTAL }, (_, i) => ({ name: `${i % 9}`, tags: [`${i % 5}`, '~'] })));
    for (const model of [full, Brief, Token] as readonly unknown[] as readonly (typeof Brief)[]) {
      expect(await model.verify()).toMatchObject({ entities: TOTAL, problems: [] });
      expect(await model.repair()).toMatchObject({ total: 0 });
      await expectConsistent(db, model);
    }
    expect(
      await full
        .query()
        .where({ name: { endsWith: '\0' + '3' } })
        .count(),
    ).toBe(Math.ceil((TOTAL - 3) / 7));
  });

  it('mend the list of those that expire', async () => {
    const all = await Brief.insertMany(Array.from({ length: TOTAL }, (_, i) => ({ name: `${i}` })));
    await db.redis.zrem('{app}:Brief#expires/0', all[3]!.id);
    await db.redis.zadd('{app}:Brief#expires/0', 5, 999, 7, all[4]!.id);
    expect((await Brief.verify()).problems.map(({ kind, name, id }) => `${kind} ${name} ${id}`).toSorted()).toEqual([
      'missing expires 4',
      'missing expires 5',
      'orphan expires/0 5',
      'orphan expires/0 999',
    ]);
    expect(await Brief.repair()).toMatchObject({ left: 0 });
    expect(await Brief.verify()).toMatchObject({ problems: [] });
    await expectConsistent(db, Brief);
  });

  it('mend what composite and suffix indexes have wrong', async () => {
    await full.insertMany(Array.from({ length: TOTAL }, (_, i) => post(i)));
    await db.redis.del('{app}:Post:2');
    await db.redis.hset('{app}:Post:4', { stars: '4000', name: 'Z', '~name': 'z' });
    expect((await full.verify()).problems.map(({ kind, name, id }) => `${kind} ${name} ${id}`)).toEqual(
      expect.arrayContaining([
        'orphan by:kind+stars:port 2',
        'orphan lex:kind+~name:port 2',
        'orphan null:kind+stars:port 4',
        'missing by:kind+stars:port 4',
        'orphan lex:kind+~name:port 4',
      ]),
    );
    expect(await full.repair()).toMatchObject({ left: 0 });
    expect((await full.verify()).problems).toEqual([]);
    expect(await full.query().where({ kind: 'port', stars: 4000 }).ids()).toEqual([4]);
  });

  it('leave nothing of an index that goes, so that another of its name begins anew', async () => {
    await full.insertMany(Array.from({ length: TOTAL }, (_, i) => post(i)));
    await Plain.reindex();
    expect(await keysFrom(db, '{app}:Post#')).toEqual(['{app}:Post#counts', '{app}:Post#ids']);
    expect(Object.keys(await db.redis.hgetall('{app}:Post#counts')).toSorted()).toEqual(['next', 'schema']);
    // other texts give the terms other numbers
    await Plain.query()
      .where((row) => row.id.lte(100))
      .delete();
    await Plain.query()
      .where((row) => row.id.lte(150))
      .update({ kind: 'port', stars: 1, body: 'steam valve' });
    await full.reindex();
    expect(await full.query().search('steam').count()).toBe(50 + 75);
    expect(
      await full
        .query()
        .where({ kind: 'port', stars: { gte: 0 } })
        .count(),
    ).toBe(50 + 50);
    expect((await full.verify()).problems).toEqual([]);
    await expectConsistent(db, full);
  });

  it('build words anew that are cut in another way', async () => {
    await full.insertMany(Array.from({ length: TOTAL }, (_, i) => post(i)));
    const exact = db.bind(Exact);
    await exact.create(post(1));
    // nobody keeps the index now
    await full.create(post(2));
    await exact.reindex();
    expect(await exact.query().search('engine').count()).toBe(TOTAL / 2 + 1);
    expect(await exact.query().search('engin').count()).toBe(0);
    await expectConsistent(db, exact);
  });
});
