import {
  type Auto,
  bytes,
  Database,
  Entity,
  EntityDeletedError,
  Field,
  type Hash,
  Index,
  type List,
  Model,
  NotIndexedError,
  number,
  PrimaryKey,
  QueryError,
  type RedisSet,
  SchemaError,
  type SortedSet,
  WrongTypeError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Post')
class Post extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @Index() @Field.set() tags!: RedisSet;
  @Index() @Field.list({ codec: number }) marks!: List<number>;
  @Index() @Field.sortedSet() ranks!: SortedSet;
  @Field.set() plain!: RedisSet;
  @Field.hash() notes!: Hash;
}

@Entity('Page')
class Page extends Model {
  @PrimaryKey() @Field.text() path!: string;
  @Index() @Field.set() tags!: RedisSet;
}

@Entity('Visit', { ttl: 60_000 })
class Visit extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.set() tags!: RedisSet;
}

const query = () => Post.query();
const long = 'x'.repeat(200);

describe('containers with an index', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Post, Page, Visit] });
  });
  afterEach(async () => {
    for (const model of [Post, Page, Visit]) await expectConsistent(db, model);
    for (const report of await Promise.all([Post.verify(), Page.verify(), Visit.verify()]))
      expect(report.problems).toEqual([]);
    await db.redis.flushdb();
  });
  afterAll(() => db.close());

  const ids = (where: Parameters<ReturnType<typeof query>['where']>[0]) => query().where(where).ids();

  it('find entities by the values of a set, which follow every write', async () => {
    const ada = await Post.create({ title: 'a' });
    const bob = await Post.create({ title: 'b' });
    expect(await ada.tags.add('red', 'blue', 'red', long)).toBe(3);
    expect(await bob.tags.add(['red', '', '~'])).toBe(3);
    expect(await ids({ tags: { contains: 'red' } })).toEqual([1, 2]);
    expect(await ids({ tags: { contains: long } })).toEqual([1]);
    expect(await ids({ tags: { containsAny: ['', 'blue'] }, title: { isNull: false } }).catch(() => 'no index')).toBe(
      'no index',
    );
    expect(await ids((post) => post.tags.containsAny(['', 'blue']))).toEqual([1, 2]);
    expect(await ids({ tags: { containsAll: ['red', 'blue'] } })).toEqual([1]);
    expect(await ids({ tags: { containsAll: [] } })).toEqual([1, 2]);
    expect(await ids((post) => post.tags.contains('red').and(post.tags.contains('blue').not()))).toEqual([2]);
    expect(await ada.tags.delete('red', 'none')).toBe(1);
    expect(await ids({ tags: { contains: 'red' } })).toEqual([2]);
    expect(await bob.tags.pop()).toBeDefined();
    expect(await bob.tags.popMany(9)).toHaveLength(2);
    expect(await ids({ tags: { contains: 'red' } })).toEqual([]);
    expect(await ada.tags.clear()).toBe(true);
    expect(await ids({ tags: { contains: 'blue' } })).toEqual([]);
  });

  it('keep the entry of what a list holds twice until the last one goes', async () => {
    const post = await Post.create({ title: 'a' });
    expect(await post.marks.push(1, 2, 1)).toBe(3);
    expect(await post.marks.unshift(3)).toBe(4);
    expect(await post.marks.shift()).toBe(3);
    expect(await post.marks.pop()).toBe(1);
    expect(await ids({ marks: { contains: 1 } })).toEqual([1]);
    await post.marks.set(0, 7);
    expect(await ids({ marks: { contains: 1 } })).toEqual([]);
    expect(await ids({ marks: { containsAll: [7, 2] } })).toEqual([1]);
    await post.marks.push(8, 9);
    await post.marks.trim(1, 3);
    expect(await post.marks.toArray()).toEqual([2, 8]);
    expect(await post.marks.delete(8)).toBe(1);
    expect(await post.marks.popMany(5)).toEqual([2]);
    // the first place of a list is 0, where verify() has to find it
    await post.marks.push(4, 5);
    expect((await Post.verify()).problems).toEqual([]);
  });

  it('follow the members of a sorted set, whatever their scores', async () => {
    const post = await Post.create({ title: 'a' });
    expect(
      await post.ranks.add([
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ]),
    ).toBe(3);
    expect(await post.ranks.increment('d', 4)).toBe(4);
    expect(await post.ranks.add([['e', 5]], { only: 'existing' })).toBe(0);
    expect(await ids({ ranks: { containsAny: ['d', 'e'] } })).toEqual([1]);
    expect(await ids({ ranks: { contains: 'e' } })).toEqual([]);
    expect(await post.ranks.popMin()).toEqual(['a', 1]);
    expect(await post.ranks.deleteByScore({ min: 4 })).toBe(1);
    expect(await post.ranks.delete('b')).toBe(1);
    expect(await ids({ ranks: { containsAny: ['a', 'b', 'd'] } })).toEqual([]);
    expect([...(await post.ranks.toMap()).keys()]).toEqual(['c']);
  });

  it('go with their entity, whatever deletes it, and are empty for a new one of its id', async () => {
    const post = await Post.create({ title: 'a' });
    await post.tags.add('red');
    await post.marks.push(1, 1);
    await post.delete();
    expect(await ids({ tags: { contains: 'red' } })).toEqual([]);
    await expect(post.tags.add('blue')).rejects.toThrow(EntityDeletedError);
    const other = await Post.create({ id: 7, title: 'b' });
    await other.tags.add('red');
    await Post.deleteMany([7]);
    await Post.create({ id: 7, title: 'c' });
    expect(await ids({ tags: { contains: 'red' } })).toEqual([]);
  });

  it('work with ids that are text', async () => {
    const page = await Page.create({ path: '/a:b' });
    await page.tags.add('red');
    expect(
      await Page.query()
        .where({ tags: { contains: 'red' } })
        .ids(),
    ).toEqual(['/a:b']);
    await page.delete();
    expect(
      await Page.query()
        .where({ tags: { contains: 'red' } })
        .count(),
    ).toBe(0);
  });

  it('go with what expires', async () => {
    const visit = await Visit.create({});
    await visit.tags.add('red');
    await visit.expire(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(
      await Visit.query()
        .where({ tags: { contains: 'red' } })
        .ids(),
    ).toEqual([]);
    await expect(visit.tags.add('blue')).rejects.toThrow(EntityDeletedError);
    await Visit.reap();
    expect((await db.redis.keys('*red*')).length).toBe(0);
  });

  it('take many of one value, and many values of one entity', async () => {
    await Post.insertMany(Array.from({ length: 520 }, () => ({ title: 'x' })));
    const posts = await Post.query().all();
    await Promise.all(posts.map((post) => post.tags.add('all')));
    expect(
      await Post.query()
        .where({ tags: { contains: 'all' } })
        .count(),
    ).toBe(520);
    const [first] = posts;
    expect(await first!.tags.add(Array.from({ length: 999 }, (_, i) => `t${i}`))).toBe(999);
    await expect(first!.tags.add('t0', 'one more')).rejects.toThrow(/would hold more than 1000 values/);
    expect(await ids({ tags: { contains: 'one more' } })).toEqual([]);
    await first!.delete();
    expect(
      await Post.query()
        .where({ tags: { contains: 't5' } })
        .count(),
    ).toBe(0);
  });

  it('refuse what would leave the index behind, and write nothing', async () => {
    const post = await Post.create({ title: 'a' });
    await post.tags.add('red');
    const refused = [
      () => post.tags.expire(10),
      () => post.tags.rename('x'),
      () => post.tags.moveTo(post.plain, 'red'),
      () => post.plain.moveTo(post.tags, 'red'),
      () => post.plain.unionStore(post.tags),
      () => post.plain.copy(post.tags, { replace: true }),
      () => post.tags.differenceStore(post.tags, post.plain),
      () => post.marks.popBlocking({ timeout: 10 }),
      () => post.marks.deleteAt(0),
      () => post.ranks.deleteByMember({ from: 'a' }),
    ];
    for (const call of refused) await expect(call()).rejects.toThrow(QueryError);
    await expect(post.tags.expire(10)).rejects.toThrow('Post.tags has an index, which PEXPIRE would leave behind.');
    await db.redis.set(Post.keyOf(1).replace(':1', '#own:ranks:1'), 'text');
    await expect(post.ranks.add([['a', 1]])).rejects.toThrow(WrongTypeError);
    expect(await post.tags.toSet()).toEqual(new Set(['red']));
    expect(await post.tags.union(post.plain)).toEqual(new Set(['red']));
    const stored = await post.tags.unionStore(post.plain);
    expect(await stored.add('own')).toBe(1);
    const elsewhere = await post.tags.unionStore(`${post.plain.key}:copy`);
    expect(await elsewhere.add('more')).toBe(1);
    expect(await elsewhere.clear()).toBe(true);
    expect(await post.tags.size()).toBe(1);
    await post.delete();
  });

  it('are asked only where they have an index, and by its operators', async () => {
    await expect(ids({ plain: { contains: 'a' } })).rejects.toThrow(NotIndexedError);
    await expect(
      Post.query()
        .scan()
        .where({ plain: { contains: 'a' } })
        .ids(),
    ).rejects.toThrow('Add @Index()');
    await expect(ids({ tags: 'red' } as never)).rejects.toThrow('has no operator eq');
    await expect(ids({ tags: { contains: 5 } } as never)).rejects.toThrow('Post.tags: contains needs');
    await expect(ids({ marks: { containsAny: ['x'] } } as never)).rejects.toThrow('Post.marks: containsAny needs');
  });

  it('are named where they can be asked, and refused where they cannot', async () => {
    const all = 'Post has no field "zzzz". Use one of: id, title, tags, marks, ranks.';
    await expect(async () => ids({ zzzz: { contains: 'x' } } as never)).rejects.toThrow(all);
    await expect(async () => query().where((post) => (post as never as { zzzz: never }).zzzz)).rejects.toThrow(all);
    await expect(async () => ids({ tagz: { contains: 'x' } } as never)).rejects.toThrow('did you mean "tags"?');
    const refusal =
      'Post.tags is a container (set), which has no select, facets, groupBy or orderBy. Ask for its values';
    for (const ask of [
      () =>
        query()
          .select({ tags: true } as never)
          .all(),
      () => query().facets({ tags: 3 } as never),
      () => query().aggregate({ groupBy: { tags: true } as never, count: true }),
      () =>
        query()
          .orderBy({ tags: 'asc' } as never)
          .all(),
    ])
      await expect(async () => ask()).rejects.toThrow(refusal);
    const fields = 'Post has no field "zzzz". Use one of: id, title.';
    await expect(async () =>
      query()
        .select({ zzzz: true } as never)
        .all(),
    ).rejects.toThrow(fields);
    await expect(async () => ids({ notes: { contains: 'x' } } as never)).rejects.toThrow(
      'Post.notes is a container (hash), of which no query asks anything. Read it of the entities.',
    );
  });

  it('refuse other indexes, and bytes', () => {
    class Binary extends Model {
      @Field.id() id!: Auto<number>;
      @Index() @Field.set({ codec: bytes }) keys!: RedisSet<Buffer>;
    }
    Entity('Binary')(Binary);
    expect(() => db.use(Binary)).toThrow(SchemaError);
    class Named extends Model {
      @Field.id() id!: Auto<number>;
      @Index() @Field.text({ name: 'tags' }) label!: string;
      @Index() @Field.set() tags!: RedisSet;
    }
    Entity('Named')(Named);
    expect(() => db.use(Named)).toThrow('Named.label is stored as tags');
  });
});
