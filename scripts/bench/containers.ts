// Each method of the containers beside the bare ioredis command: same client, same run, rounds taking turns.
import Table from 'cli-table3';
import type { Redis } from 'ioredis';
import { Database } from 'redstart';
import { median } from './statistics.js';

const CALLS = 1000;

type Call = () => Promise<unknown>;
type Pair = readonly [name: string, ours: Call, bare: Call];
/** A way to make the calls of a round, and how many rounds give a steady median. */
interface Manner {
  readonly rounds: number;
  run(call: Call): Promise<unknown>;
}

const oneByOne: Manner = {
  rounds: 15,
  async run(call) {
    for (let i = 0; i < CALLS; i++) await call();
  },
};

const inFlight: Manner = {
  rounds: 99,
  run: (call) => Promise.all(Array.from({ length: CALLS }, call)),
};

async function time(manner: Manner, call: Call): Promise<number> {
  const start = performance.now();
  await manner.run(call);
  return performance.now() - start;
}

/** The speed of ours as a part of the bare one's; the first round is a rehearsal. */
async function ratio(manner: Manner, [, ours, bare]: Pair): Promise<number> {
  const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  for (let round = 0; round <= manner.rounds; round++) {
    // who goes first changes, as the second one finds the caches warm
    const order = round % 2 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const);
    for (const who of order) {
      const spent = await time(manner, who === 'ours' ? ours : bare);
      if (round > 0) times[who].push(spent);
    }
  }
  return median(times.bare) / median(times.ours);
}

function pairs(db: Database): Pair[] {
  const redis = db.redis as Redis;
  const hash = db.hash('h');
  const list = db.list('l');
  const set = db.set('s');
  const ranking = db.sortedSet('z');
  const text = db.string('t');
  const counter = db.string('i');
  const places = db.geo('g');
  return [
    ['hash.get', () => hash.get('f1'), () => redis.hget('h', 'f1')],
    ['hash.set', () => hash.set('f1', 'value'), () => redis.hset('h', 'f1', 'value')],
    ['hash.getMany 5', () => hash.getMany(FIELDS), () => redis.hmget('h', ...FIELDS)],
    ['hash.increment', () => hash.increment('n'), () => redis.hincrby('h', 'n', 1)],
    ['hash.toObject 20', () => hash.toObject(), () => redis.hgetall('h')],
    ['list.at', () => list.at(3), () => redis.lindex('l', 3)],
    ['list.slice 10', () => list.slice(0, 10), () => redis.lrange('l', 0, 9)],
    ['list.push', () => list.push('x'), () => redis.rpush('l', 'x')],
    ['list.pop', () => list.pop(), () => redis.rpop('l')],
    ['set.add', () => set.add('m1'), () => redis.sadd('s', 'm1')],
    ['set.has', () => set.has('m1'), () => redis.sismember('s', 'm1')],
    ['set.toSet 20', () => set.toSet(), () => redis.smembers('s')],
    ['sortedSet.set', () => ranking.set('m1', 5), () => redis.zadd('z', 5, 'm1')],
    ['sortedSet.score', () => ranking.score('m1'), () => redis.zscore('z', 'm1')],
    ['sortedSet.rank', () => ranking.rank('m1'), () => redis.zrank('z', 'm1')],
    ['sortedSet.slice 10', () => ranking.slice(0, 10), () => redis.zrange('z', '0', '9')],
    [
      'sortedSet.rangeByScore 10',
      () => ranking.rangeByScore({ min: 1, count: 10 }),
      () => redis.call('zrange', ['z', '1', '+inf', 'byscore', 'limit', '0', '10']),
    ],
    ['string.get', () => text.get(), () => redis.get('t')],
    ['string.set', () => text.set('value'), () => redis.set('t', 'value')],
    ['string.increment', () => counter.increment(), () => redis.incrby('i', 1)],
    ['geo.distance', () => places.distance('a', 'b'), () => redis.geodist('g', 'a', 'b', 'M')],
    ['exists', () => hash.exists(), () => redis.exists('h')],
  ];
}

const FIELDS = ['f1', 'f2', 'f3', 'f4', 'f5'];
const NAMES = Array.from({ length: 20 }, (_, i) => i);

async function fill(db: Database): Promise<void> {
  await db.hash('h').update(NAMES.map((i): [string, string] => [`f${i}`, `value ${i}`]));
  // more than the rounds of pop take out
  await db.list('l').push(Array.from({ length: 150_000 }, (_, i) => `element ${i}`));
  await db.set('s').add(NAMES.map((i) => `m${i}`));
  await db.string('t').set('value');
  await db.geo('g').add({ a: { longitude: 10.75, latitude: 59.91 }, b: { longitude: 5.32, latitude: 60.39 } });
  await db.sortedSet('z').add(NAMES.map((i): [string, number] => [`m${i}`, i]));
}

/** Print, for each method, its speed as a part of the bare command's. Targets: 0.90 one by one, 0.80 in flight. */
export async function benchContainers(): Promise<void> {
  await using db = await Database.embedded();
  await fill(db);
  const table = new Table({
    head: ['method', 'one by one', `${CALLS} in flight`],
    style: { head: [], border: [] },
  });
  for (const pair of pairs(db)) {
    const ratios = [await ratio(oneByOne, pair), await ratio(inFlight, pair)];
    table.push([pair[0], ...ratios.map((r) => r.toFixed(2))]);
  }
  console.log(table.toString());
}

if (process.argv[1]?.endsWith('containers.ts')) await benchContainers();
