import type { FieldCodec } from '../codecs/codec.js';

/** A string as it is written. Lone surrogates are refused: they have no form in UTF-8. */
export const text: FieldCodec<string> = {
  type: 'text',
  expected: 'a string (without lone surrogates)',
  order: 'text',
  accepts: (value): value is string => typeof value === 'string' && value.isWellFormed(),
  encode: (value) => value,
  decode: (stored) => stored,
};
