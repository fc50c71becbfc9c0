import {
  type Auto,
  Database,
  Entity,
  Field,
  Index,
  type List,
  Model,
  type RedisSet,
  SchemaChangedError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Post')
class Old extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @Field.set() tags!: RedisSet;
  @Field.list() words!: List;
}

@Entity('Post')
class Post extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @Index() @Field.set() tags!: RedisSet;
  @Index() @Field.list() words!: List;
}

describe('the indexes of containers', () => {
  let older: Database;
  let db: Database;
  beforeEach(async () => {
    older = await Database.embedded({ models: [Old] });
    db = await Database.connect(older.address);
  });
  afterEach(async () => {
    await db.close();
    await older.close();
  });

  async function fill(): Promise<void> {
    for (let id = 1; id <= 12; id++) {
      const post = await Old.create({ title: `${id}` });
      await post.tags.add('all', id % 2 ? 'odd' : 'even');
      await post.words.push(Array.from({ length: 100 }, (_, i) => `${id}-${i}`));
    }
  }

  it('are built beside the rows that were there, kept by older programs that delete, and dropped with all keys', async () => {
    await fill();
    db.use(Post);
    await expect(
      Post.query()
        .where({ tags: { contains: 'odd' } })
        .ids(),
    ).rejects.toThrow(SchemaChangedError);
    const fresh = await Post.create({ title: 'new' });
    await fresh.tags.add('odd');
    const steps: number[] = [];
    const report = await Post.reindex({ onProgress: ({ done }) => steps.push(done) });
    expect(report.built).toEqual(['members tags', 'members words']);
    // an entity with many values makes steps that end early
    expect(steps.length).toBeGreaterThan(1);
    expect(
      await Post.query()
        .where({ tags: { contains: 'odd' } })
        .count(),
    ).toBe(7);
    expect(
      await Post.query()
        .where({ words: { contains: '7-59' } })
        .ids(),
    ).toEqual([7]);
    await Old.deleteMany([7, 8]);
    expect(
      await Post.query()
        .where({ tags: { contains: 'odd' } })
        .count(),
    ).toBe(6);
    expect(
      await Post.query()
        .where({ words: { contains: '7-59' } })
        .ids(),
    ).toEqual([]);
    await expectConsistent(db, Post);
    expect((await Old.reindex()).dropped).toEqual(['members tags', 'members words']);
    expect(await db.redis.keys('*eq:*')).toEqual([]);
    expect(await (await Old.get(9)).tags.has('odd')).toBe(true);
    await fresh.tags.add('stale');
    expect(await fresh.tags.has('stale')).toBe(true);
    await Post.reindex();
    expect(
      await Post.query()
        .where({ tags: { contains: 'stale' } })
        .ids(),
    ).toEqual([fresh.id]);
    await expectConsistent(db, Post);
  });

  it('are verified and repaired', async () => {
    db.use(Post);
    const post = await Post.create({ title: 'a' });
    const long = 'x'.repeat(300);
    await post.tags.add('kept', 'lost', long);
    await older.redis.sadd(`{app}:Post#own:tags:${post.id}`, 'sneaked');
    await older.redis.srem(`{app}:Post#own:tags:${post.id}`, 'lost', long);
    const { problems } = await Post.verify();
    expect(problems.map(({ kind, name }) => `${kind} ${name.slice(0, 15)}`).sort()).toEqual([
      'missing eq:tags:sneaked',
      'orphan eq:tags:lost',
      'orphan long:tags:02fd6',
    ]);
    expect((await Post.repair()).problems).toHaveLength(3);
    expect(
      await Post.query()
        .where({ tags: { contains: 'sneaked' } })
        .ids(),
    ).toEqual([post.id]);
    await expectConsistent(db, Post);
  });
});
