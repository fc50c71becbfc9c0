// How fast group.consume is beside a bare XREADGROUP/XACK loop, on the same server and in the same run: at several
// concurrencies, on a cluster, and with a fifth of the messages failing.
// Usage: tsx scripts/bench/streams.ts
import { Redis } from 'ioredis';
import { type ConsumeOptions, Database } from '../../src/index.js';
import { startCluster } from '../../test/support/cluster.js';
import { median } from './statistics.js';

const MESSAGES = 10_000;
const ROUNDS = 5;
/** what is asked at each concurrency, as a part of the bare loop's rate */
const TARGETS = [
  [1, 0.6],
  [10, 0.7],
  [100, 0.9],
] as const;
/** a hash tag, so that the dead letters and the stream share a slot of a cluster whichever is looked at */
const KEY = '{bench}';

type Side = (count: number) => Promise<void>;

async function fill(db: Database, count: number): Promise<void> {
  const script = "for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], '*', 'item', 'loom', 'quantity', i) end";
  await db.redis.del(KEY, `${KEY}:dead`);
  await db.redis.eval(script, 1, KEY, count);
  await db.consumerGroup('g', [KEY]).create({ from: '0' });
}

/** Messages a second of a timed run over a full stream. */
async function rate(db: Database, side: Side, count: number): Promise<number> {
  await fill(db, count);
  const start = performance.now();
  await side(count);
  return count / ((performance.now() - start) / 1000);
}

/** Medians of both rates and of their ratios, in alternating rounds; the first round warms up. */
async function compare(db: Database, bare: Side, ours: Side, count: number) {
  const rounds: [bare: number, ours: number][] = [];
  for (let round = 0; round <= ROUNDS; round++) rounds.push([await rate(db, bare, count), await rate(db, ours, count)]);
  const kept = rounds.slice(1);
  return {
    bare: median(kept.map(([rate]) => rate)),
    ours: median(kept.map(([, rate]) => rate)),
    ratio: median(kept.map(([hand, worker]) => worker / hand)),
  };
}

type Entries = [id: string, fields: string[]][];

// a handler that does something: one tick of the event loop
const handle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What one would write with ioredis: read as many as are handled at a time, handle them, acknowledge them. */
const bareLoop =
  (redis: Pick<Redis, 'call'>, concurrency: number): Side =>
  async (count) => {
    for (let left = count; left > 0; ) {
      const args = ['GROUP', 'g', 'bare', 'COUNT', concurrency, 'BLOCK', 1000, 'STREAMS', KEY, '>'];
      const [[, entries]] = (await redis.call('xreadgroup', args)) as [[string, Entries]];
      await Promise.all(entries.map(handle));
      await redis.call('xack', [KEY, 'g', ...entries.map(([id]) => id)]);
      left -= entries.length;
    }
  };

/** Handle so many messages, those that are to fail aside. */
const consume =
  (db: Database, options: ConsumeOptions, work: () => Promise<void> = handle, fails = (_: number) => false): Side =>
  async (count) => {
    let left = count;
    for (let i = 1; i <= count; i++) if (fails(i)) left--;
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const handler = async ({ fields }: { fields: Record<string, string> }) => {
      await work();
      if (fails(Number(fields.quantity))) throw new Error('no');
      if (--left === 0) finish();
    };
    const worker = db.consumerGroup('g', [KEY]).consume(handler, { ...options, onError: () => {} });
    await finished;
    await worker.stop();
  };

function show(what: string, bare: number, ours: number, ratio: number, target: number): void {
  const cells = [
    what.padEnd(34),
    bare.toFixed(0).padStart(8),
    ours.toFixed(0).padStart(8),
    ratio.toFixed(2).padStart(6),
  ];
  console.log(`${cells.join(' ')}   asked ${target.toFixed(2)}`);
}

/** @returns our rate on one server, at concurrency 10 */
async function oneServer(db: Database): Promise<number> {
  const redis = (db.redis as Redis).duplicate();
  let atTen = 0;
  for (const [concurrency, target] of TARGETS) {
    const bare = bareLoop(redis, concurrency);
    const { bare: hand, ours, ratio } = await compare(db, bare, consume(db, { concurrency }), MESSAGES);
    show(`concurrency ${concurrency}, bare loop and worker`, hand, ours, ratio, target);
    if (concurrency === 10) atTen = ours;
  }
  redis.disconnect();
  return atTen;
}

/**
 * A fifth of the messages fails: how fast are the others, beside a run in which none fails? Their first tries alone take a
 * fifth of the places, so that 0.8 is as much as there can be.
 */
async function failing(db: Database): Promise<void> {
  const fails = (i: number) => i % 5 === 0;
  const work = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
  const options = { concurrency: 10 };
  const count = 3000;
  const { bare, ours, ratio } = await compare(db, consume(db, options, work), consume(db, options, work, fails), count);
  show('a fifth fails: good ones, 5 ms each', bare, ours * 0.8, ratio * 0.8, 0.7);
}

async function onCluster(single: number): Promise<void> {
  const cluster = await startCluster();
  const db = await Database.connect({ cluster: cluster.nodes });
  const rates: number[] = [];
  for (let round = 0; round < 3; round++) rates.push(await rate(db, consume(db, { concurrency: 10 }), MESSAGES));
  await db.close();
  await cluster.stop();
  show('one server, cluster, concurrency 10', single, median(rates), median(rates) / single, 0.5);
}

/** Prints what was measured: messages a second by hand and ours, and their ratio. */
export async function benchStreams(): Promise<void> {
  await using db = await Database.embedded();
  const single = await oneServer(db);
  await failing(db);
  await onCluster(single);
}

if (process.argv[1]?.endsWith('bench/streams.ts')) await benchStreams();
