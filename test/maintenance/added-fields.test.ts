import { type Auto, Database, Entity, Field, FullText, type Geo, Index, Migrate, Model, type Where } from 'redstart';
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

@Entity('User')
class Plain extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() first!: string;
  @Field.integer() hits: Auto<number> = 7;
  @Field.text({ default: 'Anon' }) name!: Auto<string>;
  @Field.json() tags: Auto<string[]> = ['new'];
  @Field.bigint({ default: 5n }) big!: Auto<bigint>;
  @Field.geo() home: Auto<Geo> = { longitude: 10, latitude: 60 };
  @Field.integer({ optional: true }) age?: number;
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

  it('is found and ordered by as what entities show, by a query that reads the rows', async () => {
    const plain = db.bind(Plain);
    const away = { longitude: 0, latitude: 0 };
    await plain.create({ first: 'Cid', hits: 9, name: 'Cid', tags: ['old'], big: 1n, home: away, age: 3 });
    const rows = () => plain.query().scan();
    const found = async (condition: Where<Plain>) => (await rows().where(condition).ids()).join();
    const shown = await plain.query().all();
    expect(shown.map(({ hits, name, big }) => [hits, name, big])).toEqual([
      [7, 'Anon', 5n],
      [7, 'Anon', 5n],
      [9, 'Cid', 1n],
    ]);
    expect(await found({ hits: 7 })).toBe('1,2');
    expect(await found({ hits: { ne: 7 } })).toBe('3');
    expect(await found({ hits: { gt: 7 } })).toBe('3');
    expect(await found({ hits: { in: [7, 8] } })).toBe('1,2');
    expect(await found({ name: { startsWith: 'An' } })).toBe('1,2');
    expect(await found({ name: { notIn: ['Anon'] } })).toBe('3');
    expect(await found({ tags: { contains: 'new' } })).toBe('1,2');
    expect(await found({ big: { gte: 2n } })).toBe('1,2');
    // without a default there is none
    expect(await found({ age: { isNull: true } })).toBe('1,2');
    expect(await rows().orderBy({ hits: 'desc', id: 'desc' }).ids()).toEqual([3, 2, 1]);
    expect(await rows().orderBy({ big: 'desc' }).limit(2).ids()).toEqual([2, 1]);
    expect(await rows().orderBy({ name: 'desc', first: 'desc' }).ids()).toEqual([3, 2, 1]);
    const near = await rows()
      .orderBy((user) => [user.home.distanceTo({ longitude: 10, latitude: 61 }).asc()])
      .ids();
    expect(near).toEqual([1, 2, 3]);
    const { rows: page, next } = await rows().orderBy({ hits: 'asc' }).page({ size: 1 });
    const { rows: rest } = await rows().orderBy({ hits: 'asc' }).page({ size: 5, after: next! });
    expect([...page, ...rest].map(({ id }) => id)).toEqual([1, 2, 3]);
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
