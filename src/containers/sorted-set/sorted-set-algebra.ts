import type { Argument } from '../../redis/connection/connection.js';
import { score } from '../arguments.js';
import { type OthersAnd, splitOthers } from '../others.js';
import { SortedSetRanges } from './sorted-set-ranges.js';

export interface CombineOptions {
  /** what to multiply the scores of each set with, this one first @default 1 for each */
  readonly weights?: readonly number[];
  /** what becomes of the scores of a member of several sets @default 'sum' */
  readonly aggregate?: 'sum' | 'min' | 'max';
}

const AGGREGATES: readonly string[] = ['sum', 'min', 'max'];

function combination({ weights, aggregate }: CombineOptions, sets: number): Argument[] {
  if (weights && weights.length !== sets) {
    throw new RangeError(`weights must have ${sets} numbers, one for each set, found ${weights.length}`);
  }
  if (aggregate !== undefined && !AGGREGATES.includes(aggregate)) {
    throw new TypeError(`aggregate must be one of ${AGGREGATES.join(', ')}, found ${aggregate}`);
  }
  return [
    ...(weights ? ['weights', ...weights.map((weight) => score(weight, 'weight'))] : []),
    ...(aggregate ? ['aggregate', aggregate] : []),
  ];
}

/** What sorted sets do together. */
export abstract class SortedSetAlgebra<T> extends SortedSetRanges<T> {
  /**
   * The members that are in this set or in one of the others: `a.union(b, c, { weights: [1, 2, 3] })`.
   *
   * Redis: ZUNION, O(n + m log m) for n members in and m out, atomic.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots; RangeError for weights that do not fit
   */
  union(...others: OthersAnd<SortedSetAlgebra<T>, CombineOptions>): Promise<Map<T, number>> {
    return this.combine('zunion', others);
  }

  /**
   * The members that are in this set and in all the others.
   *
   * Redis: ZINTER, O(smallest × sets + m log m) for m members out, atomic.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots; RangeError for weights that do not fit
   */
  intersection(...others: OthersAnd<SortedSetAlgebra<T>, CombineOptions>): Promise<Map<T, number>> {
    return this.combine('zinter', others);
  }

  /**
   * The members of this set that are in none of the others, with their scores here.
   *
   * Redis: ZDIFF, O(n + m log m) for n members in and m out, atomic.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  difference(...others: SortedSetAlgebra<T>[]): Promise<Map<T, number>> {
    return this.combine('zdiff', others);
  }

  /**
   * Make `destination` hold the members of this set and the others; what it held is gone.
   *
   * Redis: ZUNIONSTORE, O(n + m log m) for n members in and m out, atomic.
   *
   * @returns destination
   * @throws CrossSlotError on a cluster, when the sets are in different slots; RangeError for weights that do not fit
   */
  unionStore<D extends SortedSetAlgebra<T>>(
    destination: D,
    ...others: OthersAnd<SortedSetAlgebra<T>, CombineOptions>
  ): Promise<D> {
    return this.store('zunionstore', destination, others);
  }

  /**
   * Make `destination` hold the members that are in this set and in all the others; what it held is gone.
   *
   * Redis: ZINTERSTORE, O(smallest × sets + m log m) for m members out, atomic.
   *
   * @returns destination
   * @throws CrossSlotError on a cluster, when the sets are in different slots; RangeError for weights that do not fit
   */
  intersectionStore<D extends SortedSetAlgebra<T>>(
    destination: D,
    ...others: OthersAnd<SortedSetAlgebra<T>, CombineOptions>
  ): Promise<D> {
    return this.store('zinterstore', destination, others);
  }

  /**
   * Make `destination` hold the members of this set that are in none of the others; what it held is gone.
   *
   * Redis: ZDIFFSTORE, O(n + m log m) for n members in and m out, atomic.
   *
   * @returns destination
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  differenceStore<D extends SortedSetAlgebra<T>>(destination: D, ...others: SortedSetAlgebra<T>[]): Promise<D> {
    return this.store('zdiffstore', destination, others);
  }

  private async combine(
    command: string,
    args: OthersAnd<SortedSetAlgebra<T>, CombineOptions>,
  ): Promise<Map<T, number>> {
    const [others, options] = splitOthers(args);
    const keys = this.together(others);
    const rest = [this.key, ...keys, ...combination(options, keys.length + 1), 'withscores'];
    return new Map(this.decodeScored(await this.askAll(command, [keys.length + 1, ...rest], keys)));
  }

  private async store<D extends SortedSetAlgebra<T>>(
    command: string,
    destination: D,
    args: OthersAnd<SortedSetAlgebra<T>, CombineOptions>,
  ): Promise<D> {
    const [others, options] = splitOthers(args);
    const [target, ...keys] = this.together([destination, ...others]) as [string, ...string[]];
    const rest = [this.key, ...keys, ...combination(options, keys.length + 1)];
    await this.transmit(command, [target, keys.length + 1, ...rest], keys);
    return destination;
  }
}
