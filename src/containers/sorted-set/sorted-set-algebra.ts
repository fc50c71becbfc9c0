import type { Argument } from '../../redis/connection/connection.js';
import { natural, oneOf } from '../../util/check.js';
import type { OptionNames } from '../../util/options.js';
import { scoreText } from '../arguments.js';
import { type Destination, type Others, type OthersAnd, othersAnd, othersOf } from '../variadic.js';
import type { SortedSet } from './sorted-set.js';
import { SortedSetRanges } from './sorted-set-ranges.js';

export interface CombineOptions {
  /** what to multiply the scores of each set with, this one first @default 1 for each */
  readonly weights?: readonly number[] | undefined;
  /** what becomes of the scores of a member of several sets @default 'sum' */
  readonly aggregate?: 'sum' | 'min' | 'max' | undefined;
}

export interface IntersectionCountOptions {
  /** stop counting here @default count all */
  readonly count?: number | undefined;
}

const COMBINE: OptionNames<CombineOptions> = { weights: true, aggregate: true };

type Combined<T> = readonly [others: readonly SortedSet<T>[], options: CombineOptions];

const AGGREGATES = { sum: 'sum', min: 'min', max: 'max' } as const;

function combination({ weights, aggregate }: CombineOptions, sets: number): Argument[] {
  if (weights && weights.length !== sets) {
    throw new RangeError(`weights has ${weights.length} numbers for ${sets} sets. Give one for each, this one first.`);
  }
  return [
    ...(weights ? ['weights', ...weights.map((weight) => scoreText('weight', weight))] : []),
    ...(aggregate === undefined ? [] : ['aggregate', oneOf('aggregate', aggregate, AGGREGATES)]),
  ];
}

/** What sorted sets do together. */
export abstract class SortedSetAlgebra<T> extends SortedSetRanges<T> {
  /**
   * The members that are in this set or in one of the others: `a.union(b, c)`, or
   * `a.union([b, c], { weights: [1, 2, 3] })`.
   *
   * Redis: ZUNION, O(n + m log m) for n members in and m out, atomic.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots; RangeError for weights that do not fit
   */
  async union(...others: OthersAnd<SortedSet<T>, CombineOptions>): Promise<Map<T, number>> {
    return this.combine('zunion', othersAnd<SortedSet<T>, CombineOptions>('union()', others, COMBINE));
  }

  /**
   * The members that are in this set and in all the others, as `union()`.
   *
   * Redis: ZINTER, O(smallest × sets + m log m) for m members out, atomic.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots; RangeError for weights that do not fit
   */
  async intersection(...others: OthersAnd<SortedSet<T>, CombineOptions>): Promise<Map<T, number>> {
    return this.combine('zinter', othersAnd<SortedSet<T>, CombineOptions>('intersection()', others, COMBINE));
  }

  /**
   * The members of this set that are in none of the others, with their scores here.
   *
   * Redis: ZDIFF, O(n + m log m) for n members in and m out, atomic.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  async difference(...others: Others<SortedSet<T>>): Promise<Map<T, number>> {
    return this.combine('zdiff', [othersOf('difference()', others), {}]);
  }

  /**
   * How many members are in this set and in all the others, up to `count`: `a.intersectionSize([b], { count: 10 })`.
   *
   * Redis: ZINTERCARD, O(smallest × sets), atomic; before Redis 7.0 ZINTER, which sends the members.
   *
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  async intersectionSize(...args: OthersAnd<SortedSet<T>, IntersectionCountOptions>): Promise<number> {
    const [others, { count }] = othersAnd<SortedSet<T>, IntersectionCountOptions>('intersectionSize()', args, {
      count: true,
    });
    const keys = this.together(others);
    if (count !== undefined && natural('count', count) === 0) return 0;
    const sets = [keys.length + 1, this.key, ...keys];
    if (this.connection.capabilities.intersectionSize) {
      const rest = count === undefined ? [] : ['limit', count];
      return (await this.transmit('zintercard', [...sets, ...rest], keys)) as number;
    }
    const { length } = (await this.transmit('zinter', sets, keys)) as unknown[];
    return Math.min(count ?? length, length);
  }

  /**
   * Make `destination`, a sorted set or a key, hold the members of this set and the others; what it held is gone.
   *
   * Redis: ZUNIONSTORE, O(n + m log m) for n members in and m out, atomic.
   *
   * @returns the destination
   * @throws CrossSlotError on a cluster, when the sets are in different slots; RangeError for weights that do not fit
   */
  async unionStore(
    destination: Destination<SortedSet<T>>,
    ...others: OthersAnd<SortedSet<T>, CombineOptions>
  ): Promise<SortedSet<T>> {
    return this.store(
      'zunionstore',
      destination,
      othersAnd<SortedSet<T>, CombineOptions>('unionStore()', others, COMBINE),
    );
  }

  /**
   * Make `destination` hold the members that are in this set and in all the others; what it held is gone.
   *
   * Redis: ZINTERSTORE, O(smallest × sets + m log m) for m members out, atomic.
   *
   * @returns the destination
   * @throws CrossSlotError on a cluster, when the sets are in different slots; RangeError for weights that do not fit
   */
  async intersectionStore(
    destination: Destination<SortedSet<T>>,
    ...others: OthersAnd<SortedSet<T>, CombineOptions>
  ): Promise<SortedSet<T>> {
    return this.store(
      'zinterstore',
      destination,
      othersAnd<SortedSet<T>, CombineOptions>('intersectionStore()', others, COMBINE),
    );
  }

  /**
   * Make `destination` hold the members of this set that are in none of the others; what it held is gone.
   *
   * Redis: ZDIFFSTORE, O(n + m log m) for n members in and m out, atomic.
   *
   * @returns the destination
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  async differenceStore(
    destination: Destination<SortedSet<T>>,
    ...others: Others<SortedSet<T>>
  ): Promise<SortedSet<T>> {
    return this.store('zdiffstore', destination, [othersOf('differenceStore()', others), {}]);
  }

  private async combine(command: string, [others, options]: Combined<T>): Promise<Map<T, number>> {
    const keys = this.together(others);
    const rest = [this.key, ...keys, ...combination(options, keys.length + 1), 'withscores'];
    return new Map(this.decodeScored(await this.askAll(command, [keys.length + 1, ...rest], keys)));
  }

  private async store(
    command: string,
    destination: Destination<SortedSet<T>>,
    [others, options]: Combined<T>,
  ): Promise<SortedSet<T>> {
    const target = this.open(destination);
    this.target(target);
    const [to, ...keys] = this.together([target, ...others]) as [string, ...string[]];
    const rest = [this.key, ...keys, ...combination(options, keys.length + 1)];
    await this.transmit(command, [to, keys.length + 1, ...rest], keys);
    return target;
  }
}
