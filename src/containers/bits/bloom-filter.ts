import type { Argument, Connection } from '../../redis/connection/connection.js';
import { addBits, testBits } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { Container } from '../container.js';
import { checkItem, type Item } from '../item.js';
import { type BloomFilterOptions, type BloomShape, packPositions, shape } from './bloom-shape.js';

// one script for more would hold up other clients for too long
const MOST_BITS = 200_000;

/**
 * Whether a value was seen before, in a fixed number of bits: "no" is always right, "yes" is wrong at a known rate.
 * Values cannot be taken out again. A number and its decimal form are the same value.
 *
 * Layout: a string of `bytes` bytes at most, in which each value sets `hashes` bits, counted as SETBIT counts them.
 * Which ones they are is a matter of the value and of `bytes` alone (see `positions` in bloom-shape.ts): a key must always be opened with
 * the same size.
 */
export class BloomFilter extends Container {
  protected readonly type = 'string';
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
   * @throws TypeError for what is neither a string, a finite number nor a Buffer
   */
  async add(value: Item): Promise<boolean> {
    return (await this.addMany([value]))[0]!;
  }

  /**
   * Add values.
   *
   * Redis: one script, O(values × hashes), one round trip, atomic up to 200,000 bits (28,571 values of 7 hashes); in
   * scripts of that size beyond.
   *
   * @returns for each whether it was not there yet
   */
  async addMany(values: readonly Item[]): Promise<boolean[]> {
    return this.ask(addBits, values);
  }

  /**
   * Whether a value was added; true at times for one that was not.
   *
   * Redis: one script, O(hashes), atomic.
   */
  async has(value: Item): Promise<boolean> {
    return (await this.hasMany([value]))[0]!;
  }

  /**
   * Whether values were added.
   *
   * Redis: one script, O(values × hashes), one round trip, atomic as `addMany()` is.
   */
  async hasMany(values: readonly Item[]): Promise<boolean[]> {
    return this.ask(testBits, values);
  }

  /** Ask a script about the bits of each value. */
  private async ask(script: typeof addBits | typeof testBits, values: readonly Item[]): Promise<boolean[]> {
    const items = values.map(checkItem);
    const size = Math.floor(MOST_BITS / this.hashes);
    const parts = Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
      items.slice(i * size, (i + 1) * size),
    );
    return (await Promise.all(parts.map((part) => this.askOnce(script, part)))).flat();
  }

  private async askOnce(script: typeof addBits | typeof testBits, items: readonly Argument[]): Promise<boolean[]> {
    const input = {
      keys: { filter: this.key },
      args: { hashes: this.hashes, positions: packPositions(items, this.shape) },
    };
    const digits = await run(this.connection, script, input).catch((error) => this.explain(error));
    return [...String(digits)].map((digit) => digit === '1');
  }
}
