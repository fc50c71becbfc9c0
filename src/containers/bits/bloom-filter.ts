import { SettingsError, WrongTypeError } from '../../errors/container.js';
import type { Argument, Connection } from '../../redis/connection/connection.js';
import { addBits, testBits } from '../../scripts/generated.js';
import { run, scriptFailure } from '../../scripts/run.js';
import { Container } from '../container.js';
import { checkItem, type Item } from '../item.js';
import { inPortions } from '../portions.js';
import { type Several, several } from '../variadic.js';
import { type BloomFilterOptions, type BloomShape, packPositions, shape } from './bloom-shape.js';

// about half a microsecond each: one script for more would hold up other clients for too long
const MOST_BITS = 10_000;

/**
 * Whether a value was seen before, in a fixed number of bits: "no" is always right, "yes" is wrong at a known rate.
 * Values cannot be taken out again. A number and its decimal form are the same value.
 *
 * Layout: a string of `bytes` bytes, in which each value sets `hashes` bits, counted as SETBIT counts them. Which ones
 * they are is a matter of the value and of `bytes` alone (see `writePositions` in bloom-shape.ts). Eight bytes more hold the
 * shape, so that a key that is opened with another one is refused.
 */
export class BloomFilter extends Container {
  readonly type = 'string';
  private readonly shape: BloomShape;

  /** @throws RangeError for a size that no filter can have */
  constructor(connection: Connection, key: string, options: BloomFilterOptions = {}) {
    super(connection, key);
    this.shape = shape(options);
  }

  /** How large the filter is. */
  get bytes(): number {
    return this.shape.bytes;
  }

  /** How many bits a value sets. */
  get hashes(): number {
    return this.shape.hashes;
  }

  /**
   * Add a value.
   *
   * Redis: one script, O(hashes), atomic.
   *
   * @returns whether it was not there yet; false for a new one as often as `has()` would be wrong
   * @throws TypeError for what is neither a string, a finite number nor a Buffer; SettingsError when the filter was made
   *   with another shape
   */
  async add(value: Item): Promise<boolean> {
    return (await this.addMany([value]))[0]!;
  }

  /**
   * Add values.
   *
   * Redis: one script, O(values × hashes), one round trip, atomic up to 10,000 bits (1,428 values of 7 hashes); in
   * scripts of that size beyond.
   *
   * @returns for each whether it was not there yet
   */
  async addMany(values: Several<Item>): Promise<boolean[]> {
    return this.ask(addBits, values);
  }

  /**
   * Whether a value was added; true at times for one that was not.
   *
   * Redis: one script, O(hashes), atomic.
   *
   * @throws SettingsError when the filter was made with another shape
   */
  async has(value: Item): Promise<boolean> {
    return (await this.hasMany([value]))[0]!;
  }

  /**
   * Whether values were added.
   *
   * Redis: one script, O(values × hashes), one round trip, atomic as `addMany()` is.
   */
  async hasMany(values: Several<Item>): Promise<boolean[]> {
    return this.ask(testBits, values);
  }

  /** Ask a script about the bits of each value. */
  private async ask(script: typeof addBits | typeof testBits, values: Several<Item>): Promise<boolean[]> {
    const items = several('values', values).map(checkItem);
    const size = Math.floor(MOST_BITS / this.hashes);
    const answers = await inPortions(this.connection, items, size, (part) => this.askOnce(script, part));
    return answers.flat();
  }

  private async askOnce(script: typeof addBits | typeof testBits, items: readonly Argument[]): Promise<boolean[]> {
    const { bytes, hashes } = this;
    const input = { keys: { filter: this.key }, args: { bytes, hashes, positions: packPositions(items, this.shape) } };
    const digits = await run(this.connection, script, input).catch((error) => this.explain(error));
    return [...String(digits)].map((digit) => digit === '1');
  }

  protected override explain(error: unknown): Promise<never> {
    const failure = scriptFailure(error);
    if (failure?.code === 'NO_FILTER') throw new WrongTypeError(this.key, 'string', 'BloomFilter');
    if (failure?.code !== 'OTHER_SHAPE') return super.explain(error);
    const [bytes, hashes] = failure.facts as [number, number];
    if (bytes !== this.bytes) throw new SettingsError(this.key, 'bytes', this.bytes, bytes);
    throw new SettingsError(this.key, 'hashes', this.hashes, hashes);
  }
}
