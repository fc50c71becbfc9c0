import type { Cluster, Redis } from 'ioredis';

/** A text as a glob pattern that fits it alone. */
export const glob = (text: string): string => text.replaceAll(/[[\]*?^\\]/g, '\\$&');

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

/** How many keys are remembered, at least and, doubled, at most. */
const MEMORY = 100_000;

/** Remembers the last keys that it was shown, in two generations. */
class Recent {
  private young = new Set<string>();
  private old = new Set<string>();

  /** Whether the key is new to it. */
  add(key: string): boolean {
    if (this.young.has(key) || this.old.has(key)) return false;
    if (this.young.size >= MEMORY) {
      this.old = this.young;
      this.young = new Set();
    }
    this.young.add(key);
    return true;
  }
}

/**
 * Every key that was there all the time, in steps, in bounded memory.
 *
 * SCAN repeats keys when the server's table becomes smaller meanwhile: those of the buckets that are now one. Its cursor visits
 * these one behind the other (https://github.com/redis/redis/blob/7.0/src/dict.c, dictScan), so that what it gave last is
 * all that must be remembered.
 */
export async function* scanKeys(redis: Redis | Cluster, pattern?: string): AsyncGenerator<string, void> {
  const recent = new Recent();
  const nodes = redis.isCluster ? (redis as Cluster).nodes('master') : [redis as Redis];
  for (const node of nodes) {
    for await (const keys of scanNode(node, pattern)) {
      for (const key of keys) if (recent.add(key)) yield key;
    }
  }
}
