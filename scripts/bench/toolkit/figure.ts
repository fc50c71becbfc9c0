import type { Redis } from 'ioredis';

/** One line of the report: a number, and what it has to be. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  readonly target: string;
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Milliseconds of `count` calls one after the other. */
async function time(call: (i: number) => Promise<unknown>, count: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < count; i++) await call(i);
  return performance.now() - start;
}

/** How fast one call is as a part of another: the median of rounds that take turns. The first is a rehearsal. */
export async function ratio(
  ours: (i: number) => Promise<unknown>,
  other: (i: number) => Promise<unknown>,
  { count = 200, rounds = 9 } = {},
): Promise<number> {
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const first = round % 2 === 0 ? await time(ours, count) : undefined;
    const theirs = await time(other, count);
    const mine = first ?? (await time(ours, count));
    if (round > 0) ratios.push(theirs / mine);
  }
  return median(ratios);
}

/** Microseconds that scripts held the server in each call of some work, sorted. */
export async function serverTimes(redis: Redis, work: () => Promise<unknown>): Promise<number[]> {
  await redis.config('SET', 'slowlog-log-slower-than', '0');
  await redis.config('SET', 'slowlog-max-len', '100000');
  await redis.call('SLOWLOG', 'RESET');
  await work();
  const log = (await redis.call('SLOWLOG', 'GET', '100000')) as [number, number, number, string[]][];
  await redis.config('SET', 'slowlog-log-slower-than', '-1');
  return log
    .filter(([, , , [name]]) => /call|eval/i.test(name!))
    .map(([, , micros]) => micros)
    .sort((a, b) => a - b);
}

export const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
