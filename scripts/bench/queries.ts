// Counts over two indexes, groups and prefixes beside what is written by hand, with the longest call. npm run bench queries [how many]
import type { Redis } from 'ioredis';
import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import { separate } from './cores.js';
import { longest } from './statistics.js';
import { type Figure, ratio, serverTimes } from './toolkit/figure.js';

const BATCH = 5000;
const COUNTRIES = 50;

@Entity('Buyer')
class Buyer extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true }) @Field.text() name!: string;
  @Index() @Field.text() country!: string;
  @Index() @Field.text() plan!: string;
  @Index() @Field.integer() age!: number;
  @Field.integer() spent!: number;
}

type Row = { name: string; country: string; plan: string; age: number; spent: number };

/** Neighbours in one index are far apart in the others. */
const row = (i: number): Row => ({
  name: `name${((i * 7919) % 1_000_003).toString(36)}`,
  country: `c${(i * 31) % COUNTRIES}`,
  plan: (i * 17) % 10 < 4 ? 'paid' : 'free',
  age: 18 + ((i * 101) % 60),
  spent: (i * 13) % 1000,
});

/** A probe for each id of the smaller list, and groups by reading every row. */
const GROUPED = `
local sums = {}
for _, id in ipairs(redis.call('SMEMBERS', 'hand:all')) do
  local pair = redis.call('HMGET', 'hand:' .. id, 'country', 'spent')
  sums[pair[1]] = (sums[pair[1]] or 0) + tonumber(pair[2])
end
local list = {}
for country, sum in pairs(sums) do list[#list + 1] = country list[#list + 1] = sum end
return list`;

const PREFIXED = `
local found = redis.call('ZRANGEBYLEX', 'hand:name', '[' .. ARGV[1], '[' .. ARGV[1] .. string.char(255))
local rows = {}
for i, member in ipairs(found) do
  rows[i] = redis.call('HMGET', 'hand:' .. string.match(member, '%z(.*)$'), 'name', 'country', 'plan', 'age', 'spent')
end
return rows`;

async function fill(redis: Redis, size: number): Promise<void> {
  for (let from = 0; from < size; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, size - from) }, (_, i) => row(from + i));
    await Buyer.insertMany(rows);
    const pipeline = redis.pipeline();
    rows.forEach((values, i) => {
      const id = from + i + 1;
      pipeline.hset(`hand:${id}`, values);
      pipeline.sadd('hand:all', id).sadd(`hand:country:${values.country}`, id).sadd(`hand:plan:${values.plan}`, id);
      pipeline.zadd('hand:age', values.age, id).zadd('hand:name', 0, `${values.name}\0${id}`);
    });
    await pipeline.exec();
  }
}

async function beside(
  redis: Redis,
  what: string,
  target: string,
  pair: [ours: (i: number) => Promise<unknown>, hand: (i: number) => Promise<unknown>],
  count: number,
): Promise<Figure[]> {
  const value = await ratio(...pair, { count, rounds: 5 });
  const times = await serverTimes(redis, () => pair[0](1));
  return [
    { what: `${what}, beside by hand`, value: value.toFixed(2), target },
    {
      what: '  calls, the longest in milliseconds',
      value: `${times.length}, ${longest(times).toFixed(1)}`,
      target: '5.0',
    },
  ];
}

/** How fast groups are counted: those of an ordered index from it, others from the rows. */
async function grouped(
  redis: Redis,
  size: number,
  by: string,
  spec: { groupBy: { age?: true; country?: true }; count: true },
): Promise<Figure[]> {
  const times = await serverTimes(redis, () => Buyer.query().aggregate(spec));
  const micros = times.reduce((sum, each) => sum + each, 0);
  const value = ((size / micros) * 1e6).toFixed(0);
  return [
    { what: `count by ${by}, rows a second of server time`, value, target: by === 'age' ? '1000000' : '' },
    {
      what: '  calls, the longest in milliseconds',
      value: `${times.length}, ${longest(times).toFixed(1)}`,
      target: '5.0',
    },
  ];
}

/** Print counts, groups and prefixes over entities with four indexes. */
export async function benchQueries(size: number): Promise<void> {
  await using db = await Database.embedded({ models: [Buyer] });
  const redis = db.redis as Redis;
  await separate(redis);
  await fill(redis, size);
  const country = (i: number) => `c${i % COUNTRIES}`;
  const prefix = (i: number) => row(i * 977).name.slice(0, 6);
  const figures = [
    ...(await beside(
      redis,
      'count, country and plan (SINTERCARD)',
      '0.70',
      [
        (i) =>
          Buyer.query()
            .where({ country: country(i), plan: 'paid' })
            .count(),
        (i) => redis.call('SINTERCARD', '2', `hand:country:${country(i)}`, 'hand:plan:paid'),
      ],
      20,
    )),
    ...(await beside(
      redis,
      'count, plan and ages (ZINTERCARD)',
      '0.70',
      [
        () =>
          Buyer.query()
            .where({ plan: 'paid', age: { gte: 18 } })
            .count(),
        () => redis.call('ZINTERCARD', '2', 'hand:plan:paid', 'hand:age'),
      ],
      2,
    )),
    ...(await beside(
      redis,
      'sum by country (each row in one script)',
      '0.70',
      [
        () => Buyer.query().aggregate({ groupBy: { country: true }, sum: { spent: true } }),
        () => redis.eval(GROUPED, 0),
      ],
      1,
    )),
    ...(await beside(
      redis,
      'names that begin with six letters',
      '0.70',
      [
        (i) =>
          Buyer.query()
            .where({ name: { startsWith: prefix(i) } })
            .all(),
        (i) => redis.eval(PREFIXED, 0, prefix(i)),
      ],
      100,
    )),
  ];
  figures.push(...(await grouped(redis, size, 'age', { groupBy: { age: true }, count: true })));
  figures.push(...(await grouped(redis, size, 'country', { groupBy: { country: true }, count: true })));
  console.log(`${size} entities, ${COUNTRIES} countries, two plans of 40% and 60%`);
  for (const { what, value, target } of figures)
    console.log(`${what.padEnd(60)} ${value.padStart(9)}   target ${target}`);
}
