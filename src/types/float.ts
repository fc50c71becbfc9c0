import type { FieldCodec } from '../codecs/codec.js';
import { encodeNumber } from './numeral.js';

/** A finite number. */
export const float: FieldCodec<number> = {
  type: 'float',
  expected: 'a finite number',
  order: 'number',
  accepts: (value): value is number => Number.isFinite(value),
  encode: encodeNumber,
  decode: Number,
};
