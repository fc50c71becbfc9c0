// What the containers of entities hold, for the indexes of it.
import type { Redis } from 'ioredis';
import type { Database } from 'redstart';
import type { Schema } from '../../src/schema/schema.js';

const READERS: Readonly<Record<string, (redis: Redis, key: string) => Promise<string[]>>> = {
  set: (redis, key) => redis.smembers(key),
  list: (redis, key) => redis.lrange(key, 0, -1),
  zset: (redis, key) => redis.zrange(key, '0', '-1'),
  none: async () => [],
};

/** Each value of a container that has an index, with the entity: [name of the index, id, value]. */
export async function memberEntries(
  db: Database,
  schema: Schema,
  ids: readonly string[],
): Promise<[string, string, string][]> {
  const redis = db.redis as Redis;
  const indexes = schema.indexes.filter(({ kind }) => kind === 'members');
  const entries: [string, string, string][] = [];
  for (const { name } of indexes) {
    for (const id of ids) {
      const key = `${schema.keyspace.prefix}#own:${name}:${id}`;
      const values = await READERS[await redis.type(key)]?.(redis, key);
      entries.push(...[...new Set(values)].map((value): [string, string, string] => [name, id, value]));
    }
  }
  return entries;
}
