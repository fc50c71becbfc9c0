import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Auto,
  type Counter,
  Database,
  Entity,
  EntityDeletedError,
  Field,
  type Hash,
  Index,
  type List,
  Model,
  number,
  PrimaryKey,
  QueryError,
  type RedisSet,
  type SortedSet,
  type Stream,
  Unique,
  UniqueError,
  WrongTypeError,
} from 'redstart';
import { z } from 'zod';
import { scriptsSent } from '../support/commands.js';
import { expectConsistent } from '../support/consistency.js';

@Entity('Post')
class Post extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() title!: string;
  @Field.list({ codec: number }) marks!: List<number>;
  @Field.hash() notes!: Hash;
  @Index() @Field.set() tags!: RedisSet;
  @Index() @Field.list() steps!: List;
  @Index() @Field.sortedSet() fans!: SortedSet;
  @Field.counter({ min: 0, max: 3 }) seats!: Counter;
  @Field.counter({ ttl: 60_000 }) views!: Counter;
  @Field.stream({ schema: z.object({ at: z.coerce.date() }) }) log!: Stream<{ at: Date }, string, { at: unknown }>;
}

@Entity('Page', { ttl: null })
class Page extends Model {
  @PrimaryKey() @Field.text() path!: string;
  @Index() @Field.set() readers!: RedisSet;
  @Field.list() lines!: List;
}

/** Does something as another program would, in no session. */
const outside = AsyncLocalStorage.snapshot();

describe('containers of entities in a session', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Post, Page] });
  });
  afterAll(() => db.close());
  beforeEach(() => db.redis.flushall());
  afterEach(async () => {
    for (const model of [Post, Page]) {
      await expectConsistent(db, model);
      expect(await model.verify()).toMatchObject({ total: 0 });
    }
  });
  const where = (tag: string) =>
    Post.query()
      .where((post) => post.tags.contains(tag))
      .ids();

  it('are written with a new entity, before it has an id, by one script', async () => {
    const post = await db.session(async (session) => {
      const made = Post.build({ title: 'first' });
      session.list(made.marks).push(1.5, 2);
      session.hash(made.notes).set('by', 'ada');
      session.set(made.tags).add('red', 'blue');
      session.list(made.steps).push('begin', 'go', 'go');
      session.sortedSet(made.fans).add([['eve', 7]]);
      session.counter(made.seats).increment(2);
      session.stream(made.log).add({ at: '2024-01-02' });
      expect(await scriptsSent(db, () => session.flush())).toBe(1);
      return made;
    });
    expect(await post.marks.toArray()).toEqual([1.5, 2]);
    expect(await post.notes.get('by')).toBe('ada');
    expect(await post.seats.value()).toBe(2);
    expect((await post.log.range())[0]!.fields).toEqual({ at: new Date('2024-01-02') });
    expect([await where('red'), await where('green')]).toEqual([[1], []]);
    const first = Post.query().where((each) => each.steps.contains('go').and(each.fans.contains('eve')));
    expect(await first.ids()).toEqual([1]);
  });

  it('are written with a stored one, whether it changes or not', async () => {
    const [one, two] = await Post.insertMany([{ title: 'one' }, { title: 'two' }]);
    await one!.tags.add('red');
    await db.session(async (session) => {
      const first = await Post.get(1);
      session.set(first.tags).delete('red');
      session.set(first.tags).add('blue', 'late');
      session.set(first.tags).delete('late');
      session.list(first.steps).push('a', 'b', 'c');
      session.list(first.steps).trim(1);
      const second = await Post.get(2);
      second.title = 'second';
      session.set(second.tags).add('blue');
      expect(await outside(() => where('red'))).toEqual([1]);
    });
    expect([await where('red'), await where('blue'), await where('late')]).toEqual([[], [1, 2], []]);
    expect(await one!.steps.toArray()).toEqual(['b', 'c']);
    expect((await two!.reload()).title).toBe('second');
  });

  it('keep the bounds of a counter and the time that it lives, and nothing is written beyond', async () => {
    const post = await Post.create({ title: 'one' });
    await post.seats.increment(2);
    await db.session(async (session) => {
      Post.build({ title: 'two' });
      session.counter(post.seats).increment(2);
      await expect(session.flush()).rejects.toThrow(
        'The counter "{app}:Post#own:seats:1" must stay from 0 to 3, and would be 4. Nothing was written: change it by less, or widen the bounds.',
      );
      session.rollback();
      session.counter(post.views).increment();
      session.counter(post.seats).increment();
    });
    expect([await Post.query().count(), await post.seats.value(), await post.views.value()]).toEqual([1, 3, 1]);
    const life = await db.redis.pttl(post.views.key);
    expect(life).toBeGreaterThan(0);
    await db.redis.pexpire(post.views.key, 90_000_000);
    await db.session((session) => session.counter(post.views).increment());
    expect(await db.redis.pttl(post.views.key)).toBeGreaterThan(60_000);
  });

  it('are refused where the entity is gone, and no key is made', async () => {
    const [post, page] = [await Post.create({ title: 'one' }), await Page.create({ path: '/' })];
    await db.session(async (session) => {
      session.list(post.marks).push(1);
      session.set(post.tags).add('red');
      await outside(() => Post.deleteMany([1]));
      await expect(session.flush()).rejects.toMatchObject({ constructor: EntityDeletedError, id: 1, entity: post });
      session.forget(post);
      session.set(page.readers).add('ada');
      await outside(async () => (await Page.get('/')).expire(1));
      await outside(() => new Promise((resolve) => setTimeout(resolve, 5)));
      await expect(session.flush()).rejects.toMatchObject({ constructor: EntityDeletedError, id: '/', entity: page });
      session.forget(page);
    });
    await Page.reap();
    expect(await db.redis.keys('*#own*')).toEqual([]);
  });

  it('are not written where anything else is refused, and wait to be written again', async () => {
    await Post.create({ title: 'taken' });
    await db.session(async (session) => {
      const made = Post.build({ title: 'taken' });
      session.set(made.tags).add('red');
      session.list(made.marks).push(3);
      await expect(session.flush()).rejects.toMatchObject({ constructor: UniqueError, entity: made });
      expect(await outside(() => where('red'))).toEqual([]);
      made.title = 'free';
    });
    const made = await Post.findBy({ title: 'free' });
    expect([await made!.marks.toArray(), await where('red')]).toEqual([[3], [made!.id]]);
  });

  it('go with an entity that is deleted, rolled back or let go of', async () => {
    const [one, two] = await Post.insertMany([{ title: 'one' }, { title: 'two' }]);
    await db.session(async (session) => {
      session.set(one!.tags).add('red');
      session.delete(one!);
      session.set(two!.tags).add('red');
      session.forget(two!);
      const made = Post.build({ title: 'three' });
      session.set(made.tags).add('red');
      session.delete(made);
      await session.flush();
      session.list(two!.marks).push(1);
      session.rollback();
    });
    expect([await where('red'), await Post.query().ids(), await db.redis.keys('*#own*')]).toEqual([[], [2], []]);
  });

  it('are empty for a new entity, whatever was left at their keys', async () => {
    await db.redis.set('{app}:Post#own:marks:1', 'junk');
    await db.redis.rpush('{app}:Post#own:tags:1', 'junk');
    await db.redis.set('{app}:Post#own:seats:1', '3');
    await db.redis.sadd('{app}:Page#own:readers:/', 'old');
    await db.session((session) => {
      const post = Post.build({ title: 'one' });
      session.list(post.marks).push(1);
      session.set(post.tags).add('red');
      session.counter(post.seats).increment(3);
      const page = Page.build({ path: '/' });
      session.set(page.readers).add('ada');
      session.list(page.lines).push('line');
    });
    const [post, page] = [await Post.get(1), await Page.get('/')];
    expect([await post.marks.toArray(), await where('red'), await post.seats.value()]).toEqual([[1], [1], 3]);
    expect([await page.readers.size(), await page.lines.toArray()]).toEqual([1, ['line']]);
    expect(
      await Page.query()
        .where((each) => each.readers.contains('ada'))
        .ids(),
    ).toEqual(['/']);
  });

  it('hold no more than an index can, and nothing is written beyond', async () => {
    const post = await Post.create({ title: 'one' });
    await post.tags.add(...Array.from({ length: 998 }, (_, i) => `t${i}`));
    const grow = (...tags: string[]) => db.session((session) => session.set(post.tags).add(...tags));
    await grow('t1', 'a', 'b');
    await expect(grow('c')).rejects.toThrow('{app}:Post#own:tags:1 would hold more than 1000 values');
    await expect(
      db.session((session) => {
        const made = Post.build({ title: 'two' });
        for (let i = 0; i < 3; i++) session.list(made.steps).push(...Array.from({ length: 400 }, () => `s${i}`));
      }),
    ).rejects.toThrow('would hold more than 1000 values');
    expect([await post.tags.size(), await Post.query().ids()]).toEqual([1000, [1]]);
    // to compare a thousand lists takes long
    await post.delete();
  });

  it('refuse what is at their keys and is something else, what does not fit, and what is none of them', async () => {
    const post = await Post.create({ title: 'one' });
    await db.redis.set(post.notes.key, 'junk');
    await db.session(async (session) => {
      session.hash(post.notes).set('by', 'ada');
      await expect(session.flush()).rejects.toThrow(WrongTypeError);
      session.rollback();
      session.list(post.marks as unknown as List).push('many');
      await expect(session.flush()).rejects.toThrow('expected a number');
      session.rollback();
      const untyped = session as unknown as { list(given: unknown): void; counter(given: unknown): void };
      for (const [given, found] of [
        [post.tags, 'a set'],
        [Post.build({ title: 'x' }).seats, 'a counter'],
        [db.list('free'), 'an instance of List'],
        [{}, 'an object'],
      ] as const) {
        expect(() => untyped.list(given)).toThrow(QueryError);
        expect(() => untyped.list(given)).toThrow(
          `session.list() takes a key, or a list of an entity, such as post.items, not ${found}`,
        );
      }
      expect(() => untyped.list(undefined)).toThrow('key');
      expect(() => untyped.counter(post.marks)).toThrow('session.counter() takes a key, or a counter of an entity');
      session.rollback();
    });
    await db.redis.del(post.notes.key);
  });

  it('keep an index of many values true, whatever is done to them', async () => {
    const posts = await Post.insertMany(Array.from({ length: 6 }, (_, i) => ({ title: `p${i}` })));
    for (let round = 0; round < 5; round++) {
      await db.session((session) => {
        for (const [i, post] of posts.entries()) {
          const tags = session.set(post.tags);
          tags.add(`a${(i + round) % 4}`, `b${i % 3}`);
          tags.delete(`a${(i + round + 1) % 4}`);
          session.sortedSet(post.fans).increment(`f${(i * round) % 5}`, 2);
          session.list(post.steps).unshift(`s${round}`);
          session.list(post.steps).trim(0, 2);
        }
        const made = Post.build({ title: `round ${round}` });
        session.set(made.tags).add('a1', 'made');
      });
    }
    expect(await where('made')).toEqual([7, 8, 9, 10, 11]);
    for (const tag of ['a0', 'a1', 'a2', 'a3', 'b1']) {
      const holds = await Promise.all(posts.map(async (post) => ((await post.tags.has(tag)) ? [post.id] : [])));
      expect((await where(tag)).filter((id) => id <= 6)).toEqual(holds.flat());
    }
  });
});
