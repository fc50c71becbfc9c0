// How fast group.consume is beside a bare XREADGROUP/XACK loop, on the same server and in the same run.
// Usage: tsx scripts/bench/streams.ts
import { Redis } from 'ioredis';
import { Database } from '../../src/index.js';

const MESSAGES = 20_000;
const ROUNDS = 5;
const CONCURRENCY = 32;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function fill(db: Database, key: string): Promise<void> {
  const script = "for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], '*', 'item', 'loom', 'quantity', i) end";
  await db.redis.del(key);
  await db.redis.eval(script, 1, key, MESSAGES);
  await db.consumerGroup('g', [key]).create({ from: '0' });
}

/** Messages a second of a timed run over a full stream. */
async function measure(db: Database, work: (key: string) => Promise<void>): Promise<number> {
  await fill(db, 'bench');
  const start = performance.now();
  await work('bench');
  return MESSAGES / ((performance.now() - start) / 1000);
}

type Reply = [key: string, entries: [id: string, fields: string[]][]][] | null;

/** What one would write with ioredis: read as many as are handled at a time, handle them, acknowledge them. */
async function bare(redis: Redis, key: string, handle: (fields: string[]) => Promise<void>): Promise<void> {
  for (let left = MESSAGES; left > 0; ) {
    const args = ['GROUP', 'g', 'bare', 'COUNT', CONCURRENCY, 'BLOCK', 1000, 'STREAMS', key, '>'];
    const [[, entries]] = (await redis.call('xreadgroup', args)) as NonNullable<Reply> as [NonNullable<Reply>[number]];
    await Promise.all(entries.map(([, fields]) => handle(fields)));
    await redis.xack(key, 'g', ...entries.map(([id]) => id));
    left -= entries.length;
  }
}

async function consume(db: Database, key: string, handle: () => Promise<void>): Promise<void> {
  let left = MESSAGES;
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const handler = async () => {
    await handle();
    if (--left === 0) finish();
  };
  const worker = db.consumerGroup('g', [key]).consume(handler, { concurrency: CONCURRENCY });
  await finished;
  await worker.stop();
}

/** Prints the rates and their ratio; returns the ratio of the medians. */
export async function benchStreams(rounds = ROUNDS): Promise<number> {
  await using db = await Database.embedded();
  const redis = (db.redis as Redis).duplicate();
  // a handler that does something: one tick of the event loop
  const handle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const rates = { bare: [] as number[], consume: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const plain = await measure(db, (key) => bare(redis, key, handle));
    const ours = await measure(db, (key) => consume(db, key, handle));
    // the first round warms up
    if (round > 0) rates.bare.push(plain);
    if (round > 0) rates.consume.push(ours);
  }
  redis.disconnect();
  const ratio = median(rates.consume) / median(rates.bare);
  const show = (name: string, value: number) =>
    console.log(`${name.padEnd(24)} ${value.toFixed(0).padStart(8)} a second`);
  show('XREADGROUP and XACK', median(rates.bare));
  show('group.consume', median(rates.consume));
  console.log(`ratio ${ratio.toFixed(2)} at concurrency ${CONCURRENCY} (target 0.60)`);
  return ratio;
}

if (process.argv[1]?.endsWith('bench/streams.ts')) await benchStreams();
