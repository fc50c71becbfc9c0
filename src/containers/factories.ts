import { RedisArray } from './array.js';
import { BitField } from './bits/bit-field.js';
import { BloomFilter } from './bits/bloom-filter.js';
import type { BloomFilterOptions } from './bits/bloom-shape.js';
import { containerByType } from './by-type.js';
import { compareAndSet } from './compare-and-set.js';
import { GeoSet } from './geo/geo-set.js';
import { Hash } from './hash/hash.js';
import { HyperLogLog } from './hyper-log-log.js';
import type { Item } from './item.js';
import { List } from './list/list.js';
import { RedisSet } from './set/redis-set.js';
import { SortedSet } from './sorted-set/sorted-set.js';
import { StreamFactories } from './stream-factories.js';
import type { Stream } from './streams/stream.js';
import { RedisString } from './string/redis-string.js';
import { Strings } from './string/strings.js';
import { type ContainerOptions, checkContainer } from './value-container.js';

/** Makes containers: a database is one, and so is what the callback of a pipeline is given. */
export class ContainerFactories extends StreamFactories {
  /** One value under one key, text unless a codec says otherwise. Nothing is sent. */
  string(key: string): RedisString;
  string<T>(key: string, options: ContainerOptions<T>): RedisString<T>;
  string<T>(key: string, options?: ContainerOptions<T>): RedisString<T> {
    return new RedisString<T>(this.connection, key, checkContainer(options));
  }

  /** Plain strings under many keys at once. */
  get strings(): Strings {
    return new Strings(this.connection);
  }

  /** Members with places on earth, text unless a codec says otherwise. Nothing is sent. */
  geo(key: string): GeoSet;
  geo<T>(key: string, options: ContainerOptions<T>): GeoSet<T>;
  geo<T>(key: string, options?: ContainerOptions<T>): GeoSet<T> {
    return new GeoSet<T>(this.connection, key, checkContainer(options));
  }

  /** An estimate of how many different values were seen. Nothing is sent. */
  hyperLogLog(key: string): HyperLogLog {
    return new HyperLogLog(this.connection, key);
  }

  /** A list with fast access by index, text unless a codec says otherwise. Nothing is sent. */
  array(key: string): RedisArray;
  array<T>(key: string, options: ContainerOptions<T>): RedisArray<T>;
  array<T>(key: string, options?: ContainerOptions<T>): RedisArray<T> {
    return new RedisArray<T>(this.connection, key, checkContainer(options));
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
    return new Hash<T>(this.connection, key, checkContainer(options));
  }

  /** Elements in an order, quick at both ends, text unless a codec says otherwise. Nothing is sent. */
  list(key: string): List;
  list<T>(key: string, options: ContainerOptions<T>): List<T>;
  list<T>(key: string, options?: ContainerOptions<T>): List<T> {
    return new List<T>(this.connection, key, checkContainer(options));
  }

  /** Values without an order, each once, text unless a codec says otherwise. Nothing is sent. */
  set(key: string): RedisSet;
  set<T>(key: string, options: ContainerOptions<T>): RedisSet<T>;
  set<T>(key: string, options?: ContainerOptions<T>): RedisSet<T> {
    return new RedisSet<T>(this.connection, key, checkContainer(options));
  }

  /** Members in the order of their scores, text unless a codec says otherwise. Nothing is sent. */
  sortedSet(key: string): SortedSet;
  sortedSet<T>(key: string, options: ContainerOptions<T>): SortedSet<T>;
  sortedSet<T>(key: string, options?: ContainerOptions<T>): SortedSet<T> {
    return new SortedSet<T>(this.connection, key, checkContainer(options));
  }

  /**
   * The container that fits the type of a key, with values of text; undefined when there is no key. What the type cannot
   * tell comes as its base: an array as a Hash, places as a SortedSet, bits and filters as a RedisString.
   *
   * Redis: TYPE, O(1), atomic.
   */
  container(key: string): Promise<Hash | List | RedisSet | RedisString | SortedSet | Stream | undefined> {
    return containerByType(this.connection, key, {
      string: (name: string) => this.string(name),
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
   * @throws WrongTypeError when the key does not hold a string
   */
  compareAndSet(key: string, expected: Item | undefined, next: Item | undefined): Promise<boolean> {
    return compareAndSet(this.connection, key, expected, next);
  }
}
