import type { Connection } from '../redis/connection.js';
import { RedisArray } from './array.js';
import { BitField } from './bit-field.js';
import { BloomFilter } from './bloom-filter.js';
import type { BloomFilterOptions } from './bloom-shape.js';
import { Hash } from './hash.js';
import { HyperLogLog } from './hyper-log-log.js';
import { List } from './list.js';
import { RedisSet } from './redis-set.js';
import { SortedSet } from './sorted-set.js';
import type { ContainerOptions } from './value-container.js';

/** Makes containers: a database is one, and so is what the callback of a pipeline is given. */
export class ContainerFactories {
  constructor(
    /** @internal */
    readonly connection: Connection,
  ) {}

  /** An estimate of how many different values were seen. */
  hyperLogLog(key: string): HyperLogLog {
    return new HyperLogLog(this.connection, key);
  }

  /** A list with fast access by index, text unless a codec says otherwise. Nothing is sent. */
  array(key: string): RedisArray;
  array<T>(key: string, options: ContainerOptions<T>): RedisArray<T>;
  array<T>(key: string, options?: ContainerOptions<T>): RedisArray<T> {
    return new RedisArray<T>(this.connection, key, options);
  }

  /** Bits and small integers in one string. Nothing is sent. */
  bitField(key: string): BitField {
    return new BitField(this.connection, key);
  }

  /**
   * A filter that tells whether a value was seen before; 64 KiB unless a size is given. Nothing is sent.
   *
   * @throws RangeError for a size that no filter can have
   */
  bloomFilter(key: string, options?: BloomFilterOptions): BloomFilter {
    return new BloomFilter(this.connection, key, options);
  }

  /** Named values under one key, text unless a codec says otherwise. Nothing is sent. */
  hash(key: string): Hash;
  hash<T>(key: string, options: ContainerOptions<T>): Hash<T>;
  hash<T>(key: string, options?: ContainerOptions<T>): Hash<T> {
    return new Hash<T>(this.connection, key, options);
  }

  /** Elements in an order, quick at both ends, text unless a codec says otherwise. Nothing is sent. */
  list(key: string): List;
  list<T>(key: string, options: ContainerOptions<T>): List<T>;
  list<T>(key: string, options?: ContainerOptions<T>): List<T> {
    return new List<T>(this.connection, key, options);
  }

  /** Values without an order, each once, text unless a codec says otherwise. Nothing is sent. */
  set(key: string): RedisSet;
  set<T>(key: string, options: ContainerOptions<T>): RedisSet<T>;
  set<T>(key: string, options?: ContainerOptions<T>): RedisSet<T> {
    return new RedisSet<T>(this.connection, key, options);
  }

  /** Members in the order of their scores, text unless a codec says otherwise. Nothing is sent. */
  sortedSet(key: string): SortedSet;
  sortedSet<T>(key: string, options: ContainerOptions<T>): SortedSet<T>;
  sortedSet<T>(key: string, options?: ContainerOptions<T>): SortedSet<T> {
    return new SortedSet<T>(this.connection, key, options);
  }
}
