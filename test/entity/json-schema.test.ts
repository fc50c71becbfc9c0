import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import { z } from 'zod';

const Tags = z.array(z.string().trim().toLowerCase());
const Note = z.object({ text: z.string().trim(), kind: z.string().default('plain'), at: z.coerce.date().optional() });

@Entity('Post')
class Post extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.json({ schema: Tags }) tags!: string[];
  @Field.json({ schema: Note, optional: true }) note?: z.infer<typeof Note>;
  @Index() get first(): string {
    return this.tags[0] ?? '';
  }
}

@Entity('Odd')
class Odd extends Model {
  @Field.id() id!: Auto<number>;
  @Field.json({ schema: z.string().transform((text) => `${text}!`), optional: true }) longer?: string;
  @Field.json({ schema: z.string().transform((text) => text.split(',')), optional: true }) list?: string[];
  @Field.json({ schema: z.any().transform(() => undefined), optional: true }) nothing?: undefined;
  @Field.json({ schema: z.string().refine(async () => true), optional: true }) slow?: string;
}

const untyped = (value: unknown) => value as never;
const given = () => [' Heart ', 'SKIN'];
const made = ['heart', 'skin'];

describe('a JSON field whose schema changes what it is given', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Post, Odd] });
  });
  afterAll(() => db.close());
  beforeEach(() => db.redis.flushall());

  const row = () => db.redis.hgetall('{app}:Post:1');

  /** The entity, its row and its indexes agree. */
  async function expectMade(post: Post): Promise<void> {
    expect(post.tags).toEqual(made);
    expect(post.isDirty).toBe(false);
    expect(await row()).toMatchObject({ tags: JSON.stringify(made) });
    expect((await Post.get(1)).tags).toEqual(made);
    const asked = Post.query();
    expect(await asked.where({ tags: { contains: 'skin' } }).ids()).toEqual([1]);
    expect(await asked.where({ tags: { contains: 'SKIN' } }).count()).toBe(0);
    expect(await asked.where({ first: 'heart' }).ids()).toEqual([1]);
    expect((await Post.verify()).total).toBe(0);
  }

  it.each<[string, () => Promise<Post>]>([
    ['create', () => Post.create({ tags: given() })],
    ['build and save', () => Post.build({ tags: given() }).save()],
    ['insertMany', async () => (await Post.insertMany([{ tags: given() }]))[0]!],
    ['upsert', async () => Post.upsert({ id: 1, tags: given() }, { by: { id: true } })],
    [
      'an assignment',
      async () => {
        const post = await Post.create({ tags: ['old'] });
        post.tags = given();
        return post.save();
      },
    ],
    ['update', async () => (await Post.create({ tags: ['old'] })).update({ tags: given() })],
    [
      'change',
      async () => {
        await Post.create({ tags: ['old'] });
        await Post.change(1, { tags: given() });
        return Post.get(1);
      },
    ],
    [
      'update of a query',
      async () => {
        await Post.create({ tags: ['old'] });
        await Post.query().where({ first: 'old' }).update({ tags: given() });
        return Post.get(1);
      },
    ],
    [
      'a session',
      async () => {
        await Post.create({ tags: ['old'] });
        return db.session(async () => {
          const post = await Post.get(1);
          post.tags = given();
          return post;
        });
      },
    ],
  ])('is stored as the schema gives it, by %s', async (_way, write) => expectMade(await write()));

  it('has what the schema fills in at once, and each type that it makes', async () => {
    const post = await Post.create({ tags: [], note: untyped({ text: ' x ', at: '2027-01-01' }) });
    const note = { text: 'x', kind: 'plain', at: new Date('2027-01-01') };
    expect([post.note, (await Post.get(1)).note]).toEqual([note, note]);
    expect(post.note!.at).toBeInstanceOf(Date);
  });

  it('keeps the very value where the schema changes nothing', async () => {
    const tags = ['heart'];
    const post = await Post.create({ tags });
    expect(post.tags).toBe(tags);
  });

  it('is not dirty where a value differs in what the schema makes alike', async () => {
    const post = await Post.create({ tags: given() });
    post.tags = ['HEART', ' skin'];
    expect(post.isDirty).toBe(false);
  });

  it.each([
    ['does not take what it gave', { list: untyped('a,b') }],
    ['makes another value each time', { longer: 'x' }],
  ])('is refused where the schema %s', async (_what, input) => {
    await expect(Odd.create(input)).rejects.toThrow('have the schema take its own output as well');
    expect(await db.redis.keys('*Odd*')).toEqual([]);
  });

  it('is refused where the schema gives nothing, or makes one wait', async () => {
    await expect(Odd.create(untyped({ nothing: 1 }))).rejects.toThrow('a schema that gives a value for it');
    await expect(Odd.create({ slow: 'x' })).rejects.toThrow('a schema that is not asynchronous');
  });
});
