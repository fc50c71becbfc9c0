import type { Cluster, Redis } from 'ioredis';
import type { Database } from 'redstart';

const glob = (text: string): string => text.replaceAll(/[[\]*?^\\]/g, '\\$&');

function mastersOf(redis: Redis | Cluster): Redis[] {
  return 'nodes' in redis ? redis.nodes('master').filter(({ status }) => status === 'ready') : [redis];
}

/** All keys that begin with a text, on whichever node. */
export async function keysFrom(db: Database, start: string): Promise<string[]> {
  const keys = new Set<string>();
  for (const node of mastersOf(db.redis)) {
    for await (const part of node.scanStream({ match: `${glob(start)}*`, count: 1000 })) {
      for (const key of part as string[]) if (key.startsWith(start)) keys.add(key);
    }
  }
  return [...keys].sort();
}
