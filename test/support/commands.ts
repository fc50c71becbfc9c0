import type { Cluster, Redis } from 'ioredis';
import type { Database } from 'redstart';

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

/** The same of a database whose entities may expire: what deletes those comes when it will, and does not count. */
export async function scriptsSent(db: Database, work: () => Promise<unknown>): Promise<number> {
  const spy = jest.spyOn(db.connection, 'send');
  await work();
  const { calls, results } = spy.mock;
  spy.mockRestore();
  const ended = await Promise.allSettled(results.map(({ value }) => value));
  const isCounted = ([command, args]: (typeof calls)[number], i: number) =>
    /^(fcall|eval)/.test(command) &&
    !args.some((arg) => String(arg).endsWith('#reaper')) &&
    ended[i]!.status === 'fulfilled';
  return calls.filter(isCounted).length;
}
