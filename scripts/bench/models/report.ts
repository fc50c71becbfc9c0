import type { Redis } from 'ioredis';
import { longest } from '../statistics.js';
import { type Figure, serverTimes } from '../toolkit/figure.js';

export const figure = (what: string, value: number, target: string, digits = 2): Figure => ({
  what,
  value: value.toFixed(digits),
  target,
});

/** Microseconds that no single command of a script takes here, so that the server notes none. */
const LEAST = 200;

/** Milliseconds of the longest call of some work. */
export const longestCall = async (redis: Redis, work: () => Promise<unknown>): Promise<number> =>
  longest(await serverTimes(redis, work, LEAST));

/** A script by hand. */
export type Script = (...args: (string | number)[]) => Promise<unknown>;

export function script(redis: Redis, name: string, lua: string): Script {
  redis.defineCommand(name, { numberOfKeys: 0, lua });
  return (redis as unknown as Record<string, Script>)[name]!.bind(redis);
}

/** Run a command for each of many arguments, a thousand in one pipeline. */
export async function pipelined<T>(
  redis: Redis,
  list: readonly T[],
  add: (pipeline: ReturnType<Redis['pipeline']>, item: T) => unknown,
): Promise<void> {
  for (let at = 0; at < list.length; at += 1000) {
    const pipeline = redis.pipeline();
    for (const item of list.slice(at, at + 1000)) add(pipeline, item);
    await pipeline.exec();
  }
}
