import { CodecError } from '../../errors/container.js';
import { incrementField, setExpiring } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { finite, natural, positive } from '../../util/check.js';
import { knownOptions } from '../../util/options.js';
import { checkText } from '../arguments.js';
import { pairsOf } from '../pairs.js';
import { PORTION, sumInPortions } from '../portions.js';
import { mapPairs, readScore } from '../replies.js';
import { type SearchOptions, scan, scanArguments } from '../scan.js';
import { type ExactOption, explainSum, isExact, readSum, wholeArgument } from '../sums.js';
import { listOf, type Several, several, type Values } from '../variadic.js';
import { ExpiringFields, FIELD_TTL, type FieldTtlOptions, HPEXPIRE } from './expiring-fields.js';

/** Fields with their values: an object, a Map, or anything else that gives pairs. */
export type HashValues<T> = Readonly<Record<string, T>> | ReadonlyMap<string, T> | Iterable<readonly [string, T]>;

export interface RandomFieldsOptions {
  /** the same field may be drawn more than once @default false */
  readonly repeats?: boolean | undefined;
}

// spelled in capitals, which ioredis does not know: it would make an object of the answer, and lose names that are not UTF-8
const HGETALL = 'HGETALL';

/** Named values under one key: a Map that lives on the server. */
export class Hash<T = string> extends ExpiringFields<T> implements AsyncIterable<[string, T]> {
  /**
   * The value of a field; undefined when there is none.
   *
   * Redis: HGET, O(1), atomic.
   *
   * @throws CodecError when the codec cannot read it
   */
  async get(field: string): Promise<T | undefined> {
    return this.decodeOptional(await this.ask('hget', [checkText('field', field)]), field);
  }

  /**
   * The values of some fields in their order; undefined where there is none.
   *
   * Redis: HMGET, O(fields), atomic up to 10,000 fields; in commands of that size beyond.
   *
   * @throws CodecError when the codec cannot read one
   */
  async getMany(fields: Several<string>): Promise<(T | undefined)[]> {
    const list = names(several('fields', fields));
    const reply = await this.askEach('hmget', list);
    return reply.map((stored, i) => this.decodeOptional(stored, list[i]));
  }

  /**
   * Whether the field is there.
   *
   * Redis: HEXISTS, O(1), atomic.
   */
  async has(field: string): Promise<boolean> {
    return (await this.send('hexists', [checkText('field', field)])) === 1;
  }

  /**
   * Give a field its value, and a ttl of its own where one is given.
   *
   * Redis: HSET, O(1), atomic; with a ttl one script.
   *
   * @returns whether the field is new
   * @throws TypeError when the codec refuses the value; nothing is sent. UnsupportedError for a ttl before Redis 7.4 and
   *   Valkey 9
   */
  async set(field: string, value: T, options: FieldTtlOptions = {}): Promise<boolean> {
    const args = [checkText('field', field), this.encode(value, field)];
    const { ttl } = knownOptions('set()', options, FIELD_TTL);
    if (ttl !== undefined) return (await this.setExpiring(args, ttl)) === 1;
    return (await this.send('hset', args)) === 1;
  }

  /**
   * Give several fields their values, and a ttl of their own where one is given; the others stay as they are.
   *
   * Redis: HSET, O(fields), atomic up to 10,000 fields; in commands of that size beyond. With a ttl one script.
   *
   * @returns how many fields are new
   * @throws TypeError when the codec refuses a value; nothing is sent. UnsupportedError for a ttl before Redis 7.4 and
   *   Valkey 9
   */
  async update(values: HashValues<T>, options: FieldTtlOptions = {}): Promise<number> {
    const { ttl } = knownOptions('update()', options, FIELD_TTL);
    const args: (string | Buffer)[] = [];
    for (const [field, value] of pairsOf<string, T>('values', values))
      args.push(checkText('field', field), this.encode(value, field));
    return ttl === undefined ? this.total('hset', args, 2) : this.setExpiring(args, ttl);
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
    return (await this.send('hsetnx', [checkText('field', field), this.encode(value, field)])) === 1;
  }

  /**
   * Delete fields.
   *
   * Redis: HDEL, O(fields), atomic up to 10,000 fields; in commands of that size beyond.
   *
   * @returns how many were there
   */
  async delete(...fields: Values<string>): Promise<number> {
    return this.total('hdel', names(listOf(fields)));
  }

  /**
   * How many bytes the value of a field has as it is stored; 0 without the field.
   *
   * Redis: HSTRLEN, O(1), atomic.
   */
  async fieldSize(field: string): Promise<number> {
    return (await this.send('hstrlen', [checkText('field', field)])) as number;
  }

  /**
   * A random field with its value; undefined from an empty hash.
   *
   * Redis: HRANDFIELD, O(1), atomic.
   */
  async random(): Promise<[string, T] | undefined> {
    return this.decodePairs(await this.ask('hrandfield', [1, 'withvalues']))[0];
  }

  /**
   * Up to `count` different random fields with their values, or exactly `count` that may be the same with `repeats`.
   *
   * Redis: HRANDFIELD with a count, O(count), atomic.
   */
  async randomMany(count: number, options: RandomFieldsOptions = {}): Promise<[string, T][]> {
    const { repeats = false } = knownOptions('randomMany()', options, { repeats: true });
    if (natural('count', count) === 0) return [];
    return this.decodePairs(await this.ask('hrandfield', [repeats ? -count : count, 'withvalues']));
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
   * All fields with their values, in no particular order. Bytes of a name that are not UTF-8 become U+FFFD.
   *
   * Redis: HGETALL, O(n), atomic.
   *
   * @throws CodecError when the codec cannot read one
   */
  async entries(): Promise<[string, T][]> {
    return this.decodePairs(await this.ask(HGETALL, []));
  }

  /**
   * All fields with their values as an object; any name of a field is a property of its own, also `__proto__`.
   *
   * Redis: HGETALL, O(n), atomic.
   *
   * @throws CodecError when the codec cannot read one, and when names that are not UTF-8 cannot be told apart
   */
  async toObject(): Promise<Record<string, T>> {
    const entries = await this.entries();
    const object = Object.fromEntries(entries);
    if (Object.keys(object).length === entries.length) return object;
    const reason = 'several names are not UTF-8 and look the same; entries() gives all of them';
    throw new CodecError(this.key, undefined, new TypeError(reason));
  }

  /**
   * Add a whole number to a field, which counts from 0 when it is not there.
   *
   * Redis: HINCRBY, O(1), atomic; for a bigint one script.
   *
   * @returns the new value
   * @throws RangeError for a fraction, before anything is sent, and for a sum beyond 2^53, which is stored all the same:
   *   with `{ bigint: true }` it comes as a bigint; TypeError when the field does not hold a whole number
   */
  async increment(field: string, by?: number): Promise<number>;
  async increment(field: string, by: number | bigint, options: ExactOption): Promise<bigint>;
  async increment(field: string, by: number | bigint = 1, options?: ExactOption): Promise<number | bigint> {
    const args = { field: checkText('field', field), by: wholeArgument('by', by) };
    if (isExact(options)) return BigInt((await this.addExactly(args)) as string);
    return readSum(this.place(field), await this.adding(field, 'hincrby', args.by));
  }

  /**
   * Add a number to a field, which counts from 0 when it is not there.
   *
   * Redis: HINCRBYFLOAT, O(1), atomic.
   *
   * @returns the new value
   * @throws RangeError for NaN and infinite numbers, before anything is sent; TypeError when the field does not hold a
   *   number
   */
  async incrementFloat(field: string, by: number): Promise<number> {
    return readScore(await this.adding(checkText('field', field), 'hincrbyfloat', finite('by', by)));
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
    return mapPairs(reply, (name, stored) => {
      const field = String(name);
      return [field, this.decode(stored, field)];
    });
  }

  private async setExpiring(args: readonly (string | Buffer)[], ttl: number): Promise<number> {
    positive('ttl', ttl);
    const set = (rest: readonly (string | Buffer)[]) => {
      const added = run(this.connection, setExpiring, { keys: { hash: this.key }, args: { ttl }, rest });
      return this.newer(added.catch((error) => this.explain(error)) as Promise<number>, HPEXPIRE);
    };
    return sumInPortions(this.connection, args, PORTION, set);
  }

  private addExactly(args: { field: string; by: string }): Promise<unknown> {
    const input = { keys: { hash: this.key }, args };
    return run(this.connection, incrementField, input).catch((error) => this.explainAdding(args.field, error));
  }

  private adding(field: string, command: string, by: string | number): Promise<unknown> {
    return this.connection.send(command, [this.key, field, by]).catch((error) => this.explainAdding(field, error));
  }

  private explainAdding(field: string, error: unknown): Promise<never> {
    return this.explain(error).catch((explained) => explainSum(this.place(field), explained));
  }

  private place(field: string): () => string {
    return () => `The field ${JSON.stringify(field)} of ${JSON.stringify(this.key)}`;
  }
}

const names = (fields: readonly string[]): string[] => fields.map((field) => checkText('field', field));
