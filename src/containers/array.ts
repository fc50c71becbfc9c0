import {
  findElement,
  getElement,
  pushElements,
  removeElement,
  setElement,
  sliceElements,
} from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { integer } from './arguments.js';
import { STEP } from './scan.js';
import { ValueContainer } from './value-container.js';

/**
 * An Array that lives on the server: unlike a List, it finds an element by its index at once, however long it is.
 *
 * Layout: a hash whose fields are the indexes `0` to `size - 1` without a gap, so that its length is the array's, and
 * an element is one HGET away.
 */
export class RedisArray<T = string> extends ValueContainer<T> implements AsyncIterable<T> {
  protected readonly type = 'hash';

  /**
   * The element at an index, counted from the end where it is negative; undefined when there is none.
   *
   * Redis: HGET, or a script for a negative index, O(1), atomic.
   *
   * @throws RangeError for a fraction, before anything is sent
   */
  async at(index: number): Promise<T | undefined> {
    const stored = integer(index, 'index') < 0 ? this.fromEnd(index) : this.ask('hget', [index]);
    return this.decodeOptional(await stored, String(index));
  }

  /**
   * Replace the element at an index, counted from the end where it is negative.
   *
   * Redis: one script, O(1), atomic.
   *
   * @throws RangeError when there is no such element: `push()` is what appends
   */
  async set(index: number, value: T): Promise<void> {
    const input = {
      keys: this.keys,
      args: { index: integer(index, 'index'), value: this.encode(value, String(index)) },
    };
    const replaced = await this.answer(run(this.connection, setElement, input));
    if (replaced === 0)
      throw new RangeError(`The array ${JSON.stringify(this.key)} has no index ${index}. Use push() to add to it.`);
  }

  /**
   * Append values.
   *
   * Redis: one script, O(values), atomic.
   *
   * @returns the new size; 0 without values, for which nothing is sent
   */
  async push(...values: readonly T[]): Promise<number> {
    if (values.length === 0) return 0;
    const input = { keys: this.keys, args: {}, rest: this.encodeAll(values) };
    return Number(await this.answer(run(this.connection, pushElements, input)));
  }

  /**
   * Take the last element out; undefined when there is none.
   *
   * Redis: one script, O(1), atomic.
   */
  pop(): Promise<T | undefined> {
    return this.removeAt(-1);
  }

  /**
   * Take out the element at an index, counted from the end where it is negative, and move those behind it up by one;
   * undefined when there is none.
   *
   * Redis: one script, O(elements behind it), atomic.
   */
  async removeAt(index: number): Promise<T | undefined> {
    const input = { keys: this.keys, args: { index: integer(index, 'index') } };
    return this.decodeOptional(await this.answer(run(this.asking, removeElement, input)), String(index));
  }

  /**
   * The elements from `start` to before `end`, counted from the end of the array where they are negative.
   *
   * Redis: one script, O(elements read), atomic.
   *
   * @throws RangeError for a fraction, before anything is sent
   */
  async slice(start = 0, end = Number.MAX_SAFE_INTEGER): Promise<T[]> {
    const args = { start: integer(start, 'start'), stop: integer(end, 'end') };
    return this.decodeAll(await this.answer(run(this.asking, sliceElements, { keys: this.keys, args })));
  }

  /**
   * Whether an element has this value, compared in its stored form.
   *
   * Redis: one script, O(n), atomic.
   */
  async has(value: T): Promise<boolean> {
    return (await this.indexOf(value)) >= 0;
  }

  /**
   * The index of the first element with this value, compared in its stored form; -1 when there is none.
   *
   * Redis: one script, O(n), atomic.
   */
  async indexOf(value: T): Promise<number> {
    const input = { keys: this.keys, args: { value: this.encode(value) } };
    return Number(await this.answer(run(this.connection, findElement, input)));
  }

  /**
   * How many elements there are.
   *
   * Redis: HLEN, O(1), atomic.
   */
  async size(): Promise<number> {
    return Number(await this.send('hlen', []));
  }

  /**
   * All elements in their order.
   *
   * Redis: one script, O(n), atomic.
   */
  toArray(): Promise<T[]> {
    return this.slice();
  }

  /**
   * All elements in their order, 500 a step. An element may come twice or not at all when elements before it are
   * removed meanwhile.
   *
   * Redis: one script a step, O(n) in all.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (let start = 0, more = true; more; start += STEP) {
      const portion = await this.slice(start, start + STEP);
      yield* portion;
      more = portion.length === STEP;
    }
  }

  private get keys() {
    return { array: this.key };
  }

  private fromEnd(index: number): Promise<unknown> {
    return this.answer(run(this.asking, getElement, { keys: this.keys, args: { index } }));
  }

  private answer(reply: Promise<unknown>): Promise<unknown> {
    return reply.catch((error) => this.explain(error));
  }
}
