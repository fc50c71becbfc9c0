import { OutOfBoundsError } from '../errors/bounds.js';
import type { Connection } from '../redis/connection/connection.js';
import { explainTypes } from '../redis/wrong-type.js';
import { changeCounter } from '../scripts/generated.js';
import { run, scriptFailure } from '../scripts/run.js';
import { integer, nonEmpty, positive } from '../util/check.js';
import { knownOptions, type OptionNames } from '../util/options.js';
import { rangeText } from '../util/range-text.js';
import { Container } from './container.js';

export interface CounterOptions {
  /** the least that it may become: 0 or less, since it begins at 0 @default -(2^53 - 1) */
  readonly min?: number | undefined;
  /** the most that it may become: 0 or more @default 2^53 - 1 */
  readonly max?: number | undefined;
  /** milliseconds from the first change until it begins anew @default for ever */
  readonly ttl?: number | undefined;
}

const COUNTER: OptionNames<CounterOptions> = { min: true, max: true, ttl: true };

/** A whole number that many processes change, at the key as it is given. */
export class Counter extends Container {
  readonly type = 'string';
  private readonly min: number;
  private readonly max: number;
  private readonly life: number;

  /** What it was opened with, its time to live in ms; 0: for ever. @internal */
  get limits(): { readonly min: number; readonly max: number; readonly ttl: number } {
    return { min: this.min, max: this.max, ttl: this.life };
  }

  constructor(connection: Connection, key: string, options: CounterOptions = {}) {
    nonEmpty('The key of a counter', key);
    super(connection, key);
    const {
      min = Number.MIN_SAFE_INTEGER,
      max = Number.MAX_SAFE_INTEGER,
      ttl,
    } = knownOptions('a counter', options, COUNTER);
    this.min = integer('min', min);
    this.max = integer('max', max);
    if (min > max) throw new RangeError(`min must be at most max, which is ${max}, not ${min}. Swap them.`);
    if (min > 0 || max < 0)
      throw new RangeError(`A counter begins at 0, which is not from ${min} to ${max}. Let its bounds have 0 in them.`);
    this.life = ttl === undefined ? 0 : positive('ttl', ttl);
  }

  /**
   * Add to it.
   *
   * Redis: one script, O(1), atomic.
   *
   * @returns the new value
   * @throws OutOfBoundsError, a RangeError, when it would pass a bound, TypeError when the key holds other text, WrongTypeError when it holds no text; nothing
   * is changed then
   */
  async increment(by = 1): Promise<number> {
    const { min, max, life: ttl } = this;
    const input = { keys: { counter: this.key }, args: { by: integer('by', by), min, max, ttl } };
    try {
      return Number(await run(this.connection, changeCounter, input));
    } catch (error) {
      return explainTypes(this.connection, this.refused(error), [[this.key, this.type]]);
    }
  }

  /** Take from it. Redis: as increment. */
  async decrement(by = 1): Promise<number> {
    return this.increment(-integer('by', by));
  }

  /**
   * Its value; 0 before the first change. Redis: GET, O(1), atomic.
   *
   * @throws TypeError when the key holds other text
   */
  async value(): Promise<number> {
    const stored = String((await this.send('get', [])) ?? 0);
    if (!/^(0|-?[1-9]\d*)$/.test(stored)) throw this.noNumber(stored.slice(0, 60));
    return Number(stored);
  }

  /** Begin anew at 0. Redis: DEL, O(1), atomic. */
  async reset(): Promise<void> {
    await this.clear();
  }

  private refused(error: unknown): unknown {
    const { code, facts: [fact] = [] } = scriptFailure(error) ?? {};
    if (code === 'NOT_A_NUMBER') return this.noNumber(fact);
    if (code !== 'BEYOND') return error;
    return new OutOfBoundsError(`The counter ${JSON.stringify(this.key)}`, rangeText(this.min, this.max), String(fact));
  }

  private noNumber(stored: unknown): TypeError {
    return new TypeError(
      `The counter ${JSON.stringify(this.key)} holds ${JSON.stringify(stored)}, which is not a whole number. Nothing was changed: reset() it, or give the counter another key.`,
    );
  }
}
