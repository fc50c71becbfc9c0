import { amount } from '../arguments.js';
import type { Blocking } from '../blocking.js';
import { ValueContainer } from '../value-container.js';

/** An end of a list. */
export type ListEnd = 'start' | 'end';

export interface MoveOptions {
  /** the end to take from @default 'end' */
  readonly from?: ListEnd;
  /** the end of the other list to add to @default 'start' */
  readonly to?: ListEnd;
}

/** The word of the server for an end. */
export function side(end: ListEnd): 'LEFT' | 'RIGHT' {
  if (end !== 'start' && end !== 'end') throw new TypeError(`expected 'start' or 'end', found ${String(end)}`);
  return end === 'start' ? 'LEFT' : 'RIGHT';
}

/** What a list does at its two ends. */
export abstract class ListEnds<T> extends ValueContainer<T> {
  protected readonly type = 'list';

  /**
   * Add elements at the end, in their order.
   *
   * Redis: RPUSH, O(values), atomic.
   *
   * @returns the new size; 0 without values, for which nothing is sent
   */
  push(...values: T[]): Promise<number> {
    return this.add('rpush', values);
  }

  /**
   * Add elements at the start. As with Array's unshift they keep their order: the first value becomes the first element.
   *
   * Redis: LPUSH, O(values), atomic.
   *
   * @returns the new size; 0 without values, for which nothing is sent
   */
  unshift(...values: T[]): Promise<number> {
    return this.add('lpush', values.reverse());
  }

  /**
   * Add elements at the end, unless the list is empty.
   *
   * Redis: RPUSHX, O(values), atomic.
   *
   * @returns the new size; 0 when nothing was added
   */
  pushIfExists(...values: T[]): Promise<number> {
    return this.add('rpushx', values);
  }

  /**
   * Add elements at the start, in their order, unless the list is empty.
   *
   * Redis: LPUSHX, O(values), atomic.
   *
   * @returns the new size; 0 when nothing was added
   */
  unshiftIfExists(...values: T[]): Promise<number> {
    return this.add('lpushx', values.reverse());
  }

  /**
   * Take the last element; undefined from an empty list.
   *
   * Redis: RPOP, O(1), atomic.
   */
  async pop(): Promise<T | undefined> {
    return this.decodeOptional(await this.ask('rpop', []));
  }

  /**
   * Take the first element; undefined from an empty list.
   *
   * Redis: LPOP, O(1), atomic.
   */
  async shift(): Promise<T | undefined> {
    return this.decodeOptional(await this.ask('lpop', []));
  }

  /**
   * Take up to `count` elements from the end, the last one first.
   *
   * Redis: RPOP with a count, O(count), atomic.
   */
  popMany(count: number): Promise<T[]> {
    return this.takeMany('rpop', count);
  }

  /**
   * Take up to `count` elements from the start.
   *
   * Redis: LPOP with a count, O(count), atomic.
   */
  shiftMany(count: number): Promise<T[]> {
    return this.takeMany('lpop', count);
  }

  /**
   * Take the last element, waiting for one; undefined after the timeout.
   *
   * Redis: BRPOP on a connection of its own, O(1), atomic.
   *
   * @throws the reason of `signal` when it aborts
   */
  popBlocking(options: Blocking = {}): Promise<T | undefined> {
    return this.takeBlocking('brpop', options);
  }

  /**
   * Take the first element, waiting for one; undefined after the timeout.
   *
   * Redis: BLPOP on a connection of its own, O(1), atomic.
   *
   * @throws the reason of `signal` when it aborts
   */
  shiftBlocking(options: Blocking = {}): Promise<T | undefined> {
    return this.takeBlocking('blpop', options);
  }

  /**
   * Move an element to another list, or to the other end of this one; undefined when there is none.
   *
   * Redis: LMOVE, O(1), atomic.
   *
   * @returns the element
   * @throws CrossSlotError on a cluster, when the lists are in different slots
   */
  async moveTo(other: ListEnds<T>, { from = 'end', to = 'start' }: MoveOptions = {}): Promise<T | undefined> {
    const keys = this.together([other]);
    return this.decodeOptional(await this.ask('lmove', [...keys, side(from), side(to)], keys));
  }

  /**
   * Move an element to another list, waiting for one; undefined after the timeout.
   *
   * Redis: BLMOVE on a connection of its own, O(1), atomic.
   *
   * @returns the element
   * @throws CrossSlotError on a cluster, when the lists are in different slots; the reason of `signal` when it aborts
   */
  async moveBlocking(other: ListEnds<T>, options: MoveOptions & Blocking = {}): Promise<T | undefined> {
    const { from = 'end', to = 'start' } = options;
    const keys = this.together([other]);
    return this.decodeOptional(await this.askBlocking('blmove', [...keys, side(from), side(to)], options, keys));
  }

  private async add(command: string, values: readonly T[]): Promise<number> {
    return values.length === 0 ? 0 : ((await this.send(command, this.encodeAll(values))) as number);
  }

  private async takeMany(command: string, count: number): Promise<T[]> {
    if (amount(count, 'count') === 0) return [];
    return this.decodeAll((await this.ask(command, [count])) ?? []);
  }

  private async takeBlocking(command: string, options: Blocking): Promise<T | undefined> {
    const reply = (await this.askBlocking(command, [], options)) as [unknown, unknown] | null;
    return reply ? this.decode(reply[1]) : undefined;
  }
}
