// What a hand can do to the keys of a model's indexes: each step is chosen by numbers, so that a seed tells all of it.
import type { Redis } from 'ioredis';

/** Whole numbers below a bound, the same for the same seed (xorshift32, Marsaglia 2003). */
export function numbersFrom(seed: number): (bound: number) => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % bound;
  };
}

const JUNK = ['junk', '', '0', '-3', '1e9', '999999999', '=', '=\xff\xff', '\0', 'zz\0zz', '77', '0.5', 'nan'];

type Pick = <T>(list: readonly T[]) => T;
/** Something done to one of several keys. */
type Step = (redis: Redis, key: string, pick: Pick, keys: readonly string[]) => Promise<unknown>;

const fill: Readonly<Record<string, Step>> = {
  string: (redis, key, pick) => redis.set(key, pick(JUNK)),
  list: (redis, key, pick) => redis.rpush(key, pick(JUNK), '1'),
  set: (redis, key, pick) => redis.sadd(key, pick(JUNK), '1'),
  hash: (redis, key, pick) => redis.hset(key, pick(JUNK), pick(JUNK)),
  zset: (redis, key, pick) => redis.zadd(key, 3, pick(JUNK), 0, '1'),
};

// a size of which nobody asks is not damage
const isCounts = (key: string): boolean => key.endsWith('#counts');

const some = (list: readonly string[], pick: Pick): string => (list.length > 0 ? pick(list) : 'none');

/** Changes of what a key of a type holds. */
const within: Readonly<Record<string, readonly Step[]>> = {
  set: [
    async (redis, key, pick) => redis.srem(key, some(await redis.smembers(key), pick)),
    (redis, key, pick) => redis.sadd(key, pick(JUNK)),
    async (redis, key) => redis.srem(key, ...(await redis.smembers(key))),
  ],
  zset: [
    async (redis, key, pick) => redis.zrem(key, some(await redis.zrange(key, '0', '-1'), pick)),
    async (redis, key, pick) => redis.zadd(key, pick([-1, 0, 5, 1e15]), some(await redis.zrange(key, '0', '-1'), pick)),
    (redis, key, pick) => redis.zadd(key, pick([0, 7]), pick(JUNK)),
  ],
  hash: [
    async (redis, key, pick) => redis.hdel(key, some(await redis.hkeys(key), pick)),
    async (redis, key, pick) => redis.hset(key, some(await redis.hkeys(key), pick), pick(JUNK)),
    async (redis, key, pick) => isCounts(key) || redis.hset(key, pick(JUNK), pick(JUNK)),
    // two of them change places
    async (redis, key, pick) => {
      const fields = await redis.hkeys(key);
      const [a, b] = [some(fields, pick), some(fields, pick)];
      const [first, second] = await redis.hmgetBuffer(key, a, b);
      if (first && second) await redis.hset(key, a, second, b, first);
    },
    // one of them says what another one does
    async (redis, key, pick) => {
      const fields = await redis.hkeys(key);
      const value = await redis.hgetBuffer(key, some(fields, pick));
      if (value) await redis.hset(key, some(fields, pick), value);
    },
  ],
};

const whole: readonly Step[] = [
  (redis, key) => redis.del(key),
  (redis, key, pick, keys) => redis.rename(key, pick(keys)),
  (redis, key) => redis.rename(key, key.replace(/#/, '#5/')),
  async (redis, key, pick, keys) => {
    await redis.del(key);
    await fill[pick(Object.keys(fill).filter((type) => type !== 'hash' || !isCounts(key)))]!(redis, key, pick, keys);
  },
];

/** Damage one of some keys; what was done, in a word. */
export async function damage(
  redis: Redis,
  keys: readonly string[],
  random: (bound: number) => number,
): Promise<string> {
  const pick: Pick = (list) => list[random(list.length)]!;
  const key = pick(keys);
  const type = await redis.type(key);
  const inner = within[type] ?? [];
  const steps = random(4) > 0 && inner.length > 0 ? inner : whole;
  const at = random(steps.length);
  await steps[at]!(redis, key, pick, keys);
  return `${type} ${key} ${steps === whole ? 'whole' : 'within'} ${at}`;
}

/** Write over the words of an entity: in reverse order, cut off, or something else. */
export async function damageWords(redis: Redis, row: string, field: string, random: (bound: number) => number) {
  const words = (await redis.hgetBuffer(row, field)) ?? Buffer.from('junk');
  const wrong = [
    () => Buffer.from(words).reverse(),
    () => words.subarray(1),
    () => words.subarray(0, -1),
    () => Buffer.from('\xffjunk', 'latin1'),
    () => Buffer.concat([words.subarray(0, -1), words]),
  ];
  await redis.hset(row, field, wrong[random(wrong.length)]!());
}
