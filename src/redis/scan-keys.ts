import type { Cluster, Redis } from 'ioredis';
import type { Connection } from './connection/connection.js';
import { failure } from './connection/failure.js';

/** A text as a glob pattern that fits it alone. */
export const glob = (text: string): string => text.replaceAll(/[[\]*?^\\]/g, '\\$&');

/** How many keys the server looks at in one step. */
const STEP = '1000';

async function* scanNode(connection: Connection, node: Redis, pattern?: string): AsyncGenerator<string[]> {
  const match = pattern === undefined ? [] : ['match', pattern];
  const step = (from: string) =>
    node.call('scan', [from, ...match, 'count', STEP]).catch((error: unknown) => {
      throw failure(error, connection.server, true);
    });
  let cursor = '0';
  do {
    const from = cursor;
    const [next, keys] = (await connection.follow(1, () => step(from))) as [string, string[]];
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
 *
 * @throws ConnectionError when a step has no answer within the `timeout` of the database
 */
export async function* scanKeys(connection: Connection, pattern?: string): AsyncGenerator<string, void> {
  const { redis } = connection;
  const recent = new Recent();
  const nodes = redis.isCluster ? (redis as Cluster).nodes('master') : [redis as Redis];
  for (const node of nodes) {
    for await (const keys of scanNode(connection, node, pattern)) {
      for (const key of keys) if (recent.add(key)) yield key;
    }
  }
}
