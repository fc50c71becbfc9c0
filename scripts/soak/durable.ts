// Writes that survive what a soak does to servers.
import type { Cluster, Redis } from 'ioredis';

/** How long the replicas may take to have a write, in milliseconds. */
const PATIENCE = 1000;

type Command = readonly [name: string, ...args: (string | number)[]];
type Replies = [error: Error | null, reply: unknown][];

/**
 * Do commands of one slot in one piece, and wait until so many replicas have what the first one wrote.
 *
 * @returns what they answered
 * @throws when one fails, or too few replicas have it in time
 */
export async function durably(
  redis: Redis | Cluster,
  replicas: number,
  write: Command,
  ...others: readonly Command[]
): Promise<unknown[]> {
  const pipeline = redis.pipeline();
  for (const [name, ...args] of [write, ['wait', replicas, PATIENCE] as const, ...others]) pipeline.call(name, ...args);
  const replies = ((await pipeline.exec()) as Replies).map(([error, reply]) => {
    if (error) throw error;
    return reply;
  });
  const [written, reached, ...rest] = replies;
  if (Number(reached) < replicas) throw new Error('too few replicas have it');
  return [written, ...rest];
}
