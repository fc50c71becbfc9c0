import type { FieldCodec } from '../codecs/codec.js';
import { encodeNumber } from './numeral.js';

/** A whole number that a `number` holds exactly. */
export const integer: FieldCodec<number> = {
  type: 'integer',
  expected: 'a whole number from -(2^53 - 1) to 2^53 - 1',
  order: 'number',
  accepts: (value): value is number => Number.isSafeInteger(value),
  encode: encodeNumber,
  decode: Number,
};
