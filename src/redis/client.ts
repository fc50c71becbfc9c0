import path from 'node:path';
import { Cluster, type ClusterNode, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import { ConnectionError } from '../errors/connection.js';
import { unreachable } from './connection/failure.js';
import { serverName } from './server-name.js';

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

/** The longest pause between two attempts to connect, in ms; ioredis's own. */
const LONGEST_PAUSE = 2000;

/**
 * How long to wait before the next attempt to connect: as ioredis does, but such that there is one while a call waits.
 *
 * A server that is back would go unnoticed otherwise until the time of the call is up.
 */
const retryStrategy =
  (timeout: number) =>
  (times: number): number =>
    Math.min(times * 50, LONGEST_PAUSE, Math.ceil(timeout / 2));

function defaults({ sentinels, role }: RedisOptions, timeout: number): RedisOptions {
  return {
    reconnectOnError: reconnectOnError(sentinels && role !== 'slave' ? 2 : 1),
    retryStrategy: retryStrategy(timeout),
    disconnectTimeout,
  };
}

const RELATIVE = /^\.\.?\//;
const SCHEME = /^([a-z][a-z\d+.-]*):\/\//i;

/** A URL as ioredis reads it, which takes what it does not know for the path of a socket. */
function readUrl(url: string): string {
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase();
  if (scheme === 'valkey' || scheme === 'valkeys')
    return url.replace(SCHEME, scheme === 'valkey' ? 'redis://' : 'rediss://');
  // a path would lose its dots as that of a URL does
  if (RELATIVE.test(url)) return path.resolve(url);
  if (url !== '' && (!scheme || scheme === 'redis' || scheme === 'rediss')) return url;
  const shown = url.replace(/\/\/.*@/s, '//');
  throw unreachable(
    new Error(scheme ? `the scheme ${scheme}:// is not one of Redis` : 'it is empty, not a URL'),
    shown || "''",
  );
}

function openSingle(target: string | RedisOptions, timeout: number): Redis {
  return neverReplay(
    typeof target === 'string'
      ? new Redis(readUrl(target), defaults({}, timeout))
      : new Redis({ ...defaults(target, timeout), ...target }),
  );
}

function openCluster({ cluster, options }: ClusterTarget): Cluster {
  // a delay above zero would have ioredis send again what a lost node may have done
  const redisOptions = { disconnectTimeout, ...options?.redisOptions };
  const redis = new Cluster(cluster, { retryDelayOnFailover: 0, ...options, redisOptions });
  return redis.on('+node', neverReplay);
}

/** Without its input, which is the URL with the password. */
function withoutInput(error: Error): Error {
  if (!('input' in error)) return error;
  const shown = new Error(error.message);
  shown.name = error.name;
  return Object.assign(shown, 'code' in error && { code: error.code });
}

type Openable = Exclude<ConnectTarget, Redis | Cluster>;

function open(target: Openable, timeout: number): Redis | Cluster {
  try {
    return quiet(typeof target === 'object' && 'cluster' in target ? openCluster(target) : openSingle(target, timeout));
  } catch (error) {
    // what ioredis makes of a URL or of options that nobody can read
    throw unreachable(withoutInput(error as Error), 'the server');
  }
}

/**
 * The client for a target, and whether it is ours to close; `timeout` is how long a call may take, in ms.
 *
 * @throws ConnectionError for a target that cannot be read, or that has a keyPrefix
 */
export function openClient(target: ConnectTarget, timeout: number): { redis: Redis | Cluster; owned: boolean } {
  const owned = !(typeof target === 'object' && isClient(target));
  const redis = owned ? open(target as Openable, timeout) : (target as Redis | Cluster);
  try {
    refuseKeyPrefix(redis);
  } catch (error) {
    if (owned) closeClient(redis);
    throw error;
  }
  return { redis, owned };
}

/** Close a client that is ours; what waits for an answer is rejected. */
export function closeClient(redis: Redis | Cluster): void {
  redis.disconnect();
  // between two attempts to connect ioredis forgets the commands that wait for the next one
  if (!redis.isCluster) flush(redis as Redis);
}

/**
 * Keys are named on the client, inside scripts, and in answers. ioredis puts its prefix before some of them only, so that
 * half of a database would be looked for in the wrong place.
 */
function refuseKeyPrefix(redis: Redis | Cluster): void {
  const { keyPrefix } = redis.options as RedisOptions;
  if (!keyPrefix) return;
  throw new ConnectionError(
    serverName(redis),
    'not sent',
    `A database cannot use a client with the keyPrefix ${JSON.stringify(String(keyPrefix))}, as scripts and answers name whole keys. Leave keyPrefix out; give the database a namespace, and containers whole keys.`,
  );
}
