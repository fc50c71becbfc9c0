import { RedisArray } from './array.js';
import { BitField } from './bits/bit-field.js';
import { BloomFilter } from './bits/bloom-filter.js';
import type { BloomFilterOptions } from './bits/bloom-shape.js';
import { containerByType } from './by-type.js';
import { compareAndSet } from './compare-and-set.js';
import { Hash } from './hash.js';
import { HyperLogLog } from './hyper-log-log.js';
import type { Item } from './item.js';
import { List } from './list/list.js';
import { RedisSet } from './set/redis-set.js';
import { SortedSet } from './sorted-set/sorted-set.js';
import { StreamFactories } from './stream-factories.js';
import type { Stream } from './streams/stream.js';
import type { ContainerOptions } from './value-container.js';

/** Makes containers: a database is one, and so is what the callback of a pipeline is given. */
export class ContainerFactories extends StreamFactories {
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

  /**
   * The container that fits the type of a key: text where it has values. Undefined when there is no key, and for a plain
   * string, which has no container.
   *
   * Redis: TYPE, O(1).
   */
  container(key: string): Promise<Hash | List | RedisSet | SortedSet | Stream | undefined> {
    return containerByType(this.connection, key, {
      hash: (name: string) => this.hash(name),
      list: (name: string) => this.list(name),
      set: (name: string) => this.set(name),
      zset: (name: string) => this.sortedSet(name),
      stream: (name: string) => this.stream(name),
    });
  }

  /**
   * Change the string at a key if it is `expected`, byte by byte; undefined: if there is no key. `next` undefined deletes it.
   *
   * Redis: one script, O(1), atomic.
   *
   * @returns whether it was changed
   * @throws WrongTypeError when the key holds no string
   */
  compareAndSet(key: string, expected: Item | undefined, next: Item | undefined): Promise<boolean> {
    return compareAndSet(this.connection, key, expected, next);
  }
}
