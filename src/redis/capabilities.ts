import type { Cluster, Redis } from 'ioredis';
import { UnsupportedError } from '../errors/server.js';
import { says } from '../util/thrown.js';

/** What the server is, and what it can do that older ones cannot. */
export interface Capabilities {
  /** the family: `redis`, `valkey`, `keydb`, or what the server calls itself */
  readonly server: string;
  /** as the server states it, e.g. `7.0.15` */
  readonly version: string;
  readonly cluster: boolean;
  /** EVALSHA_RO (Redis 7.0): read-only scripts may run on replicas */
  readonly readOnlyScripts: boolean;
  /** FUNCTION and FCALL (Redis 7.0): scripts may stay in the server */
  readonly functions: boolean;
  /** SINTERCARD (Redis 7.0) */
  readonly intersectionSize: boolean;
  /** BITCOUNT and BITPOS with ranges in bits (Redis 7.0) */
  readonly bitRanges: boolean;
  /** SSUBSCRIBE and SPUBLISH (Redis 7.0) */
  readonly shardedChannels: boolean;
  /** HEXPIRE and its like: a time of expiry for a field of a hash (Redis 7.4, Valkey 9.0) */
  readonly fieldExpiry: boolean;
  /** XACKDEL and XDELEX (Redis 8.2) */
  readonly acknowledgedDeletion: boolean;
  /** its memory is bounded, and when it is full it drops keys that nobody asked it to drop (maxmemory-policy allkeys-...) */
  readonly evicts: boolean;
}

type Release = readonly [major: number, minor: number];

/** The oldest release of Redis that has every command the library cannot do without (SMISMEMBER, ZMSCORE). */
const OLDEST: Release = [6, 2];
/** The first one with functions, and with all else that `modern` stands for below. */
const MODERN: Release = [7, 0];
/** The first ones with HEXPIRE; Valkey states the version of Redis 7.2 besides its own. */
const EXPIRES_FIELDS: Readonly<Record<string, Release>> = { redis: [7, 4], valkey: [9, 0] };
/** The first one with XACKDEL; Valkey, which states the version of Redis 7, has it not. */
const DELETES_ACKNOWLEDGED: Release = [8, 2];

const field = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];

function isAtLeast(version: string, [major, minor]: Release): boolean {
  const [, stated = 0, after = 0] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(stated) > major || (Number(stated) === major && Number(after) >= minor);
}

function family(info: string): string {
  // KeyDB says so nowhere but in the path of its program
  return field(info, 'server_name') ?? (/keydb/.test(field(info, 'executable') ?? '') ? 'keydb' : 'redis');
}

/** Whether keys without a ttl may go when the memory is full. */
const evicts = (info: string): boolean =>
  Number(field(info, 'maxmemory') ?? 0) > 0 && (field(info, 'maxmemory_policy') ?? '').startsWith('allkeys');

/**
 * Tell the capabilities from the text of `INFO`, its parts `server` and `memory`.
 *
 * @throws UnsupportedError when the server is older than Redis 6.2
 */
export function readCapabilities(info: string): Capabilities {
  // every fork states the version of Redis that it is compatible with in redis_version
  const compatible = field(info, 'redis_version') ?? 'of an unknown version';
  const server = family(info);
  const version = field(info, 'valkey_version') ?? compatible;
  if (!isAtLeast(compatible, OLDEST)) throw new UnsupportedError('SMISMEMBER', `${server} ${version}`);
  const modern = isAtLeast(compatible, MODERN);
  // Valkey 8 and later say server_mode
  const cluster = (field(info, 'server_mode') ?? field(info, 'redis_mode')) === 'cluster';
  const commands = { readOnlyScripts: modern, functions: modern, intersectionSize: modern, bitRanges: modern };
  const expiring = EXPIRES_FIELDS[server];
  const newer = {
    shardedChannels: modern,
    fieldExpiry: expiring !== undefined && isAtLeast(version, expiring),
    acknowledgedDeletion: isAtLeast(compatible, DELETES_ACKNOWLEDGED),
  };
  return { server, version, cluster, ...commands, ...newer, evicts: evicts(info) };
}

const isForbidden = (error: unknown): boolean => says(error, /^NOPERM/);

/** What every user may ask for, in the words of INFO. */
async function greeting(redis: Redis | Cluster): Promise<string> {
  const reply = (await redis.call('hello')) as string[] | Record<string, string>;
  const pairs = Array.isArray(reply)
    ? reply.flatMap((name, i) => (i % 2 === 0 ? [[name, reply[i + 1]] as const] : []))
    : Object.entries(reply);
  const { server, version, mode } = Object.fromEntries(pairs);
  return [`redis_version:${version}`, `server_name:${server}`, `redis_mode:${mode}`].join('\n');
}

async function info(redis: Redis | Cluster): Promise<string> {
  try {
    // Redis 6.2 takes one part a call
    const parts = await Promise.all([redis.info('server'), redis.info('memory')]);
    return parts.join('\n');
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return greeting(redis);
  }
}

/**
 * Ask the server what it can do.
 *
 * Redis: INFO, or HELLO where the user may not call it.
 *
 * @throws UnsupportedError when it is older than Redis 6.2
 */
export async function detectCapabilities(redis: Redis | Cluster): Promise<Capabilities> {
  return readCapabilities(await info(redis));
}
