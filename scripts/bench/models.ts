// What models cost beside their rows: checks of values, units of work, entities of many rows. npm run bench models
import type { Redis } from 'ioredis';
import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import { z } from 'zod';
import { separate } from './cores.js';
import { type Figure, ratio } from './toolkit/figure.js';

@Entity('Plain')
class Plain extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() email!: string;
  @Field.text() name!: string;
  @Field.text() city!: string;
  @Field.integer() age!: number;
  @Field.float() weight!: number;
  @Field.boolean() active!: boolean;
}

@Entity('Checked')
class Checked extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text({ check: z.email() }) email!: string;
  @Field.text({ check: z.string().min(2).max(100) }) name!: string;
  @Field.text({ check: z.string().regex(/^[A-Z]/) }) city!: string;
  @Field.integer({ check: z.number().min(0).max(150) }) age!: number;
  @Field.float({ check: z.number().positive() }) weight!: number;
  @Field.boolean({ check: z.boolean() }) active!: boolean;
}

@Entity('Member')
class Member extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Index() @Field.integer() age!: number;
}

const input = (i: number) => ({
  email: `user${i}@example.com`,
  name: `User ${i}`,
  city: `City${i % 100}`,
  age: i % 100,
  weight: 50.5 + (i % 50),
  active: i % 2 === 0,
});

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

type Script = (...args: (string | number)[]) => Promise<unknown>;

function script(redis: Redis, name: string, lua: string): Script {
  redis.defineCommand(name, { numberOfKeys: 0, lua });
  return (redis as unknown as Record<string, Script>)[name]!.bind(redis);
}

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
    value = await ratio(ours, bump, { count: 20 });
  });
  return value;
}

export async function benchModels(): Promise<void> {
  await using db = await Database.embedded({ models: [Plain, Checked, Member] });
  const redis = db.redis as Redis;
  await separate(redis);
  const members = await fill(redis);
  const checked = await ratio(
    (i) => Checked.create(input(i)),
    (i) => Plain.create(input(i)),
  );
  const bumpAll = script(redis, 'bumpAll', BUMP_ALL);
  const readAll = script(redis, 'readAll', READ_ALL);
  const many = Member.query().orderBy({ age: 'asc' }).limit(1000);
  const figures: Figure[] = [
    {
      what: 'create with a zod check on each of six fields, beside one without',
      value: checked.toFixed(2),
      target: '0.85',
    },
    {
      what: 'session.flush() of 100, beside a script',
      value: (await flush(db, members, bumpAll)).toFixed(2),
      target: '0.60',
    },
    {
      what: '1,000 entities, beside a script whose reply ioredis parses',
      value: (
        await ratio(
          () => many.all(),
          () => readAll(),
          { count: 20 },
        )
      ).toFixed(2),
      target: '1.00',
    },
  ];
  for (const { what, value, target } of figures)
    console.log(`${what.padEnd(70)} ${value.padStart(5)}   target ${target}`);
}
