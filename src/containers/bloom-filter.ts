import type { Argument, Connection } from '../redis/connection.js';
import { type BloomFilterOptions, type BloomShape, positions, shape } from './bloom-shape.js';
import { Container } from './container.js';
import { checkItem, type Item } from './item.js';

// a command has at most 2^20 arguments, and a bit takes four of them
const MOST_BITS = 200_000;

/**
 * Whether a value was seen before, in a fixed number of bits: "no" is always right, "yes" is wrong at a known rate.
 * Values cannot be taken out again. A number and its decimal form are the same value.
 *
 * Layout: a string of `bytes` bytes at most, in which each value sets `hashes` bits, counted as SETBIT counts them.
 * Which ones they are is a matter of the value and of `bytes` alone (see `positions`): a key must always be opened with
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
   * Redis: BITFIELD, O(hashes), atomic.
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
   * Redis: BITFIELD, O(values × hashes), one round trip, atomic up to 200,000 bits (28,571 values of 7 hashes), in
   * parts of that size beyond.
   *
   * @returns for each whether it was not there yet
   */
  async addMany(values: readonly Item[]): Promise<boolean[]> {
    const before = await this.bits('bitfield', values, (bit) => ['set', 'u1', bit, 1]);
    return before.map((bits) => bits.includes(0));
  }

  /**
   * Whether a value was added; true at times for one that was not.
   *
   * Redis: BITFIELD_RO, O(hashes), atomic.
   */
  async has(value: Item): Promise<boolean> {
    return (await this.hasMany([value]))[0]!;
  }

  /**
   * Whether values were added.
   *
   * Redis: BITFIELD_RO, O(values × hashes), one round trip, atomic as `addMany()` is.
   */
  async hasMany(values: readonly Item[]): Promise<boolean[]> {
    const found = await this.bits('bitfield_ro', values, (bit) => ['get', 'u1', bit]);
    return found.map((bits) => !bits.includes(0));
  }

  /** Do the same with each bit of each value; gives the bits as they were, by value. */
  private async bits(
    command: string,
    values: readonly Item[],
    operation: (bit: number) => Argument[],
  ): Promise<number[][]> {
    const all = values.map(checkItem).flatMap((value) => positions(value, this.shape));
    const parts = portions(all, MOST_BITS).map((part) => this.send(command, part.flatMap(operation)));
    const replies = ((await Promise.all(parts)) as number[][]).flat();
    return portions(replies, this.hashes);
  }
}

/** Cut a list into lists of a size. */
function portions<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}
