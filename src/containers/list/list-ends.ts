import type { Argument } from '../../redis/connection/connection.js';
import { natural, oneOf } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { BLOCKING, type Blocking, waits } from '../blocking.js';
import { inPortions, PORTION, refuseMany } from '../portions.js';
import { ValueContainer } from '../value-container.js';
import { listOf, type Values } from '../variadic.js';
import type { List } from './list.js';

/** An end of a list. */
export type ListEnd = 'start' | 'end';

export interface MoveOptions {
  /** the end to take from @default 'end' */
  readonly from?: ListEnd | undefined;
  /** the end of the other list to add to @default 'start' */
  readonly to?: ListEnd | undefined;
}

const MOVE: OptionNames<MoveOptions> = { from: true, to: true };

const SIDES = { start: 'LEFT', end: 'RIGHT' } as const;

/** The word of the server for an end. */
export const side = (name: string, end: ListEnd): 'LEFT' | 'RIGHT' => oneOf(name, end, SIDES);

const moveSides = ({ from = 'end', to = 'start' }: MoveOptions) => [side('from', from), side('to', to)];

/** What a list does at its two ends. */
export abstract class ListEnds<T> extends ValueContainer<T> {
  readonly type = 'list';

  /**
   * Add elements at the end, in their order: one by one, or all in one iterable.
   *
   * Redis: RPUSH, O(values), atomic up to 10,000 values; in commands of that size beyond, between which another
   * client's may come.
   *
   * @returns the new size; 0 without values, for which nothing is sent
   */
  async push(...values: Values<T>): Promise<number> {
    return this.add('rpush', this.encodeAll(listOf(values)));
  }

  /**
   * Add elements at the start. As with Array's unshift they keep their order: the first value becomes the first element.
   *
   * Redis: LPUSH, O(values), atomic up to 10,000 values; in commands of that size beyond, as `push()`.
   *
   * @returns the new size; 0 without values, for which nothing is sent
   */
  async unshift(...values: Values<T>): Promise<number> {
    return this.add('lpush', this.encodeAll(listOf(values)).reverse());
  }

  /**
   * Add elements at the end, unless the list is empty.
   *
   * Redis: RPUSHX, O(values), atomic.
   *
   * @returns the new size; 0 when nothing was added
   * @throws RangeError for more than 10,000 values
   */
  async pushIfExists(...values: Values<T>): Promise<number> {
    const list = listOf(values);
    refuseMany('pushIfExists()', list.length);
    return this.add('rpushx', this.encodeAll(list));
  }

  /**
   * Add elements at the start, in their order, unless the list is empty.
   *
   * Redis: LPUSHX, O(values), atomic.
   *
   * @returns the new size; 0 when nothing was added
   * @throws RangeError for more than 10,000 values
   */
  async unshiftIfExists(...values: Values<T>): Promise<number> {
    const list = listOf(values);
    refuseMany('unshiftIfExists()', list.length);
    return this.add('lpushx', this.encodeAll(list).reverse());
  }

  /**
   * Take the last element; undefined from an empty list.
   *
   * Redis: RPOP, O(1), atomic.
   *
   * @throws CodecError, which carries the element, when the codec cannot read it
   */
  async pop(): Promise<T | undefined> {
    return this.decodeTakenOne(await this.ask('rpop', []));
  }

  /**
   * Take the first element; undefined from an empty list.
   *
   * Redis: LPOP, O(1), atomic.
   *
   * @throws CodecError, which carries the element, when the codec cannot read it
   */
  async shift(): Promise<T | undefined> {
    return this.decodeTakenOne(await this.ask('lpop', []));
  }

  /**
   * Take up to `count` elements from the end, the last one first.
   *
   * Redis: RPOP with a count, O(count), atomic.
   *
   * @throws CodecError, which carries all of them (`raw`), when the codec cannot read one
   */
  popMany(count: number): Promise<T[]> {
    return this.takeMany('rpop', count);
  }

  /**
   * Take up to `count` elements from the start.
   *
   * Redis: LPOP with a count, O(count), atomic.
   *
   * @throws CodecError, which carries all of them (`raw`), when the codec cannot read one
   */
  shiftMany(count: number): Promise<T[]> {
    return this.takeMany('lpop', count);
  }

  /**
   * Take the last element, waiting for one; undefined after the timeout.
   *
   * Redis: BRPOP on a connection of its own, O(1), atomic; RPOP for a timeout of 0.
   *
   * @throws the reason of `signal` when it aborts
   */
  async popBlocking(options: Blocking = {}): Promise<T | undefined> {
    return waits(knownOptions('popBlocking()', options, BLOCKING)) ? this.takeBlocking('brpop', options) : this.pop();
  }

  /**
   * Take the first element, waiting for one; undefined after the timeout.
   *
   * Redis: BLPOP on a connection of its own, O(1), atomic; LPOP for a timeout of 0.
   *
   * @throws the reason of `signal` when it aborts
   */
  async shiftBlocking(options: Blocking = {}): Promise<T | undefined> {
    return waits(knownOptions('shiftBlocking()', options, BLOCKING))
      ? this.takeBlocking('blpop', options)
      : this.shift();
  }

  /**
   * Move an element to another list, or to the other end of this one; undefined when there is none.
   *
   * Redis: LMOVE, O(1), atomic.
   *
   * @returns the element
   * @throws CrossSlotError on a cluster, when the lists are in different slots
   */
  async moveTo(other: List<T>, options: MoveOptions = {}): Promise<T | undefined> {
    return this.move(other, moveSides(knownOptions('moveTo()', options, MOVE)));
  }

  /**
   * Move an element to another list, waiting for one; undefined after the timeout.
   *
   * Redis: BLMOVE on a connection of its own, O(1), atomic; LMOVE for a timeout of 0.
   *
   * @returns the element
   * @throws CrossSlotError on a cluster, when the lists are in different slots; the reason of `signal` when it aborts
   */
  async moveBlocking(other: List<T>, options: MoveOptions & Blocking = {}): Promise<T | undefined> {
    const sides = moveSides(knownOptions('moveBlocking()', options, { ...MOVE, ...BLOCKING }));
    if (!waits(options)) return this.move(other, sides);
    const keys = [this.target(other)];
    const args = (seconds: number) => [this.key, ...keys, ...sides, seconds];
    return this.decodeOptional(await this.askBlocking('blmove', args, options, keys));
  }

  private async move(other: List<T>, sides: readonly string[]): Promise<T | undefined> {
    const keys = [this.target(other)];
    return this.decodeOptional(await this.ask('lmove', [...keys, ...sides], keys));
  }

  private async add(command: string, values: readonly Argument[]): Promise<number> {
    if (values.length === 0) return 0;
    const send = (portion: readonly Argument[]) => this.send(command, portion) as Promise<number>;
    if (values.length <= PORTION) return send(values);
    return (await inPortions(this.connection, values, PORTION, send)).at(-1)!;
  }

  private async takeMany(command: string, count: number): Promise<T[]> {
    if (natural('count', count) === 0) return [];
    const taken = ((await this.ask(command, [count])) ?? []) as unknown[];
    return this.decodeTaken(taken, (stored) => this.decode(stored));
  }

  private async takeBlocking(command: string, options: Blocking): Promise<T | undefined> {
    const reply = await this.askBlocking(command, (seconds) => [this.key, seconds], options);
    return this.decodeTakenOne((reply as [unknown, unknown] | null)?.[1]);
  }
}
