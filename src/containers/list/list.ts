import { removeAt } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { amount, integer, range } from '../arguments.js';
import { STEP } from '../scan.js';
import { type ListEnd, ListEnds, side } from './list-ends.js';

export interface RemoveOptions {
  /** how many of the equal elements at most @default all */
  readonly count?: number;
  /** where to begin @default 'start' */
  readonly from?: ListEnd;
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
    return this.decodeOptional(await this.ask('lindex', [integer(index, 'index')]), String(index));
  }

  /**
   * Replace the element at an index, from -1 at the end.
   *
   * Redis: LSET, O(distance to the nearer end), atomic.
   *
   * @throws RangeError beyond the ends
   */
  async set(index: number, value: T): Promise<void> {
    const args = [integer(index, 'index'), this.encode(value, String(index))];
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
    const bounds = range(start, end);
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
   * Remove elements that equal `value`: all of them, or `count` from one end.
   *
   * Redis: LREM, O(n), atomic.
   *
   * @returns how many were removed
   */
  async remove(value: T, { count, from = 'start' }: RemoveOptions = {}): Promise<number> {
    const sign = side(from) === 'LEFT' ? 1 : -1;
    if (count !== undefined && amount(count, 'count') === 0) return 0;
    return (await this.send('lrem', [sign * (count ?? 0), this.encode(value)])) as number;
  }

  /**
   * Remove the element at an index, from -1 at the end, whatever equal ones there are.
   *
   * Redis: one script, O(n), atomic.
   *
   * @returns the element; undefined beyond the ends
   */
  async removeAt(index: number): Promise<T | undefined> {
    const input = { keys: { list: this.key }, args: { index: integer(index, 'index') } };
    const reply = await run(this.asking, removeAt, input).catch((error) => this.explain(error));
    return this.decodeOptional(reply, String(index));
  }

  /**
   * The index of the first element that equals `value`; -1 without one.
   *
   * Redis: LPOS, O(n), atomic.
   */
  async indexOf(value: T): Promise<number> {
    return ((await this.send('lpos', [this.encode(value)])) as number | null) ?? -1;
  }

  /**
   * Keep only the elements from `start` to before `end`, as with Array's slice.
   *
   * Redis: LTRIM, O(removed), atomic.
   */
  async trim(start: number, end?: number): Promise<void> {
    // a range that ends before it starts keeps nothing
    await this.send('ltrim', range(start, end) ?? [1, 0]);
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
}
