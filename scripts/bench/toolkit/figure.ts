import type { Redis } from 'ioredis';
import { median } from '../statistics.js';

/** One line of the report: a number, and what it has to be. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  readonly target: string;
}

type Call = (i: number) => Promise<unknown>;

/** Milliseconds of `count` calls one after the other. */
async function time(call: Call, count: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < count; i++) await call(i);
  return performance.now() - start;
}

/** Microseconds of this process's own processor that `count` calls take. */
async function cpu(call: Call, count: number): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < count; i++) await call(i);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

async function compareBy(measure: typeof time, ours: Call, other: Call, { count = 200, rounds = 25 }): Promise<number> {
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const first = round % 2 === 0 ? await measure(ours, count) : undefined;
    const theirs = await measure(other, count);
    const mine = first ?? (await measure(ours, count));
    if (round > 0) ratios.push(theirs / mine);
  }
  return median(ratios);
}

interface Rounds {
  readonly count?: number;
  readonly rounds?: number;
}

/** How fast one call is as a part of another: the median of rounds that take turns. The first is a rehearsal. */
export const ratio = (ours: Call, other: Call, rounds: Rounds = {}): Promise<number> =>
  compareBy(time, ours, other, rounds);

/** The same by the time of the client alone, without that of the server. */
export const cpuRatio = (ours: Call, other: Call, rounds: Rounds = {}): Promise<number> =>
  compareBy(cpu, ours, other, rounds);

/**
 * Microseconds that scripts held the server in each call of some work, in their order; of those that took so many at least. Where less
 * than single commands take, the server notes these as well, in scripts of Redis 7.0, which takes longer than they do.
 */
export async function serverTimes(redis: Redis, work: () => Promise<unknown>, least = 0): Promise<number[]> {
  await redis.config('SET', 'slowlog-log-slower-than', String(least));
  await redis.config('SET', 'slowlog-max-len', '100000');
  await redis.call('SLOWLOG', 'RESET');
  await work();
  const log = (await redis.call('SLOWLOG', 'GET', '100000')) as [number, number, number, string[]][];
  await redis.config('SET', 'slowlog-log-slower-than', '-1');
  return log
    .filter(([, , , [name]]) => /call|eval/i.test(name!))
    .map(([, , micros]) => micros)
    .reverse();
}

/** The same of the same calls in several rounds, of each its best: a call may be interrupted. */
export async function bestTimes(redis: Redis, work: () => Promise<unknown>, rounds = 10): Promise<number[]> {
  const all: number[][] = [];
  for (let round = 0; round < rounds; round++) all.push(await serverTimes(redis, work));
  // the first one may have a call more, by which the server learns of the function
  return all.at(-1)!.map((_, call, { length }) => Math.min(...all.map((times) => times.at(call - length)!)));
}
