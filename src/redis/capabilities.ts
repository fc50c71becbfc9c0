import type { Cluster, Redis } from 'ioredis';
import { UnsupportedError } from '../errors.js';

/** What the server is, and what it can do that older ones cannot. */
export interface Capabilities {
  /** the family: `redis`, `valkey`, or what the server calls itself */
  readonly server: string;
  /** as the server states it, e.g. `7.0.15` */
  readonly version: string;
  readonly cluster: boolean;
  /** EVALSHA_RO (Redis 7.0): read-only scripts may run on replicas */
  readonly readOnlyScripts: boolean;
  /** SINTERCARD (Redis 7.0) */
  readonly intersectionSize: boolean;
  /** BITCOUNT and BITPOS with ranges in bits (Redis 7.0) */
  readonly bitRanges: boolean;
}

/** The oldest version of Redis that has every command the library cannot do without (SMISMEMBER, ZMSCORE). */
const OLDEST = 6.2;

const field = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];

/** The version as a number that can be compared: `7.0.15` is 7. */
const release = (version: string): number => Number(/^\d+\.\d+/.exec(version)?.[0] ?? 0);

/** Tell the capabilities from the text of `INFO server`. */
export function readCapabilities(info: string): Capabilities {
  const valkey = field(info, 'valkey_version');
  // every fork states the version of Redis that it is compatible with in redis_version
  const compatible = release(field(info, 'redis_version') ?? '0');
  return {
    server: valkey ? 'valkey' : (field(info, 'server_name') ?? 'redis'),
    version: valkey ?? field(info, 'redis_version') ?? 'unknown',
    cluster: field(info, 'redis_mode') === 'cluster',
    readOnlyScripts: compatible >= 7,
    intersectionSize: compatible >= 7,
    bitRanges: compatible >= 7,
  };
}

/**
 * Ask the server what it can do.
 *
 * Redis: INFO server.
 *
 * @throws UnsupportedError when it is older than Redis 6.2
 */
export async function detectCapabilities(redis: Redis | Cluster): Promise<Capabilities> {
  const info = String(await redis.info('server'));
  const found = readCapabilities(info);
  if (release(field(info, 'redis_version') ?? '0') < OLDEST) {
    throw new UnsupportedError('SMISMEMBER', `${found.server} ${found.version}`);
  }
  return found;
}
