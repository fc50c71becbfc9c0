import type { Redis } from 'ioredis';
import {
  type Auto,
  CascadeLimitError,
  Database,
  Entity,
  Field,
  Index,
  ManyToOne,
  MissingReferenceError,
  Model,
  type Ref,
  RestrictError,
  ref,
  Unique,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Country')
class Country extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

@Entity('Author')
class Author extends Model {
  @Field.id({ generate: () => `author-${next++}` }) id!: Auto<string>;
  @ManyToOne(() => Country, { optional: true, onDelete: 'restrict' }) country?: Ref<Country>;
  @ManyToOne(() => Author, { optional: true, onDelete: 'set null' }) mentor?: Ref<Author>;
  @Index() @Field.integer() age: Auto<number> = 30;
}
let next = 1;

@Entity('Post')
class Post extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => Author, { onDelete: 'cascade' }) author!: Ref<Author>;
  @ManyToOne(() => Author, { optional: true, onDelete: 'set null' }) editor?: Ref<Author>;
  @ManyToOne(() => Post, { optional: true, onDelete: 'cascade' }) answerTo?: Ref<Post>;
  @Unique() @Field.text({ optional: true }) title?: string;
}

@Entity('Note')
class Note extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => Post, { onDelete: 'set default', default: 1 }) post!: Auto<Ref<Post>>;
  @ManyToOne(() => Author, { optional: true, onDelete: 'no action' }) by?: Ref<Author>;
}

@Entity('Alone')
class Alone extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() age!: number;
}

const models = [Country, Author, Post, Note, Alone] as const;
let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'rules', models });
});
beforeEach(async () => {
  next = 1;
  await db.redis.flushdb();
});
afterEach(async () => {
  for (const model of models) await expectConsistent(db, model);
});
afterAll(() => db.close());

const counts = async () => [await Author.query().count(), await Post.query().count(), await Note.query().count()];

describe('cascade', () => {
  it('deletes what leads to a deleted entity, in the same script', async () => {
    const ada = await Author.create({});
    const eve = await Author.create({});
    await Post.insertMany([{ author: ada }, { author: ada, title: 'x' }, { author: eve }]);
    await ada.delete();
    expect(await Post.query().all()).toMatchObject([{ id: 3 }]);
    expect(await Post.findBy({ title: 'x' })).toBeUndefined();
    await expect(ada.delete()).resolves.toBeUndefined();
  });

  it('goes through any depth', async () => {
    const author = await Author.create({});
    await Post.create({ author });
    for (let i = 1; i < 300; i++) await Post.create({ author: await Author.create({}), answerTo: i });
    await author.delete();
    expect(await counts()).toEqual([299, 0, 0]);
  });

  it('ends in a circle', async () => {
    const author = await Author.create({});
    const first = await Post.create({ author });
    const second = await Post.create({ author, answerTo: first });
    const third = await Post.create({ author, answerTo: second });
    await first.update({ answerTo: third });
    await second.delete();
    expect(await Post.query().count()).toBe(0);
    const self = await Post.create({ author });
    await self.update({ answerTo: self });
    await self.delete();
    expect(await Post.query().count()).toBe(0);
  });

  it('deletes a thousand and more, out of trees of ids', async () => {
    const ada = await Author.create({});
    await Post.insertMany(Array.from({ length: 1500 }, () => ({ author: ada })));
    await Author.deleteMany(['author-1', 'nobody']);
    expect(await counts()).toEqual([0, 0, 0]);
  });

  it('is refused beyond its bound, and nothing is deleted', async () => {
    const ada = await Author.create({});
    await Post.insertMany(Array.from({ length: 10_001 }, () => ({ author: ada })));
    const refusal = await ada.delete().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CascadeLimitError);
    expect(refusal).toMatchObject({
      model: 'Author',
      id: 'author-1',
      by: { model: 'Post', field: 'author' },
      count: 10_001,
      limit: 10_000,
    });
    expect(await counts()).toEqual([1, 10_001, 0]);
    await Post.deleteMany([1]);
    await ada.delete();
    expect(await counts()).toEqual([0, 0, 0]);
  });
});

describe('restrict', () => {
  it('refuses the deletion, and says by what', async () => {
    const norway = await Country.create({ name: 'Norway' });
    await Author.create({ country: norway });
    await Author.create({ country: norway });
    const refusal = await norway.delete().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RestrictError);
    expect(refusal).toMatchObject({ model: 'Country', id: 1, by: { model: 'Author', field: 'country' }, count: 2 });
    expect((refusal as Error).message).toContain('Author.country leads to it from 2 entities. Delete these first');
    expect(await Country.query().count()).toBe(1);
    await Author.deleteMany(['author-1', 'author-2']);
    await norway.delete();
    expect(await Country.query().count()).toBe(0);
  });

  it('is not an obstacle where what leads there is deleted as well', async () => {
    const norway = await Country.create({ name: 'Norway' });
    const ada = await Author.create({ country: norway });
    await db.session((session) => session.delete(norway, ada));
    expect([await Country.query().count(), await Author.query().count()]).toEqual([0, 0]);
  });

  it('nor where it leads elsewhere by then', async () => {
    const [norway, sweden] = [await Country.create({ name: 'Norway' }), await Country.create({ name: 'Sweden' })];
    const ada = await Author.create({ country: norway });
    await db.session((session) => {
      session.add(ada);
      ada.country = ref(sweden);
      session.delete(norway);
    });
    expect((await Author.get('author-1')).country?.id).toBe(2);
  });

  it('holds for the entity of a session that is changed elsewhere', async () => {
    const norway = await Country.create({ name: 'Norway' });
    const ada = await Author.create({ country: norway });
    const work = db.session((session) => {
      session.add(ada);
      ada.age = 31;
      session.delete(norway);
    });
    await expect(work).rejects.toMatchObject({ code: 'RESTRICT', count: 1, entity: norway });
    expect((await Author.get('author-1')).age).toBe(30);
  });
});

describe('set null and set default', () => {
  it('take the reference away, in row and index', async () => {
    const ada = await Author.create({});
    const eve = await Author.create({ mentor: ada });
    const post = await Post.create({ author: eve, editor: ada });
    await ada.delete();
    expect((await eve.reload()).mentor).toBeUndefined();
    expect((await post.reload()).editor).toBeUndefined();
    expect(
      await Author.query()
        .where({ mentor: { isNull: true } })
        .count(),
    ).toBe(1);
  });

  it('change all fields of an entity at once', async () => {
    const [ada, eve, bob] = [await Author.create({}), await Author.create({}), await Author.create({})];
    const post = await Post.create({ author: bob, editor: ada });
    const other = await Author.create({ mentor: eve });
    await Author.deleteMany([ada.id, eve.id]);
    expect((await post.reload()).editor).toBeUndefined();
    expect((await other.reload()).mentor).toBeUndefined();
  });

  it('join what a session changes in the entity', async () => {
    const ada = await Author.create({});
    const eve = await Author.create({ mentor: ada });
    await db.session((session) => {
      session.add(eve);
      eve.age = 77;
      session.delete(ada);
    });
    expect(await db.redis.hgetall('{rules}:Author:author-2')).toEqual({ age: '77' });
  });

  it('lose against a cascade', async () => {
    const ada = await Author.create({});
    await Post.create({ author: ada, editor: ada });
    await ada.delete();
    expect(await counts()).toEqual([0, 0, 0]);
  });

  it('lead to the default', async () => {
    const author = await Author.create({});
    await Post.insertMany([{ author }, { author }]);
    const note = await Note.create({ post: 2 });
    expect((await Note.create({})).post.id).toBe(1);
    await (await Post.get(2)).delete();
    expect((await note.reload()).post.id).toBe(1);
    await expect(author.delete()).rejects.toThrow(new MissingReferenceError('Note', 'post', 'Post', 1, true));
    expect(await counts()).toEqual([1, 1, 2]);
  });

  it('leave what leads nowhere on purpose', async () => {
    const author = await Author.create({});
    await Post.create({ author: await Author.create({}) });
    const note = await Note.create({ by: author });
    await author.delete();
    expect((await note.reload()).by?.id).toBe('author-1');
  });
});

describe('the entity of a session that goes with another one', () => {
  it('is deleted, whatever was changed in it', async () => {
    const ada = await Author.create({});
    const post = await Post.create({ author: ada });
    await db.session((session) => {
      session.add(post);
      post.title = 'new';
      session.delete(ada);
    });
    expect(await counts()).toEqual([0, 0, 0]);
  });

  it('cannot come', async () => {
    const ada = await Author.create({});
    const work = db.session((session) => {
      Post.build({ author: ada });
      session.delete(ada);
    });
    await expect(work).rejects.toThrow(MissingReferenceError);
    expect(await counts()).toEqual([1, 0, 0]);
  });
});

describe('a program that registered less', () => {
  @Entity('Author')
  class Writer extends Model {
    @Field.id({ generate: () => 'writer' }) id!: Auto<string>;
    @Index() @Field.integer() age: Auto<number> = 30;
  }

  it('follows the rules of others', async () => {
    const client = (db.redis as Redis).duplicate();
    const other = await Database.connect(client, { namespace: 'rules', models: [Writer] });
    try {
      const ada = await Author.create({ country: await Country.create({ name: 'Norway' }) });
      await Author.create({ mentor: ada });
      await Post.insertMany([{ author: ada }, { author: ada }]);
      await (await Writer.get('author-1')).delete();
      expect(await counts()).toEqual([1, 0, 0]);
      expect((await Author.get('author-2')).mentor).toBeUndefined();
    } finally {
      await other.close();
      client.disconnect();
    }
  });
});

describe('what it costs', () => {
  async function commandsOf(work: () => Promise<unknown>): Promise<string[]> {
    const seen: string[] = [];
    const monitor = await (db.redis as Redis).monitor();
    monitor.on('monitor', (_time: string, args: string[], source: string) => {
      if (source === 'lua') seen.push(args[0]!.toLowerCase());
    });
    await work();
    // it hears of commands in their order
    const last = new Promise<void>((resolve) =>
      monitor.on('monitor', (_time: string, args: string[]) => args[1] === 'last' && resolve()),
    );
    await db.redis.echo('last');
    await last;
    monitor.disconnect();
    return seen;
  }

  it('is nothing for a model that nobody refers to', async () => {
    const one = await Alone.create({ age: 1 });
    await Alone.create({ age: 1 });
    await one.delete();
    expect(await commandsOf(() => Alone.deleteMany([2]))).toEqual(['hmget', 'hmget', 'del', 'zrem', 'srem']);
  });
});
