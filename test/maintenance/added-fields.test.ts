import { type Auto, BeforeSave, Database, Entity, Field, FullText, Index, Migrate, Model } from 'redstart';
import { scriptsOf } from '../support/commands.js';
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

@Entity('User')
class Account extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() first!: string;
  @Index() @Field.integer({ default: 7 }) hits!: Auto<number>;
  @Field.decimal() cash: Auto<`${number}`> = '2.50';
  @Field.json() tags: Auto<string[]> = ['new'];
  @Field.text({ default: () => `t${++tokens}` }) token!: Auto<string>;
  @Field.integer({ optional: true }) age?: number;

  @BeforeSave()
  note(): void {
    saved.push(this.id);
  }
}
let tokens = 0;
const saved: number[] = [];

describe('an entity from before a field with a default', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Account] });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.redis.flushall();
    await db.bind(Before).insertMany([{ first: 'Ada' }, { first: 'Bob' }]);
    saved.length = 0;
  });
  const row = (id: number) => db.redis.hgetall(Account.keyOf(id));

  it('is not dirty, and is not written by a session that changed nothing of it', async () => {
    await db.session(async (session) => {
      const [ada, bob] = await Account.query().all();
      expect([ada!.isDirty, ada!.changes, session.pending.changed]).toEqual([false, {}, []]);
      expect(await scriptsOf(db.redis, () => session.flush())).toBe(0);
      bob!.first = 'Bobby';
      expect(session.pending.changed).toEqual([bob]);
    });
    expect([await row(1), saved]).toEqual([{ first: 'Ada' }, [2]]);
    // the one that was written has its defaults for good
    expect(await row(2)).toMatchObject({ first: 'Bobby', hits: '7', cash: '2.50', tags: '["new"]' });
  });

  it('is dirty by another value, also inside of the default, and has the default again by rollback', async () => {
    await db.session(async (session) => {
      const ada = await Account.get(1);
      ada.tags.push('red');
      expect([ada.isDirty, ada.changes]).toEqual([true, { tags: { from: undefined, to: ['new', 'red'] } }]);
      session.rollback();
      expect([ada.tags, ada.isDirty]).toEqual([['new'], false]);
      ada.hits = 8;
      expect(session.pending.changed).toEqual([ada]);
      await session.refresh(ada);
      expect([ada.hits, ada.isDirty]).toEqual([7, false]);
      ada.age = 3;
      expect(ada.changes).toEqual({ age: { from: undefined, to: 3 } });
    });
    expect(await row(1)).toMatchObject({ hits: '7', age: '3' });
  });

  it('writes its defaults by a save, which its hooks are told of, and once', async () => {
    const ada = await Account.get(1);
    await ada.save();
    expect(await row(1)).toMatchObject({ hits: '7', cash: '2.50', token: ada.token });
    expect((await Account.get(1)).token).toBe(ada.token);
    await ada.save();
    expect(saved).toEqual([1]);
  });

  it('is added to from its default on', async () => {
    const ada = await Account.get(1);
    await ada.increment({ hits: 1, cash: { by: '-1', min: '0' }, age: 1 });
    expect(ada).toMatchObject({ hits: 8, cash: '1.50', age: 1 });
    expect(await Account.field(2, (account) => account.hits).increment(2)).toBe(9);
    await expect(Account.field(2, (account) => account.cash).increment('-3', { min: '0' })).rejects.toThrow(RangeError);
    await Account.transfer({ from: 2, to: 1, field: (account) => account.cash, amount: '0.50' });
    await db.session(async (session) => {
      const bob = await Account.get(2);
      bob.first = 'Bobby';
      session.increment(bob, { hits: 1 });
    });
    expect(await Account.findMany([1, 2])).toMatchObject([
      { hits: 8, cash: '2.00' },
      { hits: 10, cash: '2.00', first: 'Bobby' },
    ]);
    await Account.reindex();
    expect(
      await Account.query()
        .where({ hits: { gte: 8 } })
        .ids(),
    ).toEqual([1, 2]);
    expect(await Account.verify()).toMatchObject({ total: 0 });
  });
});
