import type { Redis } from 'ioredis';
import { type Auto, type Database, Entity, Field, Index, Model } from 'redstart';
import { cpuRatio, type Figure, ratio } from '../toolkit/figure.js';
import { figure, type Script, script } from './report.js';

@Entity('Member')
class Member extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Index() @Field.integer() age!: number;
}

export const unitModels = [Member];

const BUMP_ALL = `
for i = 1, #ARGV, 3 do
  local key = 'hand:member:' .. ARGV[i]
  if redis.call('HGET', key, 'age') ~= ARGV[i + 1] then return redis.error_reply('RACE ' .. ARGV[i]) end
end
for i = 1, #ARGV, 3 do
  redis.call('HSET', 'hand:member:' .. ARGV[i], 'age', ARGV[i + 2])
  redis.call('ZADD', 'hand:age', ARGV[i + 2], ARGV[i])
end
return #ARGV / 3`;

const READ_ALL = `
local rows = {}
for i, id in ipairs(redis.call('ZRANGE', 'hand:age', 0, 999)) do
  local row = redis.call('HMGET', 'hand:member:' .. id, 'name', 'age')
  row[3] = id
  rows[i] = row
end
return rows`;

async function fill(redis: Redis): Promise<Member[]> {
  const members = await Member.insertMany(
    Array.from({ length: 1000 }, (_, i) => ({ name: `Member ${i}`, age: 1000 + i })),
  );
  for (const { id, name, age } of members) {
    await redis.hset(`hand:member:${id}`, { name, age });
    await redis.zadd('hand:age', age, id);
  }
  return members;
}

const HUNDRED = 100;

/** A session that changes a hundred entities, beside one script that does. */
async function flush(db: Database, members: readonly Member[], bumpAll: Script): Promise<number> {
  const changed = members.slice(0, HUNDRED);
  const ages = new Map(changed.map(({ id, age }) => [id, age]));
  const bump = (): Promise<unknown> => {
    const args = [...ages].flatMap(([id, age]) => [id, age, age + 1]);
    for (const [id, age] of ages) ages.set(id, age + 1);
    return bumpAll(...args);
  };
  let value = 0;
  await db.session(async (session) => {
    session.add(...changed);
    const ours = async () => {
      for (const member of changed) member.age++;
      await session.flush();
    };
    value = await ratio(ours, bump, { count: 50 });
  });
  return value;
}

export async function benchUnits(db: Database): Promise<Figure[]> {
  const redis = db.redis as Redis;
  const members = await fill(redis);
  const flushed = await flush(db, members, script(redis, 'bumpAll', BUMP_ALL));
  const readAll = script(redis, 'readAll', READ_ALL);
  const many = Member.query().orderBy({ age: 'asc' }).limit(1000);
  const [load, parse] = [() => many.all(), () => readAll()];
  return [
    figure('session.flush() of 100, beside a script', flushed, '0.60'),
    figure(
      '1,000 entities, beside a script whose reply ioredis parses',
      await ratio(load, parse, { count: 20 }),
      '1.00',
    ),
    figure('the same, by the time of the client alone', await cpuRatio(load, parse, { count: 20 }), '1.00'),
  ];
}
