import { natural } from '../../util/check.js';
import { ValueContainer } from '../value-container.js';
import { type Destination, type Others, type OthersAnd, othersAnd, othersOf } from '../variadic.js';
import type { RedisSet } from './redis-set.js';

export interface IntersectionSizeOptions {
  /** stop counting here @default count all */
  readonly count?: number | undefined;
}

/** What sets do together. */
export abstract class SetAlgebra<T> extends ValueContainer<T> {
  readonly type = 'set';

  /**
   * The values that are in this set or in one of the others: `a.union(b, c)`, or `a.union([b, c])`.
   *
   * Redis: SUNION, O(values of all), atomic.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  async union(...others: Others<RedisSet<T>>): Promise<Set<T>> {
    return this.combine('union', 'sunion', others);
  }

  /**
   * The values that are in this set and in all the others.
   *
   * Redis: SINTER, O(smallest × sets), atomic.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  async intersection(...others: Others<RedisSet<T>>): Promise<Set<T>> {
    return this.combine('intersection', 'sinter', others);
  }

  /**
   * The values of this set that are in none of the others.
   *
   * Redis: SDIFF, O(values of all), atomic.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  async difference(...others: Others<RedisSet<T>>): Promise<Set<T>> {
    return this.combine('difference', 'sdiff', others);
  }

  /**
   * How many values are in this set and in all the others, up to `count`: `a.intersectionSize([b, c], { count: 10 })`.
   *
   * Redis: SINTERCARD, O(smallest × sets), atomic; before Redis 7.0 SINTER, which sends the values.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  async intersectionSize(...args: OthersAnd<RedisSet<T>, IntersectionSizeOptions>): Promise<number> {
    const [others, { count }] = othersAnd<RedisSet<T>, IntersectionSizeOptions>('intersectionSize()', args, {
      count: true,
    });
    const keys = this.together(others);
    if (count !== undefined && natural('count', count) === 0) return 0;
    if (this.connection.capabilities.intersectionSize) {
      const rest = count === undefined ? [] : ['limit', count];
      return (await this.transmit('sintercard', [keys.length + 1, this.key, ...keys, ...rest], keys)) as number;
    }
    const { length } = (await this.send('sinter', keys, keys)) as unknown[];
    return Math.min(count ?? length, length);
  }

  /**
   * Make `destination`, a set or a key, hold the values of this set and the others; what it held is gone.
   *
   * Redis: SUNIONSTORE, O(values of all), atomic.
   *
   * @returns the destination
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  async unionStore(destination: Destination<RedisSet<T>>, ...others: Others<RedisSet<T>>): Promise<RedisSet<T>> {
    return this.store('unionStore', 'sunionstore', destination, others);
  }

  /**
   * Make `destination` hold the values that are in this set and in all the others; what it held is gone.
   *
   * Redis: SINTERSTORE, O(smallest × sets), atomic.
   *
   * @returns the destination
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  async intersectionStore(destination: Destination<RedisSet<T>>, ...others: Others<RedisSet<T>>): Promise<RedisSet<T>> {
    return this.store('intersectionStore', 'sinterstore', destination, others);
  }

  /**
   * Make `destination` hold the values of this set that are in none of the others; what it held is gone.
   *
   * Redis: SDIFFSTORE, O(values of all), atomic.
   *
   * @returns the destination
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  async differenceStore(destination: Destination<RedisSet<T>>, ...others: Others<RedisSet<T>>): Promise<RedisSet<T>> {
    return this.store('differenceStore', 'sdiffstore', destination, others);
  }

  /**
   * Delete the values of the others from this set.
   *
   * Redis: SDIFFSTORE, O(values of all), atomic. The ttl of the set, if any, is gone.
   *
   * @returns the new size
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  async subtract(...others: Others<RedisSet<T>>): Promise<number> {
    const keys = this.together(othersOf('subtract()', others));
    return (await this.send('sdiffstore', [this.key, ...keys], keys)) as number;
  }

  /** The set at a destination. */
  protected abstract open(to: Destination<RedisSet<T>>): RedisSet<T>;

  private async combine(call: string, command: string, others: Others<RedisSet<T>>): Promise<Set<T>> {
    const keys = this.together(othersOf(`${call}()`, others));
    return new Set(this.decodeAll(await this.ask(command, keys, keys)));
  }

  private async store(
    call: string,
    command: string,
    destination: Destination<RedisSet<T>>,
    others: Others<RedisSet<T>>,
  ): Promise<RedisSet<T>> {
    const target = this.open(destination);
    this.target(target);
    const [to, ...keys] = this.together([target, ...othersOf(`${call}()`, others)]) as [string, ...string[]];
    await this.transmit(command, [to, this.key, ...keys], keys);
    return target;
  }
}
