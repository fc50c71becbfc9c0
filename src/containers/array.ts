import { WrongTypeError } from '../errors/container.js';
import {
  deleteElement,
  findElement,
  getElement,
  pushElements,
  setElement,
  sliceElements,
} from '../scripts/generated.js';
import { run, scriptFailure } from '../scripts/run.js';
import { integer } from '../util/check.js';
import { inPortions, PORTION } from './portions.js';
import { STEP } from './scan.js';
import { ValueContainer } from './value-container.js';
import { listOf, type Values } from './variadic.js';

/** How many elements one script reads or moves: about 5 ms of the server's time. */
const MOST = 5_000;

/** What the script answers when it has to be asked again. */
const GO_ON = -2;

/**
 * An Array that lives on the server: unlike a List, it finds an element by its index at once, however long it is.
 *
 * Layout: a hash whose fields are the indexes `0` to `size - 1` without a gap, so that its length is the array's, and
 * an element is one HGET away.
 */
export class RedisArray<T = string> extends ValueContainer<T> implements AsyncIterable<T> {
  readonly type = 'hash';

  /**
   * The element at an index, counted from the end where it is negative; undefined when there is none.
   *
   * Redis: HGET, or a script for a negative index, O(1), atomic.
   *
   * @throws RangeError for a fraction, before anything is sent
   */
  async at(index: number): Promise<T | undefined> {
    const stored = integer('index', index) < 0 ? this.fromEnd(index) : this.ask('hget', [index]);
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
      args: { index: integer('index', index), value: this.encode(value, String(index)) },
    };
    const replaced = await this.answer(run(this.connection, setElement, input));
    if (replaced === 0)
      throw new RangeError(`The array ${JSON.stringify(this.key)} has no index ${index}. Use push() to add to it.`);
  }

  /**
   * Append values: one by one, or all in one iterable.
   *
   * Redis: one script, O(values), atomic up to 10,000 values; in scripts of that size beyond, between which another
   * client's may come.
   *
   * @returns the new size; 0 without values, for which nothing is sent
   */
  async push(...values: Values<T>): Promise<number> {
    const push = (rest: readonly (string | Buffer)[]) =>
      this.answer(run(this.connection, pushElements, { keys: this.keys, args: {}, rest })) as Promise<number>;
    return (await inPortions(this.connection, this.encodeAll(listOf(values)), PORTION, push)).at(-1) ?? 0;
  }

  /**
   * Take the last element out; undefined when there is none.
   *
   * Redis: one script, O(1), atomic.
   *
   * @throws CodecError, which carries the element, when the codec cannot read it
   */
  pop(): Promise<T | undefined> {
    return this.deleteAt(-1);
  }

  /**
   * Take out the element at an index, counted from the end where it is negative, and move those behind it up by one;
   * undefined when there is none.
   *
   * Redis: one script, O(elements behind it), atomic.
   *
   * @throws RangeError when more than 5,000 elements would have to be moved: nothing is changed then
   */
  async deleteAt(index: number): Promise<T | undefined> {
    const input = { keys: this.keys, args: { index: integer('index', index), most: MOST } };
    const reply = run(this.asking, deleteElement, input).catch((error) => this.refuseMoving(error, index));
    return this.decodeTakenOne(await this.answer(reply), String(index));
  }

  /**
   * The elements from `start` to before `end`, counted from the end of the array where they are negative.
   *
   * Redis: one script, O(elements read), atomic up to 5,000 elements; in scripts of that size beyond, as an iteration.
   *
   * @throws RangeError for a fraction, before anything is sent
   */
  async slice(start = 0, end = Number.MAX_SAFE_INTEGER): Promise<T[]> {
    const [first, last, ...elements] = await this.read(integer('start', start), integer('end', end));
    const found = [elements];
    for (let from = Number(first) + MOST; from < Number(last); from += MOST) {
      const [, , ...more] = await this.read(from, Number(last));
      found.push(more);
    }
    return this.decodeElements(found.flat());
  }

  /**
   * Whether an element has this value, compared in its stored form.
   *
   * Redis: one script, O(n), atomic as `indexOf()` is.
   */
  async has(value: T): Promise<boolean> {
    return (await this.indexOf(value)) >= 0;
  }

  /**
   * The index of the first element with this value, compared in its stored form; -1 when there is none.
   *
   * Redis: one script, O(n), atomic up to 5,000 elements; in scripts of that size beyond.
   */
  async indexOf(value: T): Promise<number> {
    const stored = this.encode(value);
    let found = GO_ON;
    for (let start = 0; found === GO_ON; start += MOST) {
      const input = { keys: this.keys, args: { value: stored, start, most: MOST } };
      found = Number(await this.answer(run(this.connection, findElement, input)));
    }
    return found;
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
   * Redis: one script, O(n), atomic up to 5,000 elements; in scripts of that size beyond, as an iteration.
   */
  toArray(): Promise<T[]> {
    return this.slice();
  }

  /**
   * All elements in their order, 500 a step. An element may be left out when elements before it are deleted meanwhile.
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

  private async read(start: number, stop: number): Promise<unknown[]> {
    const args = { start, stop, most: MOST };
    return (await this.answer(run(this.asking, sliceElements, { keys: this.keys, args }))) as unknown[];
  }

  /** A hash with other fields than indexes has gaps. */
  private decodeElements(elements: unknown[]): T[] {
    if (elements.includes(null)) throw new WrongTypeError(this.key, 'hash', 'RedisArray');
    return this.decodeAll(elements);
  }

  private refuseMoving(error: unknown, index: number): never {
    const failure = scriptFailure(error);
    if (failure?.code !== 'TOO_MANY') throw error;
    throw new RangeError(
      `${failure.facts[0]} elements lie behind index ${index} of ${JSON.stringify(this.key)}, and at most ${MOST} can be moved up. Use a List, or set() the last element there and pop().`,
    );
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
