import { randomUUID } from 'node:crypto';
import type { Connection } from '../../redis/connection/connection.js';
import { UtilityConnection } from '../foreign.js';
import { joinNames } from '../key.js';
import { Invalidations, keptOfInvalidations } from './invalidations.js';
import { LocalValues } from './local.js';
import { Observer } from './metrics.js';
import type { CacheOptions } from './options.js';

/** What a cache and its namespaces share. */
export interface Shared {
  readonly connection: Connection;
  readonly name: string;
  readonly invalidations: Invalidations;
  readonly observer: Observer;
  readonly local: LocalValues | undefined;
  readonly channel: string;
  /** what this cache is called where changes are told */
  readonly id: string;
}

/** What the keys of caches begin with. */
export const KIND = 'cache';
export const UTILITY = 'part of a cache';

/** Put together what a cache and its namespaces share. Nothing is sent. */
export function share<V>(connection: Connection, name: string, { local, onError }: CacheOptions<V>): Shared {
  const base = `${KIND}:{${joinNames([name])}}`;
  const channel = `${base}:changes`;
  const log = `${base}:invalidated`;
  const kept = new UtilityConnection(connection, { utility: UTILITY, keys: keptOfInvalidations(log) });
  const reading = onError === 'miss' ? kept.impatient : kept;
  const invalidations = new Invalidations(kept, reading, log, channel);
  const id = randomUUID();
  const values = local && new LocalValues(connection.blocking, channel, invalidations, id, local);
  return { connection, name, invalidations, observer: new Observer(), local: values, channel, id };
}
