import type { FieldCodec } from '../codecs/codec.js';

/** True or false, stored as 1 or 0. */
export const boolean: FieldCodec<boolean> = {
  type: 'boolean',
  expected: 'true or false',
  order: undefined,
  accepts: (value): value is boolean => typeof value === 'boolean',
  encode: (value) => (value ? '1' : '0'),
  decode: (stored) => stored === '1',
};
