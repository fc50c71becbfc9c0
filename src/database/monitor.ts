import type { Cluster, Redis } from 'ioredis';
import type { Connection } from '../redis/connection/connection.js';
import type { AsyncQueue } from '../util/async-queue.js';
import { Feed, type FeedOptions } from './feed.js';

/** A command that the server has received, from whomever. */
export interface MonitoredCommand {
  readonly at: Date;
  /** the command and its arguments */
  readonly command: readonly string[];
  /** address of the client, `lua` for a command inside a script */
  readonly source: string;
  /** index of the database */
  readonly database: number;
}

export type MonitorOptions = FeedOptions<MonitoredCommand>;

// ioredis knows that the mode has begun a moment after the answer, and takes commands that come behind it in one packet for answers
const isEarly = ({ message }: Error): boolean => message.startsWith('Command queue state error');

async function watchNode(node: Redis, queue: AsyncQueue<MonitoredCommand>): Promise<Redis> {
  const monitor = node.duplicate({ monitor: true, lazyConnect: false });
  monitor.on('monitor', (time: string, command: string[], source: string, database: string) =>
    queue.push({ at: new Date(Number(time) * 1000), command, source, database: Number(database) }),
  );
  await new Promise<void>((resolve, reject) => {
    monitor.once('monitoring', resolve);
    monitor.on('error', (error: Error) => isEarly(error) || reject(error));
  });
  return monitor;
}

async function deliver(connection: Connection, client: Redis, queue: AsyncQueue<MonitoredCommand>, ready: () => void) {
  const end = new Promise<void>((resolve) => client.once('end', resolve));
  // the lent connection only tells when the pool is closed, or the iteration over
  await client.ping();
  const { redis } = connection;
  const nodes = redis.isCluster ? (redis as Cluster).nodes('master') : [redis as Redis];
  const monitors = await Promise.all(nodes.map((node) => watchNode(node, queue)));
  ready();
  await end;
  for (const monitor of monitors) monitor.disconnect();
}

/** Every command that the server (each master of a cluster) receives, from the first step of the iteration or `ready()` on. */
export function monitor(connection: Connection, options: MonitorOptions = {}): Feed<MonitoredCommand> {
  return new Feed(
    connection.blocking,
    options,
    (queue, run, ready) => run((client) => deliver(connection, client, queue, ready)),
    'monitor()',
  );
}
