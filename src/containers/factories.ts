import type { Connection } from '../redis/connection.js';
import { RedisArray } from './array.js';
import { BitField } from './bit-field.js';
import { BloomFilter } from './bloom-filter.js';
import type { BloomFilterOptions } from './bloom-shape.js';
import { HyperLogLog } from './hyper-log-log.js';
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
  array<T = string>(key: string, options?: ContainerOptions<T>): RedisArray<T> {
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
}
