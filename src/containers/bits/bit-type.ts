import { integer } from '../../util/check.js';
import { shown, textOf } from '../../util/thrown.js';

type Sign = 'u' | 'i';
type WideSize = 54 | 55 | 56 | 57 | 58 | 59 | 60 | 61 | 62 | 63;

/** An integer of a bit field: `u1` to `u63` without a sign, `i1` to `i64` with one. */
export type BitType = `${Sign}${number}`;

/** Types whose values JavaScript's numbers do not hold exactly. */
type WideBitType = `${Sign}${WideSize}` | 'i64';

/** What an integer of a bit field is in JavaScript: a bigint when its type is wider than 53 bits. */
export type BitValue<T extends BitType> = T extends WideBitType
  ? bigint
  : [Extract<WideBitType, T>] extends [never]
    ? number
    : number | bigint;

/** A type of integers, taken apart. */
export interface BitFormat {
  readonly sign: Sign;
  readonly bits: number;
}

// what a string on the server can hold: 512 MiB
const END = 2 ** 32;
// the widest integers that JavaScript's numbers hold exactly
const EXACT = 53;
// the widest that arrive exactly: ioredis adds up the digits in numbers, and misses those next to 2^53 by one
const NARROW = 52;
const LOW = 32;

const LONGEST = { u: 63, i: 64 };

/** @throws TypeError for what is not a type, RangeError for one too wide */
export function parseType(type: BitType): BitFormat {
  const match = /^([ui])(\d+)$/.exec(textOf(type));
  if (!match)
    throw new TypeError(
      `${typeof type === 'string' ? JSON.stringify(shown(type)) : shown(type)} is not a type. Give one such as "u8" or "i16".`,
    );
  const sign = match[1] as Sign;
  const bits = Number(match[2]);
  if (bits < 1 || bits > LONGEST[sign])
    throw new RangeError(`${type} is too narrow or too wide. Give a type from u1 to u63, or from i1 to i64.`);
  return { sign, bits };
}

/** The unsigned integer of the bits from `start` to before `end`. */
export function parseRange(start: number, end: number): BitFormat {
  const bits = integer('end', end) - integer('start', start);
  if (bits < 1 || bits > LONGEST.u) {
    throw new RangeError(`a range must have 1 to 63 bits, and ${start} to before ${end} does not. Cut it in two.`);
  }
  return { sign: 'u', bits };
}

/** @throws RangeError for an offset that the server could not reach */
export function checkOffset(offset: number, bits = 1): number {
  if (integer('offset', offset) >= 0 && offset + bits <= END) return offset;
  throw new RangeError(`offset must be from 0 to 2^32 - ${bits}, not ${offset}. Divide the bits among several keys.`);
}

/** Whether an integer has to be asked for in halves, as one reply would lose digits. */
export const isWide = ({ bits }: BitFormat): boolean => bits > NARROW;

/** A whole number of either kind as a bigint. */
export function whole(value: number | bigint, name: string): bigint {
  return typeof value === 'bigint' ? value : BigInt(integer(name, value));
}

/** @throws RangeError when a type does not have the value */
export function checkValue({ sign, bits }: BitFormat, value: number | bigint): bigint {
  const exact = whole(value, 'value');
  const fitting = sign === 'u' ? BigInt.asUintN(bits, exact) : BigInt.asIntN(bits, exact);
  if (fitting !== exact) throw new RangeError(`${value} does not fit into ${sign}${bits}. Choose a wider type.`);
  return exact;
}

/** A wide integer as two that arrive exactly: the high bits with the sign, and the low 32. */
export function halves({ sign, bits }: BitFormat, offset: number) {
  const high = bits - LOW;
  return { high: `${sign}${high}`, highOffset: offset, low: `u${LOW}`, lowOffset: offset + high };
}

/** The values of the two halves. */
export function split(value: bigint): { high: bigint; low: bigint } {
  return { high: value >> BigInt(LOW), low: BigInt.asUintN(LOW, value) };
}

/** The integer of two halves: a bigint where numbers are not exact. */
export function join({ bits }: BitFormat, high: unknown, low: unknown): number | bigint {
  const value = (BigInt(high as number) << BigInt(LOW)) | BigInt(low as number);
  return bits > EXACT ? value : Number(value);
}
