import { natural } from '../../util/check.js';
import { knownOptions } from '../../util/options.js';
import { type SearchOptions, scan, scanArguments } from '../scan.js';
import { type Destination, listOf, type Several, several, type Values } from '../variadic.js';
import { SetAlgebra } from './set-algebra.js';

export interface RandomOptions {
  /** the same value may be drawn more than once @default false */
  readonly repeats?: boolean | undefined;
}

/** Values without an order, each once: a Set that lives on the server. */
export class RedisSet<T = string> extends SetAlgebra<T> implements AsyncIterable<T> {
  /**
   * Add values: one by one, or all in one iterable.
   *
   * Redis: SADD, O(values), atomic up to 10,000 values; in commands of that size beyond.
   *
   * @returns how many are new
   * @throws TypeError when the codec refuses a value; nothing is sent
   */
  async add(...values: Values<T>): Promise<number> {
    return this.total('sadd', this.encodeAll(listOf(values)));
  }

  /**
   * Delete values.
   *
   * Redis: SREM, O(values), atomic up to 10,000 values; in commands of that size beyond.
   *
   * @returns how many were there
   */
  async delete(...values: Values<T>): Promise<number> {
    return this.total('srem', this.encodeAll(listOf(values)));
  }

  /**
   * Whether a value is in the set.
   *
   * Redis: SISMEMBER, O(1), atomic.
   */
  async has(value: T): Promise<boolean> {
    return (await this.send('sismember', [this.encode(value)])) === 1;
  }

  /**
   * Which of some values are in the set.
   *
   * Redis: SMISMEMBER, O(values), atomic up to 10,000 values; in commands of that size beyond.
   */
  async hasMany(values: Several<T>): Promise<boolean[]> {
    const found = await this.askEach('smismember', this.encodeAll(several('values', values)));
    return found.map((answer) => answer === 1);
  }

  /**
   * How many values there are.
   *
   * Redis: SCARD, O(1), atomic.
   */
  async size(): Promise<number> {
    return (await this.send('scard', [])) as number;
  }

  /**
   * All values. Iterate instead where there may be very many.
   *
   * Redis: SMEMBERS, O(n), atomic.
   */
  async toSet(): Promise<Set<T>> {
    return new Set(this.decodeAll(await this.ask('smembers', [])));
  }

  /**
   * Take a random value out; undefined from an empty set.
   *
   * Redis: SPOP, O(1), atomic.
   *
   * @throws CodecError, which carries the value, when the codec cannot read it
   */
  async pop(): Promise<T | undefined> {
    return this.decodeTakenOne(await this.ask('spop', []));
  }

  /**
   * Take up to `count` random values out.
   *
   * Redis: SPOP with a count, O(count), atomic.
   *
   * @throws CodecError, which carries all of them (`raw`), when the codec cannot read one
   */
  async popMany(count: number): Promise<T[]> {
    if (natural('count', count) === 0) return [];
    const taken = (await this.ask('spop', [count])) as unknown[];
    return this.decodeTaken(taken, (stored) => this.decode(stored));
  }

  /**
   * A random value, which stays; undefined from an empty set.
   *
   * Redis: SRANDMEMBER, O(1), atomic.
   */
  async random(): Promise<T | undefined> {
    return this.decodeOptional(await this.ask('srandmember', []));
  }

  /**
   * Up to `count` different random values, or exactly `count` that may be the same with `repeats`. They stay.
   *
   * Redis: SRANDMEMBER with a count, O(count), atomic.
   */
  async randomMany(count: number, options: RandomOptions = {}): Promise<T[]> {
    const { repeats = false } = knownOptions('randomMany()', options, { repeats: true });
    if (natural('count', count) === 0) return [];
    return this.decodeAll(await this.ask('srandmember', [repeats ? -count : count]));
  }

  /**
   * Move a value to another set.
   *
   * Redis: SMOVE, O(1), atomic.
   *
   * @returns whether it was there
   * @throws CrossSlotError on a cluster, when the sets are in different slots
   */
  async moveTo(other: RedisSet<T>, value: T): Promise<boolean> {
    const keys = [this.target(other)];
    return (await this.send('smove', [...keys, this.encode(value)], keys)) === 1;
  }

  /**
   * Walk the values whose stored form matches a glob-style pattern, in bounded steps and no particular order. What is
   * changed meanwhile may come or not; a value may come twice while the server resizes the set.
   *
   * Redis: SSCAN MATCH, O(1) a step, O(n) in all.
   */
  search(pattern: string, options: SearchOptions = {}): AsyncGenerator<T, void, undefined> {
    return this.walk(pattern, options);
  }

  /**
   * Walk all values, with the same promises as `search()`.
   *
   * Redis: SSCAN, O(1) a step, O(n) in all.
   */
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    return this.walk(undefined, {});
  }

  protected open(to: Destination<RedisSet<T>>): RedisSet<T> {
    return to instanceof RedisSet ? to : new RedisSet(this.connection, to, this);
  }

  private async *walk(pattern: string | undefined, options: SearchOptions): AsyncGenerator<T, void, undefined> {
    const args = scanArguments(pattern, options);
    for await (const found of scan((cursor) => this.ask('sscan', [cursor, ...args]))) yield* this.decodeAll(found);
  }
}
