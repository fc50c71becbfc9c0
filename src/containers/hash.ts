import { finite, integer, string } from './arguments.js';
import { pairs, readScore } from './replies.js';
import { type SearchOptions, scan, scanArguments } from './scan.js';
import { ValueContainer } from './value-container.js';

/** Fields with their values: an object, a Map, or anything else that gives pairs. */
export type HashValues<T> = Readonly<Record<string, T>> | ReadonlyMap<string, T> | Iterable<readonly [string, T]>;

const isIterable = <T>(values: HashValues<T>): values is Iterable<readonly [string, T]> => Symbol.iterator in values;

/** Named values under one key: a Map that lives on the server. */
export class Hash<T = string> extends ValueContainer<T> implements AsyncIterable<[string, T]> {
  protected readonly type = 'hash';

  /**
   * The value of a field; undefined when there is none.
   *
   * Redis: HGET, O(1), atomic.
   *
   * @throws CodecError when the codec cannot read it
   */
  async get(field: string): Promise<T | undefined> {
    return this.decodeOptional(await this.ask('hget', [string(field, 'field')]), field);
  }

  /**
   * The values of some fields in their order; undefined where there is none.
   *
   * Redis: HMGET, O(fields), atomic.
   *
   * @throws CodecError when the codec cannot read one
   */
  async getMany(fields: readonly string[]): Promise<(T | undefined)[]> {
    if (fields.length === 0) return [];
    const reply = (await this.ask('hmget', names(fields))) as unknown[];
    return reply.map((stored, i) => this.decodeOptional(stored, fields[i]));
  }

  /**
   * Whether the field is there.
   *
   * Redis: HEXISTS, O(1), atomic.
   */
  async has(field: string): Promise<boolean> {
    return (await this.send('hexists', [string(field, 'field')])) === 1;
  }

  /**
   * Give a field its value.
   *
   * Redis: HSET, O(1), atomic.
   *
   * @returns whether the field is new
   * @throws TypeError when the codec refuses the value; nothing is sent
   */
  async set(field: string, value: T): Promise<boolean> {
    return (await this.send('hset', [string(field, 'field'), this.encode(value, field)])) === 1;
  }

  /**
   * Give several fields their values; the others stay as they are.
   *
   * Redis: HSET, O(fields), atomic.
   *
   * @returns how many fields are new
   * @throws TypeError when the codec refuses a value; nothing is sent
   */
  async update(values: HashValues<T>): Promise<number> {
    const entries = isIterable(values) ? [...values] : Object.entries(values);
    if (entries.length === 0) return 0;
    const args = entries.flatMap(([field, value]) => [string(field, 'field'), this.encode(value, field)]);
    return (await this.send('hset', args)) as number;
  }

  /**
   * Give a field its value unless it has one.
   *
   * Redis: HSETNX, O(1), atomic.
   *
   * @returns whether it was set
   * @throws TypeError when the codec refuses the value; nothing is sent
   */
  async setIfAbsent(field: string, value: T): Promise<boolean> {
    return (await this.send('hsetnx', [string(field, 'field'), this.encode(value, field)])) === 1;
  }

  /**
   * Delete fields.
   *
   * Redis: HDEL, O(fields), atomic.
   *
   * @returns how many were there
   */
  async delete(...fields: string[]): Promise<number> {
    return fields.length === 0 ? 0 : ((await this.send('hdel', names(fields))) as number);
  }

  /**
   * How many fields there are.
   *
   * Redis: HLEN, O(1), atomic.
   */
  async size(): Promise<number> {
    return (await this.send('hlen', [])) as number;
  }

  /**
   * The names of all fields, in no particular order.
   *
   * Redis: HKEYS, O(n), atomic.
   */
  async keys(): Promise<string[]> {
    return (await this.send('hkeys', [])) as string[];
  }

  /**
   * All values, in no particular order.
   *
   * Redis: HVALS, O(n), atomic.
   *
   * @throws CodecError when the codec cannot read one
   */
  async values(): Promise<T[]> {
    return this.decodeAll(await this.ask('hvals', []));
  }

  /**
   * All fields with their values, in no particular order.
   *
   * Redis: HGETALL, O(n), atomic.
   *
   * @throws CodecError when the codec cannot read one
   */
  async entries(): Promise<[string, T][]> {
    return this.decodePairs(await this.ask('hgetall', []));
  }

  /**
   * All fields with their values as an object; any name of a field is a property of its own, also `__proto__`.
   *
   * Redis: HGETALL, O(n), atomic.
   *
   * @throws CodecError when the codec cannot read one
   */
  async toObject(): Promise<Record<string, T>> {
    return Object.fromEntries(this.decodePairs(await this.ask('hgetall', [])));
  }

  /**
   * Add a whole number to a field, which counts from 0 when it is not there.
   *
   * Redis: HINCRBY, O(1), atomic.
   *
   * @returns the new value
   * @throws RangeError for a fraction, before anything is sent
   */
  async increment(field: string, by = 1): Promise<number> {
    return Number(await this.send('hincrby', [string(field, 'field'), integer(by, 'by')]));
  }

  /**
   * Add a number to a field, which counts from 0 when it is not there.
   *
   * Redis: HINCRBYFLOAT, O(1), atomic.
   *
   * @returns the new value
   * @throws RangeError for NaN and infinite numbers, before anything is sent
   */
  async incrementFloat(field: string, by: number): Promise<number> {
    return readScore(await this.send('hincrbyfloat', [string(field, 'field'), finite(by, 'by')]));
  }

  /**
   * Walk the fields whose names match a glob-style pattern, in bounded steps and no particular order. What is changed
   * meanwhile may come or not; a field may come twice while the server resizes the hash.
   *
   * Redis: HSCAN MATCH, O(1) a step, O(n) in all.
   *
   * @throws CodecError when the codec cannot read a value
   */
  search(pattern: string, options: SearchOptions = {}): AsyncGenerator<[string, T], void, undefined> {
    return this.walk(pattern, options);
  }

  /**
   * Walk all fields, with the same promises as `search()`.
   *
   * Redis: HSCAN, O(1) a step, O(n) in all.
   */
  [Symbol.asyncIterator](): AsyncGenerator<[string, T], void, undefined> {
    return this.walk(undefined, {});
  }

  private async *walk(
    pattern: string | undefined,
    options: SearchOptions,
  ): AsyncGenerator<[string, T], void, undefined> {
    const args = scanArguments(pattern, options);
    for await (const found of scan((cursor) => this.ask('hscan', [cursor, ...args]))) yield* this.decodePairs(found);
  }

  private decodePairs(reply: unknown): [string, T][] {
    return pairs(reply).map(([name, stored]) => {
      const field = String(name);
      return [field, this.decode(stored, field)];
    });
  }
}

const names = (fields: readonly string[]): string[] => fields.map((field) => string(field, 'field'));
