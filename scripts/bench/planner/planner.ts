// npm run bench planner [most]: what the planner chooses beside each plan forced in turn, over selectivities alone and in pairs.
import type { Redis } from 'ioredis';
import { Database } from 'redstart';
import { separate } from '../cores.js';
import { Event, grow, type Question, questions } from './data.js';
import { type Compared, compare, requestOf } from './forced.js';

const SIZES = [10_000, 100_000, 1_000_000];
/** What the choice may take beside the best plan. */
const ASKED = 1.3;
/** Microseconds below which two plans are as good as each other: a clock tells no less. */
const SAME = 15;

interface Row extends Compared {
  readonly what: string;
  readonly best: number;
  readonly ratio: number;
}

function rowOf({ what }: Question, compared: Compared): Row {
  const best = Math.min(compared.chosen, ...Object.values(compared.forced));
  return { ...compared, what, best, ratio: Math.max(1, (compared.chosen - SAME) / best) };
}

const micros = (time: number): string => (Number.isFinite(time) ? time.toFixed(0) : 'longer');

function line({ what, chosen, forced, ratio }: Row): string {
  const plans = Object.entries(forced).map(([plan, time]) => `${plan} ${micros(time)}`);
  const mark = ratio > ASKED ? '!' : ' ';
  return `${mark} ${what.padEnd(54)} ${ratio.toFixed(2)}  ${micros(chosen).padStart(7)} µs: ${plans.join(', ')}`;
}

function summary(size: number, rows: readonly Row[]): string {
  const ratios = rows.map(({ ratio }) => ratio).sort((a, b) => a - b);
  const over = ratios.filter((ratio) => ratio > ASKED).length;
  const middle = ratios[ratios.length >> 1]!;
  return `${size.toLocaleString('en')}: ${rows.length} queries, choice / best: median ${middle.toFixed(2)}, most ${ratios.at(-1)!.toFixed(2)}, ${over} above ${ASKED}`;
}

async function measure(redis: Redis, size: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const question of questions()) {
    const row = rowOf(question, await compare(redis, await requestOf(redis, question)));
    rows.push(row);
    console.log(line(row));
  }
  console.log(`${summary(size, rows)}\n`);
  return rows;
}

/** Compare at each size up to `most` entities. */
export async function benchPlanner(most = 100_000): Promise<void> {
  await using db = await Database.embedded({ models: [Event] });
  const redis = db.redis as Redis;
  console.log(await separate(redis));
  let stored = 0;
  for (const size of SIZES.filter((each) => each <= most)) {
    await grow(stored, size);
    stored = size;
    await measure(redis, size);
  }
}
