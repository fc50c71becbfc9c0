import type { Cluster, Redis } from 'ioredis';

/** How many keys the server looks at in one step. */
const STEP = '1000';

async function* scanNode(node: Redis, pattern: string | undefined): AsyncGenerator<string[]> {
  const match = pattern === undefined ? [] : ['match', pattern];
  let cursor = '0';
  do {
    const [next, keys] = (await node.call('scan', [cursor, ...match, 'count', STEP])) as [string, string[]];
    yield keys;
    cursor = next;
  } while (cursor !== '0');
}

/**
 * Every key that was there all the time, in steps; SCAN may repeat keys, we do not. What was given out is remembered
 * until the iteration ends.
 */
export async function* scanKeys(redis: Redis | Cluster, pattern?: string): AsyncGenerator<string, void> {
  const given = new Set<string>();
  const nodes = redis.isCluster ? (redis as Cluster).nodes('master') : [redis as Redis];
  for (const node of nodes) {
    for await (const keys of scanNode(node, pattern)) {
      for (const key of keys) {
        if (given.has(key)) continue;
        given.add(key);
        yield key;
      }
    }
  }
}
