import { type Auto, Database, Entity, Field, FullText, Index, Migrate, Model } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('User')
class Before extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() first!: string;
}

@Entity('User')
class After extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text() first!: string;
  @Index() @Field.integer() hits: Auto<number> = 7;
  @Index() get initial(): string {
    return `${this.first[0]}${this.hits}`;
  }
}

@Entity('User')
class Indexed extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() first!: string;
  @Index() @Field.integer({ default: 7 }) hits!: Auto<number>;
  @Index() @Field.boolean() done: Auto<boolean> = false;
  @Index({ ignoreCase: true, ordered: true }) @Field.text({ default: 'Anon' }) name!: Auto<string>;
}

@Entity('User', { version: 2 })
@Migrate(2, (row) => row)
class Second extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() first!: string;
  @Index() @Field.integer() hits: Auto<number> = 7;
}

describe('a field that an initializer fills, added to rows that are there', () => {
  let db: Database;
  let newer: typeof After;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Before] });
    newer = db.bind(After);
    await Before.insertMany([{ first: 'Ada' }, { first: 'Bob' }]);
  });
  afterEach(() => db.close());

  it('has that value wherever it is read', async () => {
    expect((await newer.get(1)).hits).toBe(7);
    expect(await newer.query().select({ hits: true }).all()).toEqual([{ hits: 7 }, { hits: 7 }]);
    expect(await newer.pick(1, { hits: true })).toEqual({ hits: 7 });
    expect(await newer.field(1, (user) => user.hits).get()).toBe(7);
  });

  it('is no hindrance to reindex(), nor to what is computed of it', async () => {
    await newer.change(2, { first: 'Cid' });
    await newer.reindex();
    expect(await newer.query().where({ initial: 'A7' }).ids()).toEqual([1]);
    expect(await newer.query().where({ initial: 'C7' }).ids()).toEqual([2]);
    await newer.field(1, (user) => user.hits).set(8);
    expect(await newer.query().where({ initial: 'A8', hits: 8 }).ids()).toEqual([1]);
    expect(await newer.query().aggregate({ groupBy: { hits: true }, count: true, orderBy: { hits: 'asc' } })).toEqual([
      { hits: 7, count: 1 },
      { hits: 8, count: 1 },
    ]);
    expect(await newer.verify()).toMatchObject({ total: 0 });
  });

  it('is in the index of it once that is built, with or without a getter', async () => {
    const indexed = db.bind(Indexed);
    await indexed.create({ first: 'Cid', hits: 9, done: true });
    const { built } = await indexed.reindex();
    expect(built.toSorted()).toEqual(['exact done', 'lexical ~name', 'ordered hits']);
    expect(await indexed.query().where({ hits: 7 }).ids()).toEqual([1, 2]);
    expect(await indexed.query().orderBy({ hits: 'desc' }).ids()).toEqual([3, 2, 1]);
    expect(await indexed.query().where({ done: false, name: 'ANON' }).ids()).toEqual([1, 2]);
    expect(await db.redis.hgetall('{app}:User:1')).toMatchObject({ first: 'Ada', hits: '7', done: '0' });
    await expectConsistent(db, indexed);
  });

  it('is built by connect, where it is asked to, with what getters give', async () => {
    const [, path] = (await db.redis.config('GET', 'unixsocket')) as [string, string];
    const building = await Database.connect({ path }, { models: [After], schema: 'build' });
    expect(await After.query().where({ initial: 'A7', hits: 7 }).ids()).toEqual([1]);
    expect(await After.query().search('bob').ids()).toEqual([2]);
    await building.close();
  });

  it('is written by migrate()', async () => {
    const second = db.bind(Second);
    expect(await second.migrate()).toBe(2);
    await second.reindex();
    expect(await second.query().where({ hits: 7 }).ids()).toEqual([1, 2]);
    await expectConsistent(db, second);
  });
});
