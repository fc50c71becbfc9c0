import type { Redis } from 'ioredis';
import { Database } from 'redstart';
import { ours, User } from './ours.js';
import { users } from './workload.js';

/** Bytes an entity, of the bare hash and of ours with all indexes. */
export interface Memory {
  readonly settings: string;
  readonly bare: number;
  readonly ours: number;
}

/** Bytes that a server uses. */
export const usedMemory = async (redis: Redis): Promise<number> =>
  Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);

async function perEntity(redis: Redis, count: number, load: () => Promise<unknown>): Promise<number> {
  await redis.flushall();
  const before = await usedMemory(redis);
  await load();
  return ((await usedMemory(redis)) - before) / count;
}

async function bareHashes(redis: Redis, count: number): Promise<void> {
  const all = [...users(count)];
  // in small parts, so that no large buffer is counted
  for (let at = 0; at < count; at += 100) {
    const pipeline = redis.pipeline();
    all.slice(at, at + 100).forEach(({ created, ...user }, i) => {
      pipeline.hset(`user:${at + i + 1}`, { ...user, created_at: created });
    });
    await pipeline.exec();
  }
}

/** Measure at the server's default settings, and at those that the embedded server uses. */
export async function measureMemory(count = 10_000): Promise<Memory[]> {
  await using db = await Database.embedded({ models: [User] });
  const redis = db.redis as Redis;
  const results: Memory[] = [];
  for (const [settings, limit] of [
    ['default (hash-max-listpack-value 64)', 64],
    ['embedded (256)', 256],
  ] as const) {
    await redis.config('SET', 'hash-max-listpack-value', limit);
    await redis.flushall();
    // functions and output buffers are there before anything is measured
    await ours.insertMany([...users(1000)]);
    const bare = await perEntity(redis, count, () => bareHashes(redis, count));
    const mine = await perEntity(redis, count, () => ours.insertMany([...users(count)]));
    results.push({ settings, bare: Math.round(bare), ours: Math.round(mine) });
  }
  return results;
}
