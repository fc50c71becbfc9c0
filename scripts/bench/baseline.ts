// What a careful user writes by hand for the same operations, on the same client: one script where it takes several
// commands, all ids and values as they are, no checks beyond those that the operation needs.
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { UserInput } from './workload.js';

export interface Row {
  id: number;
  email: string;
  name: string;
  age: number;
  city: string;
  created: Date;
  bio: string;
}

const FIELDS = ['email', 'name', 'age', 'city', 'created', 'bio'];

const CREATE = `
if redis.call('HEXISTS', 'hand:email', ARGV[1]) == 1 then return redis.error_reply('UNIQUE email') end
local id = redis.call('INCR', 'hand:next')
redis.call('HSET', 'hand:user:' .. id, 'email', ARGV[1], 'name', ARGV[2], 'age', ARGV[3], 'city', ARGV[4], 'created', ARGV[5], 'bio', ARGV[6])
redis.call('HSET', 'hand:email', ARGV[1], id)
redis.call('SADD', 'hand:ids', id)
redis.call('SADD', 'hand:city:' .. ARGV[4], id)
redis.call('ZADD', 'hand:age', ARGV[3], id)
redis.call('ZADD', 'hand:created', ARGV[5], id)
return id`;

const READ = `
local function read(ids)
  local rows = {}
  for i, id in ipairs(ids) do
    local row = redis.call('HMGET', 'hand:user:' .. id, 'email', 'name', 'age', 'city', 'created', 'bio')
    row[7] = id
    rows[i] = row
  end
  return rows
end
`;

const SCRIPTS = {
  create: CREATE,
  byEmail: `${READ} local id = redis.call('HGET', 'hand:email', ARGV[1]) return read(id and { id } or {})`,
  city: `${READ} return read(redis.call('SMEMBERS', 'hand:city:' .. ARGV[1]))`,
  ages: `${READ} return read(redis.call('ZRANGEBYSCORE', 'hand:age', ARGV[1], ARGV[2]))`,
  youngest: `${READ} return read(redis.call('ZRANGEBYSCORE', 'hand:age', ARGV[1], ARGV[2], 'LIMIT', 0, 20))`,
  // tuned for this data: a city is small, so read it, probe the ages, sort by time
  newest: `${READ}
local ids = redis.call('SMEMBERS', 'hand:city:' .. ARGV[1])
local ages, times = redis.call('ZMSCORE', 'hand:age', unpack(ids)), redis.call('ZMSCORE', 'hand:created', unpack(ids))
local found = {}
for i, id in ipairs(ids) do
  local age = tonumber(ages[i])
  if age >= 30 and age < 50 then found[#found + 1] = { id, tonumber(times[i]) } end
end
table.sort(found, function(a, b) return a[2] > b[2] end)
local page = {}
for i = 1, math.min(20, #found) do page[i] = found[i][1] end
return read(page)`,
  twoCities: `${READ} return read(redis.call('SUNION', 'hand:city:' .. ARGV[1], 'hand:city:' .. ARGV[2]))`,
  setAge: `
if redis.call('HGET', 'hand:user:' .. ARGV[1], 'age') ~= ARGV[2] then return redis.error_reply('RACE age') end
redis.call('HSET', 'hand:user:' .. ARGV[1], 'age', ARGV[3])
redis.call('ZADD', 'hand:age', ARGV[3], ARGV[1])
return 1`,
  remove: `
local key = 'hand:user:' .. ARGV[1]
local old = redis.call('HMGET', key, 'email', 'city')
if not old[1] then return 0 end
redis.call('HDEL', 'hand:email', old[1])
redis.call('SREM', 'hand:city:' .. old[2], ARGV[1])
redis.call('SREM', 'hand:ids', ARGV[1])
redis.call('ZREM', 'hand:age', ARGV[1])
redis.call('ZREM', 'hand:created', ARGV[1])
return redis.call('DEL', key)`,
} as const;

type Name = keyof typeof SCRIPTS;

const toRow = (v: string[]): Row => ({
  id: Number(v[6]),
  email: v[0]!,
  name: v[1]!,
  age: Number(v[2]),
  city: v[3]!,
  created: new Date(Number(v[4])),
  bio: v[5]!,
});
const fromHash = (id: number, h: Record<string, string>): Row => toRow([...FIELDS.map((name) => h[name]!), String(id)]);
const argumentsOf = (u: UserInput) => [u.email, u.name, u.age, u.city, u.created * 1000, u.bio];

/** The operations of the benchmark by hand. */
export async function handWritten(redis: Redis) {
  const sha = {} as Record<Name, string>;
  for (const [name, source] of Object.entries(SCRIPTS)) {
    await redis.script('LOAD', source);
    sha[name as Name] = createHash('sha1').update(source).digest('hex');
  }
  const rows = async (name: Name, ...args: (string | number)[]) =>
    ((await redis.evalsha(sha[name], 0, ...args)) as string[][]).map(toRow);
  return {
    create: (user: UserInput) => redis.evalsha(sha.create, 0, ...argumentsOf(user)),
    async insertMany(list: readonly UserInput[]) {
      for (let at = 0; at < list.length; at += 1000) {
        const pipeline = redis.pipeline();
        for (const user of list.slice(at, at + 1000)) pipeline.evalsha(sha.create, 0, ...argumentsOf(user));
        await pipeline.exec();
      }
    },
    get: async (id: number) => fromHash(id, await redis.hgetall(`hand:user:${id}`)),
    async getMany(ids: readonly number[]) {
      const pipeline = redis.pipeline();
      for (const id of ids) pipeline.hgetall(`hand:user:${id}`);
      const replies = (await pipeline.exec()) ?? [];
      return replies.map(([, hash], i) => fromHash(ids[i]!, hash as Record<string, string>));
    },
    byEmail: (email: string) => rows('byEmail', email),
    city: (city: string) => rows('city', city),
    cityRows: (city: string) => rows('city', city),
    ages: (j: number) => rows('ages', 18 + (j % 45), 22 + (j % 45)),
    youngest: (j: number) => rows('youngest', 18 + (j % 45), 22 + (j % 45)),
    newest: (city: string) => rows('newest', city),
    twoCities: (a: string, b: string) => rows('twoCities', a, b),
    countAll: () => redis.scard('hand:ids'),
    countCity: (city: string) => redis.scard(`hand:city:${city}`),
    setAge: (id: number, from: number, to: number) => redis.evalsha(sha.setAge, 0, id, from, to),
    remove: (id: number) => redis.evalsha(sha.remove, 0, id),
  };
}

export type HandWritten = Awaited<ReturnType<typeof handWritten>>;
