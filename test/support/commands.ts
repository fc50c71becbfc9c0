import type { Cluster, Redis } from 'ioredis';

/** How often the server ran each command since its statistics were reset, by name; what scripts call as well. */
export async function commandCounts(redis: Redis | Cluster): Promise<Record<string, number>> {
  const stats = (await redis.info('commandstats')) as string;
  return Object.fromEntries(
    [...stats.matchAll(/cmdstat_([^:]+):calls=(\d+)/g)].map(([, name, calls]) => [name!, Number(calls)]),
  );
}

/** The same during some work alone. */
export async function commandsOf(
  redis: Redis | Cluster,
  work: () => Promise<unknown>,
): Promise<Record<string, number>> {
  await redis.config('RESETSTAT');
  await work();
  const { info: _, 'config|resetstat': __, ...rest } = await commandCounts(redis);
  return rest;
}

const SCRIPT = /cmdstat_(?:fcall|eval)\w*:calls=(\d+),.*failed_calls=(\d+)/g;

/** How many scripts some work runs, those left out which the server did not know yet. */
export async function scriptsOf(redis: Redis | Cluster, work: () => Promise<unknown>): Promise<number> {
  await redis.config('RESETSTAT');
  await work();
  const stats = (await redis.info('commandstats')) as string;
  return [...stats.matchAll(SCRIPT)].reduce((sum, [, calls, failed]) => sum + Number(calls) - Number(failed), 0);
}
