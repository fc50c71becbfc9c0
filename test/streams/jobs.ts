import { setTimeout as pause } from 'node:timers/promises';
import { Database, type Worker } from 'redstart';

export { pause };

export const never = () => new Promise<never>(() => {});
export const silent = { onError: () => {} };

/** The database of a file's tests, once it has called `useJobs()`. */
export let db: Database;

const running: Worker[] = [];

/** Have a worker stopped behind its test: one that fails leaves its worker to no other. */
export const begin = <W extends Worker>(worker: W): W => {
  running.push(worker);
  return worker;
};

/** Open a database for the tests of a file, and empty it behind each of them. */
export function useJobs(): void {
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((worker) => worker.stop({ timeout: 0 })));
    await db.redis.flushall();
  });
  afterAll(() => db.close());
}

/** Add messages whose field `n` counts on from a number. */
export async function fill(key: string, count: number, from = 0): Promise<void> {
  const all = Array.from({ length: count }, (_, i) => ({ n: String(from + i) }));
  await db.pipeline((p) => Promise.all(all.map((fields) => p.stream(key).add(fields))));
}

/** The group `g`, from the first message on. */
export async function groupOf(keys: string | string[] = 'jobs') {
  const group = db.consumerGroup('g', keys);
  await group.create({ from: '0' });
  return group;
}

export const pendingOf = async (key = 'jobs') => (await db.stream(key).groups())[0]!.pending;
export const namesOf = async (key = 'jobs') => (await db.stream(key).consumers('g')).map(({ name }) => name);
export const deadOf = (key = 'jobs') => db.stream(`{${key}}:dead`).size();
