import { Cluster, type ClusterNode, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';

/** The nodes to start from, and ioredis's options for a cluster. */
export interface ClusterTarget {
  readonly cluster: ClusterNode[];
  readonly options?: ClusterOptions;
}

/** Where to connect to: a URL, ioredis options (sentinels too), the nodes of a cluster, or a client that exists. */
export type ConnectTarget = string | RedisOptions | ClusterTarget | Redis | Cluster;

// by shape, not by class: a client of ioredis 5 beside our 6 is a client too
const isClient = (target: object): target is Redis | Cluster => 'sendCommand' in target && 'status' in target;

const LOST = 'Connection is closed.';

interface Flushable {
  flushQueue(error: Error, options: { offlineQueue: boolean }): void;
}

/**
 * Reject what was sent and not answered when a connection is lost.
 *
 * ioredis sends it again otherwise, and a create that the server had done already would be done twice.
 */
export function neverReplay(redis: Redis): Redis {
  redis.on('close', () => (redis as unknown as Flushable).flushQueue(new Error(LOST), { offlineQueue: false }));
  return redis;
}

// a replica answers so after a failover: nothing was done, and the next connection goes to the new master
const onReadOnly = (error: Error): 2 | false => (error.message.startsWith('READONLY') ? 2 : false);

function openSingle(options: RedisOptions): Redis {
  return neverReplay(new Redis({ reconnectOnError: onReadOnly, ...options }));
}

function openCluster({ cluster, options }: ClusterTarget): Cluster {
  return new Cluster(cluster, { retryDelayOnFailover: 0, ...options });
}

/** The client for a target, and whether it is ours to close. */
export function openClient(target: ConnectTarget): { redis: Redis | Cluster; owned: boolean } {
  if (typeof target === 'string')
    return { redis: neverReplay(new Redis(target, { reconnectOnError: onReadOnly })), owned: true };
  if (isClient(target)) return { redis: target, owned: false };
  return { redis: 'cluster' in target ? openCluster(target) : openSingle(target), owned: true };
}

/** Wait until commands can be sent; the reason of the first refused connection otherwise. */
export function whenReady(redis: Redis | Cluster): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve();
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      redis.off('ready', onReady);
      redis.off('error', onError);
      redis.off('end', onEnd);
      settle();
    };
    const onReady = () => done(resolve);
    const onError = (error: Error) => done(() => reject(error));
    const onEnd = () => done(() => reject(new Error(LOST)));
    redis.on('ready', onReady);
    redis.on('error', onError);
    redis.on('end', onEnd);
    // a lazy client connects now
    if (redis.status === 'wait') redis.connect().catch(() => {});
  });
}
