import { Counter } from '../containers/counter.js';
import type { Connection } from '../redis/connection/connection.js';
import { nonEmpty, positive } from '../util/check.js';
import { knownOptions, type OptionNames } from '../util/options.js';
import { showBy } from '../util/shown.js';
import { keyPrefix } from './key.js';

export interface ShardedCounterOptions {
  /** how many keys share the work */
  readonly shards: number;
  /** milliseconds from the first change of a shard until that shard begins anew @default for ever */
  readonly ttl?: number | undefined;
}

const SHARDED: OptionNames<ShardedCounterOptions> = { shards: true, ttl: true };

const MOST = 1024;

/** A counter that is changed so often that one key of a cluster would be too few: its value is the sum of all shards. */
export class ShardedCounter {
  static {
    showBy(ShardedCounter, ({ key }) => [key]);
  }

  private readonly shards: readonly Counter[];

  constructor(
    connection: Connection,
    readonly key: string,
    options: ShardedCounterOptions,
  ) {
    nonEmpty('The key of a counter', key);
    const { shards, ttl } = knownOptions('a counter with shards', options, SHARDED);
    if (positive('shards', shards) > MOST)
      throw new RangeError(`shards must be at most ${MOST}, not ${shards}. Use fewer.`);
    const keys = Array.from({ length: shards }, (_, i) => keyPrefix('counter', `${key}/${i}`));
    this.shards = keys.map((shard) => new Counter(connection, shard, ttl === undefined ? {} : { ttl }));
  }

  /** Add to it. Redis: one script on one of the shards, O(1), atomic. */
  async increment(by = 1): Promise<void> {
    await this.any().increment(by);
  }

  /** Take from it. Redis: one script on one of the shards, O(1), atomic. */
  async decrement(by = 1): Promise<void> {
    await this.any().decrement(by);
  }

  /** The sum of all shards. Redis: GET for each, at the same time; what is counted meanwhile may be missing. */
  async value(): Promise<number> {
    const values = await Promise.all(this.shards.map((shard) => shard.value()));
    return values.reduce((sum, value) => sum + value, 0);
  }

  /** Begin anew at 0. Redis: DEL for each shard, at the same time. */
  async reset(): Promise<void> {
    await Promise.all(this.shards.map((shard) => shard.reset()));
  }

  private any(): Counter {
    return this.shards[Math.floor(Math.random() * this.shards.length)]!;
  }
}
