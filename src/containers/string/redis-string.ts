import { incrementString, sliceString } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { finite, integer, natural, positive } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { sliceBounds } from '../arguments.js';
import { type OnlyOption, onlyArguments } from '../conditions.js';
import { checkItem, type Item } from '../item.js';
import { readScore } from '../replies.js';
import { type ExactOption, explainSum, isExact, readSum, wholeArgument } from '../sums.js';
import { ValueContainer } from '../value-container.js';

export interface SetOptions extends OnlyOption {
  /** milliseconds until the key goes away; null: keep it for ever @default null */
  readonly ttl?: number | null | undefined;
  /** leave the ttl that the key has as it is @default false */
  readonly keepTtl?: boolean | undefined;
}

/** A part of a string: Buffers where the values are. */
export type Part<T> = T extends Buffer ? Buffer : string;

const GET_WITH_CONDITION = { command: 'SET with GET and a condition', needs: 'Redis 7.0 or later, or Valkey' };

const SET: OptionNames<SetOptions> = { ttl: true, keepTtl: true, only: true };

function setArguments(call: string, options: SetOptions): (string | number)[] {
  const { ttl, keepTtl = false } = knownOptions(call, options, SET);
  const words: (string | number)[] = onlyArguments(options);
  if (!keepTtl) return ttl === undefined || ttl === null ? words : [...words, 'px', positive('ttl', ttl)];
  if (ttl === undefined) return [...words, 'keepttl'];
  throw new TypeError('keepTtl leaves the ttl as it is, and ttl sets another. Leave one out.');
}

/** One value under one key. */
export class RedisString<T = string> extends ValueContainer<T> {
  readonly type = 'string';

  /**
   * The value; undefined when there is none.
   *
   * Redis: GET, O(1), atomic.
   *
   * @throws CodecError when the codec cannot read it
   */
  async get(): Promise<T | undefined> {
    return this.decodeOptional(await this.ask('get', []));
  }

  /**
   * Set the value. What is at the key is replaced, of whatever type it is; its ttl goes unless it is kept.
   *
   * Redis: SET, O(1), atomic.
   *
   * @returns whether it was set: false only when `only` stood against it
   * @throws TypeError when the codec refuses the value; nothing is sent
   */
  async set(value: T, options?: SetOptions): Promise<boolean> {
    const stored = this.encode(value);
    const args = options === undefined ? [stored] : [stored, ...setArguments('set()', options)];
    return (await this.send('set', args)) !== null;
  }

  /**
   * Set the value, and give the one that was there; undefined when there was none. It was set unless `only` stood
   * against it: `new` when there was one, `existing` when there was none.
   *
   * Redis: SET with GET, O(1), atomic.
   *
   * @throws CodecError, which carries the value that was there, when the codec cannot read it; UnsupportedError for
   *   `only` before Redis 7
   */
  async getAndSet(value: T, options: SetOptions = {}): Promise<T | undefined> {
    const reply = this.ask('set', [this.encode(value), ...setArguments('getAndSet()', options), 'get']);
    const explained = options.only === undefined ? reply : this.newer(reply, GET_WITH_CONDITION);
    return this.decodeTakenOne(await explained);
  }

  /**
   * Take the value out; undefined when there is none.
   *
   * Redis: GETDEL, O(1), atomic.
   *
   * @throws CodecError, which carries the value, when the codec cannot read it
   */
  async getAndDelete(): Promise<T | undefined> {
    return this.decodeTakenOne(await this.ask('getdel', []));
  }

  /**
   * The value of a key whose ttl is set anew, or is no more (`null`); undefined when there is none.
   *
   * Redis: GETEX, O(1), atomic.
   *
   * @throws RangeError unless the ttl is a whole number of at least 1; CodecError when the codec cannot read the value
   */
  async getAndExpire(ttl: number | null): Promise<T | undefined> {
    return this.decodeOptional(await this.ask('getex', ttl === null ? ['persist'] : ['px', positive('ttl', ttl)]));
  }

  /**
   * Add text or bytes at the end, as they are: no codec is asked.
   *
   * Redis: APPEND, O(1), atomic.
   *
   * @returns the new size in bytes
   */
  async append(text: Item): Promise<number> {
    return (await this.send('append', [checkItem(text)])) as number;
  }

  /**
   * The bytes from `start` to before `end`, counted from the end where they are negative. No codec is asked: text, or a
   * Buffer where the values are Buffers. A part that begins or ends inside a character is not the text that you want.
   *
   * Redis: GETRANGE, O(bytes), atomic; for a negative end one script.
   */
  async slice(start = 0, end?: number): Promise<Part<T>> {
    if (end !== undefined && integer('end', end) < 0) return (await this.sliceBack(start, end)) as Part<T>;
    const bounds = sliceBounds(start, end);
    if (!bounds) return (this.codec.binary ? Buffer.alloc(0) : '') as Part<T>;
    return (await this.ask('getrange', bounds)) as Part<T>;
  }

  /**
   * Overwrite from a byte on, with text or bytes as they are. What lies between the end and `offset` becomes zeros.
   *
   * Redis: SETRANGE, O(1), atomic.
   *
   * @returns the new size in bytes
   */
  async setRange(offset: number, text: Item): Promise<number> {
    return (await this.send('setrange', [natural('offset', offset), checkItem(text)])) as number;
  }

  /**
   * How many bytes are stored; 0 without a key.
   *
   * Redis: STRLEN, O(1), atomic.
   */
  async size(): Promise<number> {
    return (await this.send('strlen', [])) as number;
  }

  /**
   * Add a whole number to the value, which counts from 0 when there is none. The ttl stays.
   *
   * Redis: INCRBY, O(1), atomic; for a bigint one script.
   *
   * @returns the new value
   * @throws RangeError for a fraction, before anything is sent, and for a sum beyond 2^53, which is stored all the same:
   *   with `{ bigint: true }` it comes as a bigint; TypeError when the value is not a whole number
   */
  async increment(by?: number): Promise<number>;
  async increment(by: number | bigint, options: ExactOption): Promise<bigint>;
  async increment(by: number | bigint = 1, options?: ExactOption): Promise<number | bigint> {
    const step = wholeArgument('by', by);
    if (isExact(options)) return BigInt((await this.addExactly(step)) as string);
    return readSum(this.place, await this.adding('incrby', step));
  }

  /**
   * Add a number to the value, which counts from 0 when there is none. The ttl stays.
   *
   * Redis: INCRBYFLOAT, O(1), atomic.
   *
   * @returns the new value
   * @throws RangeError for NaN and infinite numbers, before anything is sent; TypeError when the value is not a number
   */
  async incrementFloat(by: number): Promise<number> {
    return readScore(await this.adding('incrbyfloat', finite('by', by)));
  }

  private sliceBack(start: number, end: number): Promise<unknown> {
    const args = { start: integer('start', start), stop: integer('end', end) };
    return run(this.asking, sliceString, { keys: { key: this.key }, args }).catch((error) => this.explain(error));
  }

  private addExactly(by: string): Promise<unknown> {
    const input = { keys: { key: this.key }, args: { by } };
    return run(this.connection, incrementString, input).catch((error) => this.explainAdding(error));
  }

  private adding(command: string, by: string | number): Promise<unknown> {
    return this.connection.send(command, [this.key, by]).catch((error) => this.explainAdding(error));
  }

  private explainAdding(error: unknown): Promise<never> {
    return this.explain(error).catch((explained) => explainSum(this.place, explained));
  }

  private readonly place = (): string => `The key ${JSON.stringify(this.key)}`;
}
