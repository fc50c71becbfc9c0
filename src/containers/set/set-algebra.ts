import { amount } from '../arguments.js';
import { type OthersAnd, splitOthers } from '../others.js';
import { ValueContainer } from '../value-container.js';

export interface IntersectionSizeOptions {
  /** stop counting here @default count all */
  readonly limit?: number;
}

/** What sets do together. */
export abstract class SetAlgebra<T> extends ValueContainer<T> {
  protected readonly type = 'set';

  /**
   * The values that are in this set or in one of the others.
   *
   * Redis: SUNION, O(values of all), atomic.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  union(...others: SetAlgebra<T>[]): Promise<Set<T>> {
    return this.combine('sunion', others);
  }

  /**
   * The values that are in this set and in all the others.
   *
   * Redis: SINTER, O(smallest × sets), atomic.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  intersection(...others: SetAlgebra<T>[]): Promise<Set<T>> {
    return this.combine('sinter', others);
  }

  /**
   * The values of this set that are in none of the others.
   *
   * Redis: SDIFF, O(values of all), atomic.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  difference(...others: SetAlgebra<T>[]): Promise<Set<T>> {
    return this.combine('sdiff', others);
  }

  /**
   * How many values are in this set and in all the others, up to `limit`: `a.intersectionSize(b, c, { limit: 10 })`.
   *
   * Redis: SINTERCARD, O(smallest × sets), atomic; before Redis 7.0 SINTER, which sends the values.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  async intersectionSize(...args: OthersAnd<SetAlgebra<T>, IntersectionSizeOptions>): Promise<number> {
    const [others, { limit }] = splitOthers(args);
    const keys = this.together(others);
    if (limit !== undefined && amount(limit, 'limit') === 0) return 0;
    if (this.connection.capabilities.intersectionSize) {
      const rest = limit === undefined ? [] : ['limit', limit];
      return (await this.transmit('sintercard', [keys.length + 1, this.key, ...keys, ...rest], keys)) as number;
    }
    const { length } = (await this.send('sinter', keys, keys)) as unknown[];
    return Math.min(limit ?? length, length);
  }

  /**
   * Make `destination` hold the values of this set and the others; what it held is gone.
   *
   * Redis: SUNIONSTORE, O(values of all), atomic.
   *
   * @returns destination
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  unionStore<D extends SetAlgebra<T>>(destination: D, ...others: SetAlgebra<T>[]): Promise<D> {
    return this.store('sunionstore', destination, others);
  }

  /**
   * Make `destination` hold the values that are in this set and in all the others; what it held is gone.
   *
   * Redis: SINTERSTORE, O(smallest × sets), atomic.
   *
   * @returns destination
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  intersectionStore<D extends SetAlgebra<T>>(destination: D, ...others: SetAlgebra<T>[]): Promise<D> {
    return this.store('sinterstore', destination, others);
  }

  /**
   * Make `destination` hold the values of this set that are in none of the others; what it held is gone.
   *
   * Redis: SDIFFSTORE, O(values of all), atomic.
   *
   * @returns destination
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  differenceStore<D extends SetAlgebra<T>>(destination: D, ...others: SetAlgebra<T>[]): Promise<D> {
    return this.store('sdiffstore', destination, others);
  }

  /**
   * Remove the values of the others from this set.
   *
   * Redis: SDIFFSTORE, O(values of all), atomic. The ttl of the set, if any, is gone.
   *
   * @returns the new size
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  async subtract(...others: SetAlgebra<T>[]): Promise<number> {
    const keys = this.together(others);
    return (await this.send('sdiffstore', [this.key, ...keys], keys)) as number;
  }

  private async combine(command: string, others: SetAlgebra<T>[]): Promise<Set<T>> {
    const keys = this.together(others);
    return new Set(this.decodeAll(await this.ask(command, keys, keys)));
  }

  private async store<D extends SetAlgebra<T>>(command: string, destination: D, others: SetAlgebra<T>[]): Promise<D> {
    const [target, ...keys] = this.together([destination, ...others]) as [string, ...string[]];
    await this.transmit(command, [target, this.key, ...keys], keys);
    return destination;
  }
}
