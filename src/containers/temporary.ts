import { randomUUID } from 'node:crypto';
import { oneOf } from '../util/check.js';
import type { RedisArray } from './array.js';
import type { BitField } from './bits/bit-field.js';
import type { ContainerFactories } from './factories.js';
import type { GeoSet } from './geo/geo-set.js';
import type { Hash } from './hash/hash.js';
import type { HyperLogLog } from './hyper-log-log.js';
import type { List } from './list/list.js';
import type { RedisSet } from './set/redis-set.js';
import type { SortedSet } from './sorted-set/sorted-set.js';
import type { RedisString } from './string/redis-string.js';
import type { ContainerOptions } from './value-container.js';

/** The kinds of containers that a temporary key can have, by the names of their factories. */
export interface TemporaryKinds<T> {
  readonly array: RedisArray<T>;
  readonly bitField: BitField;
  readonly geo: GeoSet<T>;
  readonly hash: Hash<T>;
  readonly hyperLogLog: HyperLogLog;
  readonly list: List<T>;
  readonly set: RedisSet<T>;
  readonly sortedSet: SortedSet<T>;
  readonly string: RedisString<T>;
}

type Openers<T> = {
  readonly [K in keyof TemporaryKinds<T>]: (
    make: ContainerFactories,
    key: string,
    options: ContainerOptions<T>,
  ) => TemporaryKinds<T>[K];
};

const openers = <T>(): Openers<T> => ({
  array: (make, key, options) => make.array(key, options),
  bitField: (make, key) => make.bitField(key),
  geo: (make, key, options) => make.geo(key, options),
  hash: (make, key, options) => make.hash(key, options),
  hyperLogLog: (make, key) => make.hyperLogLog(key),
  list: (make, key, options) => make.list(key, options),
  set: (make, key, options) => make.set(key, options),
  sortedSet: (make, key, options) => make.sortedSet(key, options),
  string: (make, key, options) => make.string(key, options),
});

/**
 * The name of a key that nobody has. It is in the slot of the namespace's other keys, so that one command can take them
 * together.
 */
export const temporaryKey = (namespace: string): string => `{${namespace}}#temporary:${randomUUID()}`;

/** A container of a kind at a key that nobody has. */
export function temporaryContainer<T, K extends keyof TemporaryKinds<T>>(
  make: ContainerFactories,
  namespace: string,
  kind: K,
  options: ContainerOptions<T>,
): TemporaryKinds<T>[K] {
  const open = oneOf<K, Openers<T>[K]>('kind', kind, openers<T>());
  return open(make, temporaryKey(namespace), options);
}
