import { hash } from 'node:crypto';
import type { Argument } from '../../redis/connection/connection.js';
import { integer } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';

/** How large a Bloom filter is: its bytes, or what it has to hold. One key is opened with one size only. */
export type BloomFilterOptions =
  | {
      /** size of the filter @default 65536 */
      readonly bytes?: number;
      readonly capacity?: undefined;
      readonly errorRate?: undefined;
    }
  | {
      /** how many values it will hold */
      readonly capacity: number;
      /** how many of the values that were never added may be taken for members once it is full, between 0 and 1 */
      readonly errorRate: number;
      readonly bytes?: undefined;
    };

const FILTER: OptionNames<BloomFilterOptions> = { bytes: true, capacity: true, errorRate: true };

/** The size of a filter, and how many bits a value has in it. */
export interface BloomShape {
  readonly bytes: number;
  readonly hashes: number;
}

const DEFAULT_BYTES = 65_536;
// best for 1 % of false positives, which 64 KiB keep up to about 54,000 values
const DEFAULT_HASHES = 7;
// what a string on the server can hold, without the shape that stands behind the bits
const MOST_BYTES = 512 * 1024 * 1024 - 8;

function checkBytes(bytes: number): number {
  if (integer('bytes', bytes) >= 1 && bytes <= MOST_BYTES) return bytes;
  throw new RangeError(
    `a filter has from 1 byte to 512 MiB, not ${bytes} bytes. Divide the values among several keys.`,
  );
}

function checkRate(rate: number): number {
  if (typeof rate !== 'number')
    throw new TypeError(`errorRate must be a number, not ${typeof rate}. Give it with a capacity.`);
  if (rate > 0 && rate < 1) return rate;
  throw new RangeError(`errorRate must be between 0 and 1, not ${rate}. 0.01 is one in a hundred.`);
}

function checkCapacity(capacity: number): number {
  if (integer('capacity', capacity) >= 1) return capacity;
  throw new RangeError(`capacity must be at least 1, not ${capacity}. Give the number of values it will hold.`);
}

/** The standard formulas: n values at rate p need m = -n ln p / (ln 2)² bits, and k = m/n ln 2 of them each. */
export function shape(options: BloomFilterOptions): BloomShape {
  const { bytes, capacity, errorRate } = knownOptions('a Bloom filter', options, FILTER);
  if (capacity === undefined && errorRate === undefined) {
    return { bytes: checkBytes(bytes ?? DEFAULT_BYTES), hashes: DEFAULT_HASHES };
  }
  if (bytes !== undefined) throw new TypeError('bytes stands against capacity and errorRate. Give one or the other.');
  const values = checkCapacity(capacity as number);
  const bits = (-values * Math.log(checkRate(errorRate as number))) / Math.LN2 ** 2;
  const size = checkBytes(Math.ceil(bits / 8));
  return { bytes: size, hashes: Math.max(1, Math.round((bits / values) * Math.LN2)) };
}

// 64-bit words of a SHA-512
const WORDS = 8;

const sha512 = (value: string | Buffer): Buffer => hash('sha512', value, 'buffer');

/** `count` digests: that of the value, then each time that of the digest before. */
function digests(value: string | Buffer, count: number): Buffer {
  const chain = [sha512(value)];
  while (chain.length < count) chain.push(sha512(chain.at(-1)!));
  return chain.length === 1 ? chain[0]! : Buffer.concat(chain);
}

/** A 64-bit word modulo the number of bits, which has at most 32: in steps that a number holds exactly. */
function remainder(words: Buffer, at: number, bits: number): number {
  const high = words.readUInt32BE(at) % bits;
  const middle = (high * 0x10000 + words.readUInt16BE(at + 4)) % bits;
  return (middle * 0x10000 + words.readUInt16BE(at + 6)) % bits;
}

/**
 * The bits of a value, each from a 64-bit word of its own: word i (big-endian) of the SHA-512 of the value, modulo the
 * number of bits; the digest of the digest goes on after eight words.
 *
 * Double hashing (Kirsch and Mitzenmacher, "Less Hashing, Same Performance", 2006) makes do with two words, but values
 * of equal step share nearly all their bits: at a capacity of 100 and a rate of 0.0001 it was wrong ten times too often.
 */
function writePositions(value: Argument, { bytes, hashes }: BloomShape, packed: Buffer, start: number): void {
  const words = digests(typeof value === 'number' ? String(value) : value, Math.ceil(hashes / WORDS));
  for (let i = 0; i < hashes; i++) packed.writeUInt32BE(remainder(words, i * 8, bytes * 8), start + i * 4);
}

/** The positions of several values, 32 bits each, big-endian: how scripts take them. */
export function packPositions(values: readonly Argument[], form: BloomShape): Buffer {
  const packed = Buffer.allocUnsafe(values.length * form.hashes * 4);
  values.forEach((value, i) => {
    writePositions(value, form, packed, i * form.hashes * 4);
  });
  return packed;
}
