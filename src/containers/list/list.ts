import { deleteAt } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { integer, natural } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { sliceBounds } from '../arguments.js';
import { BLOCKING, type Blocking, waits } from '../blocking.js';
import { STEP } from '../scan.js';
import { type OthersAnd, othersAnd } from '../variadic.js';
import { type ListEnd, ListEnds, side } from './list-ends.js';

export interface ListDeleteOptions {
  /** how many of the equal elements at most @default all */
  readonly count?: number | undefined;
  /** where to begin @default 'start' */
  readonly from?: ListEnd | undefined;
}

export interface PositionOptions {
  /** which of the equal elements comes first: 1 is the first one, -1 the last one, and then backwards @default 1 */
  readonly rank?: number | undefined;
}

export interface PositionsOptions extends PositionOptions {
  /** how many positions at most @default all */
  readonly count?: number | undefined;
}

export interface PopFromOptions {
  /** how many elements at most @default 1 */
  readonly count?: number | undefined;
}

/** Elements, and the one of several lists that they come from. */
export interface PoppedElements<T> {
  readonly from: List<T>;
  readonly values: T[];
}

const DELETE: OptionNames<ListDeleteOptions> = { count: true, from: true };
const POP: OptionNames<PopFromOptions> = { count: true };
const POP_BLOCKING: OptionNames<PopFromOptions & Blocking> = { ...POP, ...BLOCKING };

const LMPOP = { command: 'LMPOP', needs: 'Redis 7.0 or later, or Valkey' };
const BLMPOP = { ...LMPOP, command: 'BLMPOP' };

function rankArguments({ rank = 1 }: PositionOptions): (string | number)[] {
  if (integer('rank', rank) === 0)
    throw new RangeError('rank counts from 1, or from -1 at the end. Give one of these.');
  return rank === 1 ? [] : ['rank', rank];
}

const OUT_OF_RANGE = /^ERR (index out of range|no such key)/;

/** Elements in an order, quick at both ends: an Array that lives on the server. */
export class List<T = string> extends ListEnds<T> implements AsyncIterable<T> {
  /**
   * The element at an index, from -1 at the end; undefined beyond the ends.
   *
   * Redis: LINDEX, O(distance to the nearer end), atomic.
   */
  async at(index: number): Promise<T | undefined> {
    return this.decodeOptional(await this.ask('lindex', [integer('index', index)]), String(index));
  }

  /**
   * Replace the element at an index, from -1 at the end.
   *
   * Redis: LSET, O(distance to the nearer end), atomic.
   *
   * @throws RangeError beyond the ends
   */
  async set(index: number, value: T): Promise<void> {
    const args = [integer('index', index), this.encode(value, String(index))];
    await this.send('lset', args).catch((error: Error) => {
      if (!OUT_OF_RANGE.test(error.message)) throw error;
      throw new RangeError(`The list ${JSON.stringify(this.key)} has no index ${index}. Use push() to add to it.`);
    });
  }

  /**
   * The elements from `start` to before `end`, as with Array's slice.
   *
   * Redis: LRANGE, O(start + elements), atomic.
   */
  async slice(start = 0, end?: number): Promise<T[]> {
    const bounds = sliceBounds(start, end);
    return bounds ? this.decodeAll(await this.ask('lrange', bounds)) : [];
  }

  /**
   * All elements.
   *
   * Redis: LRANGE, O(n), atomic.
   */
  async toArray(): Promise<T[]> {
    return this.decodeAll(await this.ask('lrange', [0, -1]));
  }

  /**
   * How many elements there are.
   *
   * Redis: LLEN, O(1), atomic.
   */
  async size(): Promise<number> {
    return (await this.send('llen', [])) as number;
  }

  /**
   * Add an element before the first one that equals `pivot`.
   *
   * Redis: LINSERT, O(n), atomic.
   *
   * @returns the new size, -1 without the pivot
   */
  insertBefore(pivot: T, value: T): Promise<number> {
    return this.insert('BEFORE', pivot, value);
  }

  /**
   * Add an element after the first one that equals `pivot`.
   *
   * Redis: LINSERT, O(n), atomic.
   *
   * @returns the new size, -1 without the pivot
   */
  insertAfter(pivot: T, value: T): Promise<number> {
    return this.insert('AFTER', pivot, value);
  }

  /**
   * Delete elements that equal `value`: all of them, or `count` from one end.
   *
   * Redis: LREM, O(n), atomic.
   *
   * @returns how many were deleted
   */
  async delete(value: T, options: ListDeleteOptions = {}): Promise<number> {
    const { count, from = 'start' } = knownOptions('delete()', options, DELETE);
    const sign = side('from', from) === 'LEFT' ? 1 : -1;
    if (count !== undefined && natural('count', count) === 0) return 0;
    return (await this.send('lrem', [sign * (count ?? 0), this.encode(value)])) as number;
  }

  /**
   * Delete the element at an index, from -1 at the end, whatever equal ones there are.
   *
   * Redis: one script, O(n), atomic.
   *
   * @returns the element; undefined beyond the ends
   */
  async deleteAt(index: number): Promise<T | undefined> {
    const input = { keys: { list: this.key }, args: { index: integer('index', index) } };
    const reply = await run(this.asking, deleteAt, input).catch((error) => this.explain(error));
    return this.decodeTakenOne(reply, String(index));
  }

  /**
   * Whether an element equals `value`.
   *
   * Redis: LPOS, O(n), atomic.
   */
  async has(value: T): Promise<boolean> {
    return (await this.indexOf(value)) >= 0;
  }

  /**
   * The index of the first element that equals `value`, or of the one that `rank` says; -1 without one.
   *
   * Redis: LPOS, O(n), atomic.
   *
   * @throws RangeError for a rank of 0
   */
  async indexOf(value: T, options: PositionOptions = {}): Promise<number> {
    const args = [this.encode(value), ...rankArguments(knownOptions('indexOf()', options, { rank: true }))];
    return ((await this.send('lpos', args)) as number | null) ?? -1;
  }

  /**
   * The indexes of the elements that equal `value`, up to `count` of them; backwards for a negative rank.
   *
   * Redis: LPOS with COUNT, O(n), atomic.
   *
   * @throws RangeError for a rank of 0
   */
  async indexesOf(value: T, options: PositionsOptions = {}): Promise<number[]> {
    const { count } = knownOptions('indexesOf()', options, { rank: true, count: true });
    const rank = rankArguments(options);
    if (count !== undefined && natural('count', count) === 0) return [];
    return (await this.send('lpos', [this.encode(value), ...rank, 'count', count ?? 0])) as number[];
  }

  /**
   * Take elements from the end of the first of several lists that is not empty, this one first: `a.popFrom(b, c)`, or
   * `a.popFrom([b, c], { count: 5 })`. Undefined when all are empty.
   *
   * Redis: LMPOP, O(lists + count), atomic.
   *
   * @throws UnsupportedError before Redis 7; CrossSlotError on a cluster, when the lists are in different slots
   */
  async popFrom(...others: OthersAnd<List<T>, PopFromOptions>): Promise<PoppedElements<T> | undefined> {
    return this.takeFrom('RIGHT', ...othersAnd('popFrom()', others, POP));
  }

  /**
   * Take elements from the start of the first of several lists that is not empty, as `popFrom()`.
   *
   * Redis: LMPOP, O(lists + count), atomic.
   *
   * @throws UnsupportedError before Redis 7; CrossSlotError on a cluster, when the lists are in different slots
   */
  async shiftFrom(...others: OthersAnd<List<T>, PopFromOptions>): Promise<PoppedElements<T> | undefined> {
    return this.takeFrom('LEFT', ...othersAnd('shiftFrom()', others, POP));
  }

  /**
   * `popFrom()` that waits until one of the lists has an element; undefined after the timeout.
   *
   * Redis: BLMPOP on a connection of its own, O(lists + count), atomic; LMPOP for a timeout of 0.
   *
   * @throws as `popFrom()`, and the reason of `signal` when it aborts
   */
  async popFromBlocking(
    ...others: OthersAnd<List<T>, PopFromOptions & Blocking>
  ): Promise<PoppedElements<T> | undefined> {
    return this.takeFromBlocking('RIGHT', ...othersAnd('popFromBlocking()', others, POP_BLOCKING));
  }

  /**
   * `shiftFrom()` that waits until one of the lists has an element; undefined after the timeout.
   *
   * Redis: BLMPOP on a connection of its own, O(lists + count), atomic; LMPOP for a timeout of 0.
   *
   * @throws as `popFrom()`, and the reason of `signal` when it aborts
   */
  async shiftFromBlocking(
    ...others: OthersAnd<List<T>, PopFromOptions & Blocking>
  ): Promise<PoppedElements<T> | undefined> {
    return this.takeFromBlocking('LEFT', ...othersAnd('shiftFromBlocking()', others, POP_BLOCKING));
  }

  /**
   * Keep only the elements from `start` to before `end`, as with Array's slice.
   *
   * Redis: LTRIM, O(removed), atomic.
   */
  async trim(start: number, end?: number): Promise<void> {
    // a range that ends before it starts keeps nothing
    await this.send('ltrim', sliceBounds(start, end) ?? [1, 0]);
  }

  /**
   * Walk the elements in slices of 500. What is added or removed before the place where the walk is moves it.
   *
   * Redis: LRANGE, O(place + 500) a step.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (let start = 0, size = STEP; size === STEP; start += STEP) {
      const step = await this.slice(start, start + STEP);
      yield* step;
      size = step.length;
    }
  }

  private async insert(where: string, pivot: T, value: T): Promise<number> {
    const size = (await this.send('linsert', [where, this.encode(pivot), this.encode(value)])) as number;
    return size === 0 ? -1 : size;
  }

  private async takeFrom(
    end: string,
    others: readonly List<T>[],
    { count = 1 }: PopFromOptions,
  ): Promise<PoppedElements<T> | undefined> {
    const keys = others.map((other) => this.target(other));
    if (natural('count', count) === 0) return undefined;
    const reply = this.askAll('lmpop', [keys.length + 1, this.key, ...keys, end, 'count', count], keys);
    return this.popped(others, await this.newer(reply, LMPOP));
  }

  private async takeFromBlocking(
    end: string,
    others: readonly List<T>[],
    options: PopFromOptions & Blocking,
  ): Promise<PoppedElements<T> | undefined> {
    const { count = 1 } = options;
    if (!waits(options) || natural('count', count) === 0) return this.takeFrom(end, others, { count });
    const keys = others.map((other) => this.target(other));
    const command = (seconds: number) => [seconds, keys.length + 1, this.key, ...keys, end, 'count', count];
    return this.popped(others, await this.newer(this.askBlocking('blmpop', command, options, keys), BLMPOP));
  }

  private popped(others: readonly List<T>[], reply: unknown): PoppedElements<T> | undefined {
    if (reply === null) return undefined;
    const [key, elements] = reply as [unknown, unknown[]];
    const from = others.find((list) => list.key === String(key)) ?? this;
    return { from, values: this.decodeTaken(elements, (stored) => this.decode(stored)) };
  }
}
