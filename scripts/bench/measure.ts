import type { Redis } from 'ioredis';
import { median } from './statistics.js';

/** What an operation calls once, V8 has not compiled before some 5,000 operations: until then they take up to twice the client's time. */
const WARM = 8000;

/** One side of a comparison: does the operation number `i` of a round. */
export type Operation = (i: number) => Promise<unknown>;

export interface Comparison {
  readonly row: string;
  readonly what: string;
  readonly ours: Operation;
  readonly baseline: Operation;
  /** operations of one round of each side, which take turns within it where there are many */
  readonly count: number;
  /** operations that one call of the functions does, e.g. of a bulk insert. @default 1 */
  readonly weight?: number;
  readonly target?: number;
  /** @default 7 */
  readonly rounds?: number;
  /** operations of each side before the first round, so that both are compiled when they are measured. @default WARM */
  readonly warm?: number;
  readonly before?: () => Promise<void>;
}

export interface Result {
  readonly row: string;
  readonly what: string;
  /** operations a second, median of the turns */
  readonly ours: number;
  readonly baseline: number;
  /** median of the ratios of neighbouring turns: 1 is as fast as by hand */
  readonly ratio: number;
  readonly target: number | undefined;
  readonly roundTrips: number;
  readonly serverCommands: number;
  /** the longest that one call held the server, in milliseconds */
  readonly longest: number;
}

/** Operations a second of calls `from` to `from + count`. */
export async function rate(operation: Operation, from: number, count: number): Promise<number> {
  const start = performance.now();
  for (let i = from; i < from + count; i++) await operation(i);
  return (count / (performance.now() - start)) * 1000;
}

async function commandCalls(redis: Redis): Promise<number> {
  const info = await redis.info('commandstats');
  return [...info.matchAll(/^cmdstat_(?!info|slowlog|config)[^:]+:calls=(\d+)/gm)].reduce(
    (sum, match) => sum + Number(match[1]),
    0,
  );
}

/** What one operation of ours costs besides time. */
async function footprint(
  redis: Redis,
  operation: Operation,
  from: number,
  count: number,
): Promise<Pick<Result, 'roundTrips' | 'serverCommands' | 'longest'>> {
  let sent = 0;
  const send = redis.sendCommand;
  await redis.config('SET', 'slowlog-log-slower-than', '100');
  await redis.config('SET', 'slowlog-max-len', '10000');
  await redis.call('SLOWLOG', 'RESET');
  const before = await commandCalls(redis);
  redis.sendCommand = function (...args) {
    sent++;
    return send.apply(this, args);
  };
  for (let i = from; i < from + count; i++) await operation(i);
  redis.sendCommand = send;
  const calls = (await commandCalls(redis)) - before;
  const slow = (await redis.call('SLOWLOG', 'GET', '10000')) as [number, number, number, string[]][];
  await redis.config('SET', 'slowlog-log-slower-than', '-1');
  const longest = slow
    .filter(([, , , [name]]) => /^(eval|fcall)/i.test(name ?? ''))
    .reduce((most, [, , micros]) => Math.max(most, micros), 0);
  return { roundTrips: sent / count, serverCommands: calls / count, longest: longest / 1000 };
}

/** Turns within a round: what disturbs the machine for a moment disturbs few of them. */
const TURNS = 6;

const turnsOf = (count: number): number => (count >= 10 * TURNS ? TURNS : 1);

/** Compare two ways of doing the same, in alternating turns on one connection. */
export async function compare(redis: Redis, comparison: Comparison): Promise<Result> {
  const { row, what, ours, baseline, count, weight = 1, target, rounds = 7, warm = WARM, before } = comparison;
  await before?.();
  await rate(baseline, 0, warm);
  await rate(ours, 0, warm);
  const pairs: [number, number][] = [];
  const part = Math.ceil(count / turnsOf(count));
  for (let turn = 0; turn < rounds * turnsOf(count); turn++) {
    const from = warm + turn * part;
    // who goes first changes, so that neither always meets the warmer machine
    const first = turn % 2 === 0 ? await rate(ours, from, part) : undefined;
    const hand = await rate(baseline, from, part);
    pairs.push([first ?? (await rate(ours, from, part)), hand]);
  }
  const cost = await footprint(redis, ours, warm + pairs.length * part, Math.min(count, 50));
  const side = (index: 0 | 1) => median(pairs.map((pair) => pair[index])) * weight;
  return { row, what, target, ours: side(0), baseline: side(1), ratio: median(pairs.map(([a, b]) => a / b)), ...cost };
}
