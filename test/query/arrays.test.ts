import { type Auto, Database, Entity, Field, Index, Model, QueryError, ValidationError } from 'redstart';
import { z } from 'zod';
import { planCondition } from '../../src/query/compile/condition.js';
import { whereObject } from '../../src/query/where.js';
import { expectConsistent } from '../support/consistency.js';
import { schemaOf } from '../support/schema-of.js';

@Entity()
class Post extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.json() tags: Auto<string[]> = [];
  @Index() @Field.json({ schema: z.array(z.number()), optional: true }) marks?: number[];
  @Field.text({ optional: true }) text?: string;
  @Index() get words(): string[] {
    return (this.text ?? '').split(' ').filter((word) => word !== '');
  }
}

const long = 'x'.repeat(200);
const planOf = (where: object) => planCondition(schemaOf(Post), whereObject(schemaOf(Post), where)!.data);

describe('the plan of an array', () => {
  it('is the list of an element', () => {
    const red = { op: 'posting', key: '{test}:Post#eq:tags:red', field: 'tags', value: 'red', element: true };
    const blue = { ...red, key: '{test}:Post#eq:tags:blue', value: 'blue' };
    expect(planOf({ tags: { contains: 'red' } })).toEqual(red);
    expect(planOf({ tags: { containsAll: ['red', 'red', 'blue'] } })).toEqual({ op: 'and', inputs: [red, blue] });
    expect(planOf({ tags: { containsAny: ['red', 'blue'] } })).toEqual({ op: 'or', inputs: [red, blue] });
    expect(planOf({ tags: { containsAny: [] } })).toEqual({ op: 'ids', ids: [] });
    expect(planOf({ marks: { contains: 5 } })).toMatchObject({ key: '{test}:Post#eq:marks:~5' });
  });
});

describe('arrays', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Post] });
  });
  afterEach(async () => {
    await expectConsistent(db, Post);
    await db.redis.flushdb();
  });
  afterAll(() => db.close());

  const ids = (where: object) => Post.query().where(where).ids();

  it('are found by their elements, which follow every write', async () => {
    const post = await Post.create({ tags: ['red', 'blue', 'red', long], marks: [1, 2.5], text: 'green fields' });
    const other = await Post.create({});
    expect(await ids({ tags: { contains: 'red' } })).toEqual([post.id]);
    expect(await ids({ tags: { contains: long } })).toEqual([post.id]);
    expect(await ids({ tags: { containsAll: ['red', 'blue'] }, marks: { containsAny: [2.5, 9] } })).toEqual([post.id]);
    expect(await ids({ tags: { containsAll: ['red', 'green'] } })).toEqual([]);
    expect(await ids({ tags: { containsAll: [] } })).toEqual([post.id, other.id]);
    expect(await ids({ marks: { containsAll: [] } })).toEqual([post.id]);
    expect(await ids({ marks: { isNull: true } })).toEqual([other.id]);
    expect(await ids({ words: { contains: 'fields' } })).toEqual([post.id]);
    post.tags.push('new');
    post.tags.shift();
    await post.save();
    await expectConsistent(db, Post);
    expect(await ids({ tags: { contains: 'red' } })).toEqual([post.id]);
    await post.update({ tags: ['blue'], text: 'one two' });
    expect(await ids({ tags: { containsAny: ['red', 'new'] } })).toEqual([]);
    expect(await ids({ words: { containsAll: ['one', 'two'] } })).toEqual([post.id]);
    const without = await Post.query()
      .where((p) => p.tags.contains('blue').not())
      .ids();
    expect(without).toEqual([other.id]);
  });

  it('are probed where a list of an element is a tree', async () => {
    const rows = Array.from({ length: 1200 }, (_, i) => ({
      tags: ['all', `t${i % 3}`, ...(i === 700 ? ['one'] : [])],
    }));
    await Post.insertMany(rows);
    expect(await ids({ tags: { containsAll: ['all', 'one'] } })).toEqual([701]);
    expect(
      await Post.query()
        .where({ tags: { containsAll: ['all', 't1'] } })
        .count(),
    ).toBe(400);
    expect(
      await Post.query()
        .where({ tags: { containsAny: ['t0', 't1', 'one'] } })
        .count(),
    ).toBe(800);
  });

  it('are refused where they are none, or hold what has no entry', async () => {
    for (const tags of ['red', {}, [{}], [['a']], [null], [undefined], Array(1001).fill('a'), ['\ud800']])
      await expect(Post.create({ tags: tags as never })).rejects.toThrow(ValidationError);
    await expect(Post.create({ tags: 'red' as never })).rejects.toThrow(
      'tags: expected an array of at most 1000 texts, finite numbers and booleans, because it is indexed',
    );
    expect(await Post.query().count()).toBe(0);
    await Post.create({ tags: Array.from({ length: 1000 }, (_, i) => `t${i}`) });
    expect(await ids({ tags: { contains: 't999' } })).toEqual([1]);
  });

  it('refuse operands that are not elements', async () => {
    for (const wrong of [undefined, null, {}, [], Number.NaN, '\ud800'])
      await expect(async () => ids({ tags: { contains: wrong } })).rejects.toThrow(QueryError);
    await expect(async () => ids({ tags: { containsAny: 'red' } })).rejects.toThrow('Use contains for one value.');
    await expect(async () => ids({ tags: 'red' })).rejects.toThrow('has no operator eq. Use one of: contains');
  });
});
