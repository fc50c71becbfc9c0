// npm run bench growth: the same operations at growing sizes, so that a way that is fast at 10,000 only is seen as such, and
// the longest that any call held the server: while loading, in each operation, and in queries that are made to be slow.
import Table from 'cli-table3';
import type { Redis } from 'ioredis';
import { Database } from 'redstart';
import { type Operation, rate } from './measure.js';
import { ours, User } from './ours.js';
import { slowQueries } from './slow-queries.js';
import { Long, long, Wide, wide } from './wide.js';
import { type UserInput, users } from './workload.js';

export const SIZES = [1000, 10_000, 100_000, 1_000_000];
const COUNT = 300;

interface Measured {
  readonly what: string;
  /** operations a second; undefined where only the longest call matters */
  readonly rate?: number;
  /** the longest that one call held the server, in milliseconds */
  readonly longest: number;
}

/** The longest script that the server ran while `work` was under way, in milliseconds. */
async function longestDuring(redis: Redis, work: () => Promise<unknown>): Promise<number> {
  await redis.config('SET', 'slowlog-log-slower-than', '500');
  await redis.config('SET', 'slowlog-max-len', '10000');
  await redis.call('SLOWLOG', 'RESET');
  await work();
  const slow = (await redis.call('SLOWLOG', 'GET', '10000')) as [number, number, number, string[]][];
  await redis.config('SET', 'slowlog-log-slower-than', '-1');
  const times = slow.filter(([, , , [name]]) => /^(eval|fcall)/i.test(name ?? '')).map(([, , micros]) => micros);
  return times.reduce((most, micros) => Math.max(most, micros), 0) / 1000;
}

/** The operations, over so many users; each call has an argument of its own. */
async function operationsAt(size: number, fresh: () => UserInput): Promise<Record<string, Operation>> {
  const id = (i: number) => 1 + ((i * 7919) % size);
  const city = (i: number) => `city${String(i % 100).padStart(2, '0')}`;
  const mail = (i: number) => `user${id(i) - 1}@example${(id(i) - 1) % 37}.com`;
  const loaded = (await ours.getMany(Array.from({ length: 500 }, (_, i) => id(i)))) as User[];
  return {
    create: () => ours.create(fresh()),
    'get by id': (i) => ours.get(id(i)),
    'by unique email': (i) => ours.byEmail(mail(i)),
    'count all': () => ours.countAll(),
    'count city = x': (i) => ours.countCity(city(i)),
    'first 20 of five ages': (i) => ours.youngest(i),
    'newest 20 of a city and ages': (i) => ours.newest(city(i)),
    update: (i) => {
      const user = loaded[i % loaded.length]!;
      return ours.setAge(user, 18 + ((user.age - 17) % 50));
    },
    'create, 20 fields and 10 indexes': (i) => Wide.create(wide(size * 2 + i)),
    '20 rows of 20 fields': () => Wide.query().orderBy({ n0: 'asc' }).limit(20).all(),
    'create, a text of 10 kB': (i) => Long.create(long(i)),
    '20 rows with a text of 10 kB': () => Long.query().orderBy({ n: 'asc' }).limit(20).all(),
  };
}

const ROUNDS = 3;

/** The same of the quietest of some rounds: a call may be interrupted, and of a thousand calls one will be. */
async function longestOf(redis: Redis, work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) least = Math.min(least, await longestDuring(redis, work));
  return least;
}

async function measure(redis: Redis, size: number, fresh: () => UserInput): Promise<Measured[]> {
  const found: Measured[] = [];
  for (const [what, operation] of Object.entries(await operationsAt(size, fresh))) {
    await rate(operation, 0, 100);
    let speed = 0;
    const longest = await longestDuring(redis, async () => {
      speed = await rate(operation, 100, COUNT);
    });
    found.push({ what, rate: speed, longest });
  }
  for (const [what, query] of Object.entries(slowQueries(size)))
    found.push({ what, longest: await longestOf(redis, query) });
  return found;
}

async function load(redis: Redis, from: number, to: number): Promise<Measured> {
  const stream = users(to);
  for (let i = 0; i < from; i++) stream.next();
  const start = performance.now();
  const longest = await longestDuring(redis, async () => {
    for (let at = from; at < to; at += 10_000) {
      const part = Array.from({ length: Math.min(10_000, to - at) }, () => stream.next().value as UserInput);
      await ours.insertMany(part);
    }
  });
  return { what: 'insertMany', rate: ((to - from) / (performance.now() - start)) * 1000, longest };
}

const cell = ({ rate: speed, longest }: Measured): string =>
  `${speed === undefined ? '' : `${Math.round(speed).toLocaleString('en')}/s  `}${longest.toFixed(1)} ms`;

function show(sizes: readonly number[], columns: readonly (readonly Measured[])[]): string {
  const head = ['', ...sizes.map((size) => size.toLocaleString('en'))];
  const table = new Table({ head, style: { head: [], border: [] } });
  columns[0]!.forEach(({ what }, i) => {
    table.push([what, ...columns.map((column) => cell(column[i]!))]);
  });
  return table.toString();
}

/** Measure at each size up to `most` entities, and print operations a second with the longest call. */
export async function benchGrowth(most: number): Promise<void> {
  await using db = await Database.embedded({ models: [User, Wide, Long] });
  const redis = db.redis as Redis;
  await Wide.insertMany(Array.from({ length: 5000 }, (_, i) => wide(i)));
  await Long.insertMany(Array.from({ length: 500 }, (_, i) => long(i)));
  let made = 0;
  const fresh = () => ({ ...(users(1).next().value as UserInput), email: `fresh${made++}@example.com` });
  const sizes = SIZES.filter((size) => size <= most);
  const columns: Measured[][] = [];
  for (const [i, size] of sizes.entries()) {
    const loading = await load(redis, sizes[i - 1] ?? 0, size);
    columns.push([loading, ...(await measure(redis, size, fresh))]);
    console.error(`measured at ${size.toLocaleString('en')}`);
  }
  console.log(show(sizes, columns));
}
