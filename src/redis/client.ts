import { Cluster, type ClusterNode, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import { SchemaError } from '../errors/model.js';

/** The nodes to start from, and ioredis's options for a cluster. */
export interface ClusterTarget {
  readonly cluster: ClusterNode[];
  readonly options?: ClusterOptions;
}

/** Where to connect to: a URL, ioredis options (sentinels too), the nodes of a cluster, or a client that exists. */
export type ConnectTarget = string | RedisOptions | ClusterTarget | Redis | Cluster;

// by shape, not by class: a client of ioredis 5 beside our 6 is a client too
const isClient = (target: object): target is Redis | Cluster => 'sendCommand' in target && 'status' in target;

const lost = () => new Error('Connection is closed.');

interface Flushable {
  flushQueue(error: Error, options?: { offlineQueue: boolean }): void;
}

function flush(redis: Redis, options?: { offlineQueue: boolean }): void {
  (redis as unknown as Flushable).flushQueue(lost(), options);
}

/**
 * Reject what was sent and not answered when a connection is lost.
 *
 * ioredis sends it again otherwise, and a create that the server had done already would be done twice.
 */
export function neverReplay(redis: Redis): Redis {
  return redis.on('close', () => flush(redis, { offlineQueue: false }));
}

// the error of a command says it all; an event that nobody listens to would be printed at each attempt to connect
function quiet<Client extends Redis | Cluster>(redis: Client): Client {
  redis.on('error', () => {});
  return redis;
}

// a replica answers so, after a failover as well: nothing was done. Sentinels then know the new master, where it is sent again;
// another address may lead to one by now, or be meant as a replica's, so that the caller hears of it
const reconnectOnError =
  (resend: 1 | 2) =>
  (error: Error & { readonly command?: { readonly name: string } }): 1 | 2 | false =>
    error.message.startsWith('READONLY') && error.command?.name !== 'function' ? resend : false;

// ioredis keeps the program alive for that long, in ms, when it is closed while it has no connection; its own is 2,000
const disconnectTimeout = 100;

function defaults({ sentinels, role }: RedisOptions): RedisOptions {
  return { reconnectOnError: reconnectOnError(sentinels && role !== 'slave' ? 2 : 1), disconnectTimeout };
}

function openSingle(target: string | RedisOptions): Redis {
  return neverReplay(
    typeof target === 'string' ? new Redis(target, defaults({})) : new Redis({ ...defaults(target), ...target }),
  );
}

function openCluster({ cluster, options }: ClusterTarget): Cluster {
  // a delay above zero would have ioredis send again what a lost node may have done
  const redisOptions = { disconnectTimeout, ...options?.redisOptions };
  const redis = new Cluster(cluster, { retryDelayOnFailover: 0, ...options, redisOptions });
  return redis.on('+node', neverReplay);
}

function open(target: Exclude<ConnectTarget, Redis | Cluster>): Redis | Cluster {
  return quiet(typeof target === 'object' && 'cluster' in target ? openCluster(target) : openSingle(target));
}

/** The client for a target, and whether it is ours to close. */
export function openClient(target: ConnectTarget): { redis: Redis | Cluster; owned: boolean } {
  if (typeof target === 'object' && isClient(target)) return { redis: target, owned: false };
  return { redis: open(target), owned: true };
}

/** Close a client that is ours; what waits for an answer is rejected. */
export function closeClient(redis: Redis | Cluster): void {
  redis.disconnect();
  // between two attempts to connect ioredis forgets the commands that wait for the next one
  if (!redis.isCluster) flush(redis as Redis);
}

/** Keys of one entity and of its indexes are named on the client and inside scripts, where a prefix of ioredis is unknown. */
export function refuseKeyPrefix(redis: Redis | Cluster): void {
  const prefix = redis.options.keyPrefix;
  if (!prefix) return;
  throw new SchemaError(
    `Models cannot be used on a client with the keyPrefix ${JSON.stringify(prefix)}. Leave keyPrefix out, and give the database a namespace.`,
  );
}
