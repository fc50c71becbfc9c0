import { Counter, type CounterOptions } from '../containers/counter.js';
import { ContainerFactories } from '../containers/factories.js';
import { Cache } from './cache/cache.js';
import type { CacheOptions } from './cache/options.js';
import { Lock, lockGates } from './lock/lock.js';
import type { LockOptions } from './lock/locking.js';
import { ReadWriteLock } from './lock/read-write-lock.js';
import { Semaphore, type SemaphoreOptions } from './lock/semaphore.js';
import type { LimiterOptions } from './rate-limit/limiter.js';
import { RateLimit, type RateLimitOptions, RateLimits } from './rate-limit/rate-limit.js';
import type { RateLimitRule } from './rate-limit/rule.js';
import { ShardedCounter, type ShardedCounterOptions } from './sharded-counter.js';

/** The calls that give what processes share: locks, limits, counters, caches. Nothing is sent by any of them. */
export class CoordinationFactories extends ContainerFactories {
  /**
   * Values that may be made again, kept for a while. Make one for each name: what it keeps in this process is its own.
   *
   * @throws RangeError for times that are not whole numbers
   */
  cache<V = unknown>(name = 'cache', options?: CacheOptions<V>): Cache<V> {
    return new Cache(this.connection, name, options);
  }

  /**
   * A whole number that many processes change; with `shards` one that is changed very often.
   *
   * @throws RangeError for bounds that are not whole numbers, and for a ttl or shards that are none from 1 on
   */
  counter(key: string, options?: CounterOptions): Counter;
  counter(key: string, options: ShardedCounterOptions): ShardedCounter;
  counter(key: string, options: CounterOptions | ShardedCounterOptions = {}): Counter | ShardedCounter {
    if (!options || !('shards' in options)) return new Counter(this.connection, key, options);
    if ('min' in options || 'max' in options)
      throw new TypeError('A counter with shards takes no bounds: no shard knows the sum. Leave out one of them.');
    return new ShardedCounter(this.connection, key, options);
  }

  /**
   * A lock of one name, or of several at once, whose owner is one of all processes.
   *
   * @throws RangeError for an empty name, and for a ttl that is not a whole number of milliseconds from 1 on
   */
  lock(names: string | readonly string[], options?: LockOptions): Lock {
    return new Lock(lockGates(this.connection, names), options);
  }

  /**
   * So many permits, shared by all processes.
   *
   * @throws RangeError for a number of permits that is not a whole number from 1 on
   */
  semaphore(name: string, options: SemaphoreOptions): Semaphore {
    return new Semaphore(this.connection, name, options);
  }

  /** A lock of many readers or one writer. */
  readWriteLock(name: string, options?: LockOptions): ReadWriteLock {
    return new ReadWriteLock(this.connection, name, options);
  }

  /**
   * So many attempts in a window for each key.
   *
   * @throws RangeError for a limit or a window that is not a whole number from 1 on
   */
  rateLimit(name: string, options: RateLimitOptions): RateLimit {
    return new RateLimit(this.connection, name, options);
  }

  /**
   * Several limits for each key, all or none: `db.rateLimits('api', { second: { limit: 5, window: 1000 }, day: { ... } })`.
   *
   * @throws RangeError for a limit or a window that is not a whole number from 1 on
   */
  rateLimits<Names extends string>(
    name: string,
    rules: Readonly<Record<Names, RateLimitRule>>,
    options?: LimiterOptions,
  ): RateLimits<Names> {
    return new RateLimits(this.connection, name, rules, options);
  }
}
