import type { Redis } from 'ioredis';
import {
  type Auto,
  type Database,
  Entity,
  Field,
  Index,
  type Many,
  ManyToMany,
  ManyToOne,
  Model,
  type Ref,
} from 'redstart';
import { median } from '../statistics.js';
import { type Figure, ratio } from '../toolkit/figure.js';
import { figure, longestCall, pipelined, type Script, script } from './report.js';

@Entity('Author')
class Author extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

@Entity('Post')
class Post extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @Index() @Field.integer() created!: number;
  @ManyToOne(() => Author, { onDelete: 'cascade' }) author!: Ref<Author>;
}

@Entity('Tag')
class Tag extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @ManyToMany(() => Note, { kind: 'set', inverse: (note) => note.tags }) notes!: Many<Note, 'set'>;
}

@Entity('Note')
class Note extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @ManyToMany(() => Tag, { kind: 'set', inverse: (tag) => tag.notes }) tags!: Many<Tag, 'set'>;
}

export const relationModels = [Author, Post, Tag, Note];

const AUTHORS = 12;
const POSTS = 1000;
const authors = Array.from({ length: AUTHORS }, (_, i) => i + 1);

const DELETE_AUTHOR = `
local posts = redis.call('SMEMBERS', 'hand:posts:' .. ARGV[1])
local keys = {}
for i, id in ipairs(posts) do keys[i] = 'hand:post:' .. id end
if #posts > 0 then
  redis.call('DEL', unpack(keys))
  redis.call('ZREM', 'hand:created', unpack(posts))
  redis.call('SREM', 'hand:allposts', unpack(posts))
end
redis.call('SREM', 'hand:authors', ARGV[1])
return redis.call('DEL', 'hand:posts:' .. ARGV[1], 'hand:author:' .. ARGV[1])`;

const READ_BOTH = `
local posts, authors, seen = {}, {}, {}
for i, id in ipairs(redis.call('ZRANGE', 'hand:created', 0, 999)) do
  local row = redis.call('HMGET', 'hand:post:' .. id, 'title', 'created', 'author')
  local author = row[3]
  if not seen[author] then
    seen[author] = true
    authors[#authors + 1] = { redis.call('HGET', 'hand:author:' .. author, 'name'), author }
  end
  row[4] = id
  posts[i] = row
end
return { posts, authors }`;

// each author has a thousand posts, and those that were created next to each other have different authors
async function fill(redis: Redis): Promise<Author[]> {
  const made = await Author.insertMany(authors.map((i) => ({ name: `Author ${i}` })));
  const posts = await Post.insertMany(
    Array.from({ length: AUTHORS * POSTS }, (_, i) => ({ title: `Post ${i}`, created: i, author: made[i % AUTHORS]! })),
  );
  for (const { id, name } of made) {
    await redis.hset(`hand:author:${id}`, { name });
    await redis.sadd('hand:authors', id);
  }
  await pipelined(redis, posts, (pipeline, { id, title, created, author }) => {
    const { id: of } = author as Ref<Author>;
    pipeline.hset(`hand:post:${id}`, { title, created, author: of });
    pipeline.sadd(`hand:posts:${of}`, id).sadd('hand:allposts', id).zadd('hand:created', created, id);
  });
  return made;
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** An author goes with a thousand posts, beside one script that deletes as much. */
async function cascade(redis: Redis, list: readonly Author[], deleteAuthor: Script): Promise<Figure[]> {
  const ratios: number[] = [];
  const times: number[] = [];
  for (const author of list) {
    const theirs = await timed(() => deleteAuthor(author.id));
    let mine = 0;
    const held = await longestCall(redis, async () => {
      mine = await timed(() => author.delete());
    });
    times.push(held);
    ratios.push(theirs / mine);
  }
  return [
    figure('deletion of an author with 1,000 posts, beside a script', median(ratios.slice(2)), '0.50'),
    figure('the longest call of it, ms', Math.max(...times.slice(2)), 'at most 5'),
  ];
}

interface Loaded {
  readonly id: string;
  readonly title: string;
  readonly created: number;
  author?: { readonly id: string; readonly name: string } | undefined;
}

// what a careful user makes of both
function assemble([posts, rows]: [string[][], string[][]]): Loaded[] {
  const byId = new Map(rows.map(([name, id]) => [id!, { id: id!, name: name! }]));
  return posts.map(([title, created, author, id]) => ({
    id: id!,
    title: title!,
    created: Number(created),
    author: byId.get(author!),
  }));
}

const PAIRS = 1000;

/** A tag goes that a thousand notes have. */
async function pairs(redis: Redis): Promise<Figure> {
  const times: number[] = [];
  for (let i = 0; i < 4; i++) {
    const tag = await Tag.create({ name: `tag ${i}` });
    const notes = await Note.insertMany(Array.from({ length: PAIRS }, (_, n) => ({ title: `Note ${n}` })));
    await tag.notes.add(...notes);
    times.push(await longestCall(redis, () => tag.delete()));
  }
  return figure(
    'deletion of an entity with 1,000 many-to-many pairs: the longest call, ms',
    median(times),
    'at most 5',
  );
}

export async function benchRelations(db: Database): Promise<Figure[]> {
  const redis = db.redis as Redis;
  const made = await fill(redis);
  const readBoth = script(redis, 'readBoth', READ_BOTH);
  const query = Post.query().with({ author: true }).orderBy({ created: 'asc' }).limit(1000);
  const loaded = await ratio(
    () => query.all(),
    async () => assemble((await readBoth()) as [string[][], string[][]]),
    { count: 20 },
  );
  const deleted = await cascade(redis, made, script(redis, 'deleteAuthor', DELETE_AUTHOR));
  return [figure('1,000 rows with(), beside a script that reads both', loaded, '0.60'), ...deleted, await pairs(redis)];
}
