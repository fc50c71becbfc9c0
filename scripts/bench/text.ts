// What full text costs: searches ranked by BM25 beside an unranked intersection by hand, writes with a text beside those without, and its
// bytes an entity. npm run bench text
import type { Redis } from 'ioredis';
import { type Auto, Database, Entity, Field, FullText, Index, Model } from 'redstart';
import { separate } from './cores.js';
import { usedMemory } from './memory.js';
import { type Figure, ratio } from './toolkit/figure.js';
import { users, VOCABULARY } from './workload.js';

const SIZE = 10_000;
const BATCH = 1000;

@Entity('Bare')
class Bare extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Index() @Field.text() city!: string;
  @Index() @Field.integer() age!: number;
  @Index() @Field.integer() created!: number;
  @Field.text() bio!: string;
}

@Entity('Texted')
class Texted extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Index() @Field.text() city!: string;
  @Index() @Field.integer() age!: number;
  @Index() @Field.integer() created!: number;
  @FullText() @Field.text() bio!: string;
}

const rows = Array.from(users(SIZE), ({ email: _, ...user }) => user);
const row = (i: number) => rows[i % SIZE]!;
const batch = (i: number) => Array.from({ length: BATCH }, (_, k) => row(i * BATCH + k));

/** Two words of one text, so that something is found. */
const wordsOf = (i: number): readonly string[] =>
  row(i * 7919)
    .bio.split(' ')
    .slice(2, 4);

/** The ids with both words by hand, without an order, and their rows. */
const BY_HAND = `
local found = {}
for i, id in ipairs(redis.call('SINTER', 'hand:word:' .. ARGV[1], 'hand:word:' .. ARGV[2])) do
  if i > 20 then break end
  found[i] = redis.call('HMGET', 'hand:row:' .. id, 'name', 'bio')
end
return found`;

async function fill(redis: Redis): Promise<(first: string, second: string) => Promise<unknown>> {
  const pipeline = redis.pipeline();
  rows.forEach((values, id) => {
    pipeline.hset(`hand:row:${id}`, values);
    for (const word of new Set(values.bio.split(' '))) pipeline.sadd(`hand:word:${word}`, id);
  });
  await pipeline.exec();
  const sha = (await redis.script('LOAD', BY_HAND)) as string;
  return (first, second) => redis.evalsha(sha, 0, first, second);
}

async function bytes(redis: Redis, load: () => Promise<unknown>): Promise<number> {
  const before = await usedMemory(redis);
  await load();
  return ((await usedMemory(redis)) - before) / SIZE;
}

async function searches(redis: Redis): Promise<Figure[]> {
  const byHand = await fill(redis);
  const ranked = (i: number) => Texted.query().search(wordsOf(i).join(' ')).limit(20).all();
  const intersect = (i: number) => byHand(...(wordsOf(i) as [string, string]));
  const start = performance.now();
  for (let i = 0; i < 300; i++) await ranked(i);
  const rate = (300 / (performance.now() - start)) * 1000;
  return [
    { what: 'two words ranked, 20 rows, a second', value: rate.toFixed(0), target: '3000' },
    {
      what: 'two words ranked, beside SINTER without an order by hand',
      value: (await ratio(ranked, intersect)).toFixed(2),
      target: '0.60',
    },
  ];
}

async function writes(): Promise<Figure[]> {
  const create = await ratio(
    (i) => Bare.create(row(i)),
    (i) => Texted.create(row(i)),
  );
  const many = await ratio(
    (i) => Bare.insertMany(batch(i)),
    (i) => Texted.insertMany(batch(i)),
    { count: 2, rounds: 5 },
  );
  return [
    { what: 'create with a text of 12 words, times one without', value: create.toFixed(2), target: '2.50' },
    { what: 'insertMany with a text, times one without', value: many.toFixed(2), target: '2.00' },
  ];
}

/** Print what full text costs at 10,000 entities with texts of 12 words of a vocabulary of 400. */
export async function benchText(): Promise<void> {
  await using db = await Database.embedded({ models: [Bare, Texted] });
  const redis = db.redis as Redis;
  await separate(redis);
  // functions and buffers are there before anything is measured
  await Bare.insertMany(batch(0));
  await Texted.insertMany(batch(0));
  await redis.flushall();
  const bare = await bytes(redis, () => Bare.insertMany(rows));
  const texted = await bytes(redis, () => Texted.insertMany(rows));
  const memory = { what: 'bytes an entity', value: (texted - bare).toFixed(0), target: '100' };
  const figures: Figure[] = [...(await searches(redis)), ...(await writes()), memory];
  console.log(`${SIZE} entities, texts of 12 words, ${VOCABULARY.length} different ones`);
  for (const { what, value, target } of figures)
    console.log(`${what.padEnd(60)} ${value.padStart(5)}   target ${target}`);
}
