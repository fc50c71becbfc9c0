import { natural } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { BLOCKING, type Blocking, waits } from '../blocking.js';
import { pairs, readScore } from '../replies.js';
import { type OthersAnd, othersAnd } from '../variadic.js';
import type { SortedSet } from './sorted-set.js';
import { SortedSetAlgebra } from './sorted-set-algebra.js';

export interface PopMembersOptions {
  /** how many members at most @default 1 */
  readonly count?: number | undefined;
}

/** Members with their scores, and the one of several sorted sets that they come from. */
export interface PoppedMembers<T> {
  readonly from: SortedSet<T>;
  readonly entries: [T, number][];
}

type End = 'min' | 'max';
type Sources<T> = OthersAnd<SortedSet<T>, PopMembersOptions & Blocking>;

const POP: OptionNames<PopMembersOptions> = { count: true };
const POP_BLOCKING: OptionNames<PopMembersOptions & Blocking> = { ...POP, ...BLOCKING };

const ZMPOP = { command: 'ZMPOP', needs: 'Redis 7.0 or later, or Valkey' };
const BZMPOP = { ...ZMPOP, command: 'BZMPOP' };

/** What a sorted set does at its two ends. */
export abstract class SortedSetEnds<T> extends SortedSetAlgebra<T> {
  /**
   * Take the member with the lowest score, as [member, score]; undefined from an empty set.
   *
   * Redis: ZPOPMIN, O(log n), atomic.
   *
   * @throws CodecError, which carries the member and its score, when the codec cannot read it
   */
  popMin(): Promise<[T, number] | undefined> {
    return this.take('zpopmin');
  }

  /**
   * Take the member with the highest score, as [member, score]; undefined from an empty set.
   *
   * Redis: ZPOPMAX, O(log n), atomic.
   *
   * @throws CodecError, which carries the member and its score, when the codec cannot read it
   */
  popMax(): Promise<[T, number] | undefined> {
    return this.take('zpopmax');
  }

  /**
   * Take up to `count` members with the lowest scores.
   *
   * Redis: ZPOPMIN, O(count × log n), atomic.
   *
   * @throws CodecError, which carries all of them (`raw`), when the codec cannot read one
   */
  popMinMany(count: number): Promise<[T, number][]> {
    return this.takeMany('zpopmin', count);
  }

  /**
   * Take up to `count` members with the highest scores, the highest first.
   *
   * Redis: ZPOPMAX, O(count × log n), atomic.
   *
   * @throws CodecError, which carries all of them (`raw`), when the codec cannot read one
   */
  popMaxMany(count: number): Promise<[T, number][]> {
    return this.takeMany('zpopmax', count);
  }

  /**
   * Take the member with the lowest score, waiting for one; undefined after the timeout.
   *
   * Redis: BZPOPMIN on a connection of its own, O(log n), atomic; ZPOPMIN for a timeout of 0.
   *
   * @throws the reason of `signal` when it aborts
   */
  async popMinBlocking(options: Blocking = {}): Promise<[T, number] | undefined> {
    return waits(knownOptions('popMinBlocking()', options, BLOCKING))
      ? this.takeBlocking('bzpopmin', options)
      : this.popMin();
  }

  /**
   * Take the member with the highest score, waiting for one; undefined after the timeout.
   *
   * Redis: BZPOPMAX on a connection of its own, O(log n), atomic; ZPOPMAX for a timeout of 0.
   *
   * @throws the reason of `signal` when it aborts
   */
  async popMaxBlocking(options: Blocking = {}): Promise<[T, number] | undefined> {
    return waits(knownOptions('popMaxBlocking()', options, BLOCKING))
      ? this.takeBlocking('bzpopmax', options)
      : this.popMax();
  }

  /**
   * Take the lowest members of the first of several sets that is not empty, this one first: `a.popMinFrom(b, c)`, or
   * `a.popMinFrom([b, c], { count: 5 })`. Undefined when all are empty.
   *
   * Redis: ZMPOP, O(sets + count × log n), atomic.
   *
   * @throws UnsupportedError before Redis 7; CrossSlotError on a cluster, when the sets are in different slots
   */
  async popMinFrom(...others: OthersAnd<SortedSet<T>, PopMembersOptions>): Promise<PoppedMembers<T> | undefined> {
    return this.takeFrom('min', ...othersAnd('popMinFrom()', others, POP));
  }

  /**
   * Take the highest members of the first of several sets that is not empty, as `popMinFrom()`.
   *
   * Redis: ZMPOP, O(sets + count × log n), atomic.
   *
   * @throws UnsupportedError before Redis 7; CrossSlotError on a cluster, when the sets are in different slots
   */
  async popMaxFrom(...others: OthersAnd<SortedSet<T>, PopMembersOptions>): Promise<PoppedMembers<T> | undefined> {
    return this.takeFrom('max', ...othersAnd('popMaxFrom()', others, POP));
  }

  /**
   * `popMinFrom()` that waits until one of the sets has a member; undefined after the timeout.
   *
   * Redis: BZMPOP on a connection of its own, O(sets + count × log n), atomic; ZMPOP for a timeout of 0.
   *
   * @throws as `popMinFrom()`, and the reason of `signal` when it aborts
   */
  async popMinFromBlocking(...others: Sources<T>): Promise<PoppedMembers<T> | undefined> {
    return this.takeFromBlocking('min', ...othersAnd('popMinFromBlocking()', others, POP_BLOCKING));
  }

  /**
   * `popMaxFrom()` that waits until one of the sets has a member; undefined after the timeout.
   *
   * Redis: BZMPOP on a connection of its own, O(sets + count × log n), atomic; ZMPOP for a timeout of 0.
   *
   * @throws as `popMinFrom()`, and the reason of `signal` when it aborts
   */
  async popMaxFromBlocking(...others: Sources<T>): Promise<PoppedMembers<T> | undefined> {
    return this.takeFromBlocking('max', ...othersAnd('popMaxFromBlocking()', others, POP_BLOCKING));
  }

  private async take(command: string): Promise<[T, number] | undefined> {
    return this.decodeTakenScored(await this.ask(command, []))[0];
  }

  private async takeMany(command: string, count: number): Promise<[T, number][]> {
    return natural('count', count) === 0 ? [] : this.decodeTakenScored(await this.ask(command, [count]));
  }

  private async takeBlocking(command: string, options: Blocking): Promise<[T, number] | undefined> {
    const reply = await this.askBlocking(command, (seconds) => [this.key, seconds], options);
    if (reply === null) return undefined;
    const [, member, score] = reply as [unknown, unknown, unknown];
    return this.decodeTakenScored([[member, score]])[0];
  }

  private async takeFrom(
    end: End,
    others: readonly SortedSet<T>[],
    { count = 1 }: PopMembersOptions,
  ): Promise<PoppedMembers<T> | undefined> {
    const keys = this.together(others);
    if (natural('count', count) === 0) return undefined;
    const reply = this.askAll('zmpop', [keys.length + 1, this.key, ...keys, end, 'count', count], keys);
    return this.popped(others, await this.newer(reply, ZMPOP));
  }

  private async takeFromBlocking(
    end: End,
    others: readonly SortedSet<T>[],
    options: PopMembersOptions & Blocking,
  ): Promise<PoppedMembers<T> | undefined> {
    const { count = 1 } = options;
    if (!waits(options) || natural('count', count) === 0) return this.takeFrom(end, others, { count });
    const keys = this.together(others);
    const command = (seconds: number) => [seconds, keys.length + 1, this.key, ...keys, end, 'count', count];
    return this.popped(others, await this.newer(this.askBlocking('bzmpop', command, options, keys), BZMPOP));
  }

  private popped(others: readonly SortedSet<T>[], reply: unknown): PoppedMembers<T> | undefined {
    if (reply === null) return undefined;
    const [key, members] = reply as [unknown, unknown[]];
    return { from: this.among(others, String(key)), entries: this.decodeTakenScored(members) };
  }

  /** The one of these sets, or this one, that has a key. */
  protected abstract among(others: readonly SortedSet<T>[], key: string): SortedSet<T>;

  private decodeTakenScored(reply: unknown): [T, number][] {
    return this.decodeTaken(pairs(reply), ([member, score]) => [this.decode(member), readScore(score)] as [T, number]);
  }
}
