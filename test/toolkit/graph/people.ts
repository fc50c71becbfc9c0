import { Database, type Graph, type Triple } from 'redstart';

/** The database of a file's tests and the graph of people in it, which is empty before each, once it has called `usePeople()`. */
export let db: Database;
export let graph: Graph;

export function usePeople(): void {
  beforeAll(async () => {
    db = await Database.embedded();
  });
  beforeEach(async () => {
    await db.redis.flushall();
    graph = db.graph('people');
  });
  afterAll(() => db.close());
}

export const manual: Triple[] = [
  ['charlie', 'friends', 'huey'],
  ['charlie', 'friends', 'zaizee'],
  ['charlie', 'friends', 'nuggie'],
  ['huey', 'lives', 'Kansas'],
  ['zaizee', 'lives', 'Missouri'],
  ['nuggie', 'lives', 'Kansas'],
  ['mickey', 'lives', 'Kansas'],
];

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

export const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** How many scripts a work runs. */
export const callsOf = async (work: () => Promise<unknown>): Promise<number> => {
  await db.redis.config('RESETSTAT');
  await work();
  const stats = await db.redis.info('commandstats');
  return [...stats.matchAll(/cmdstat_(?:fcall|eval)\w*:calls=(\d+),.*failed_calls=(\d+)/g)].reduce(
    (sum, [, calls, failed]) => sum + Number(calls) - Number(failed),
    0,
  );
};
