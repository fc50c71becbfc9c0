import type { FieldType } from './field-type.js';

/** A string as it is written. Lone surrogates are refused: they have no form in UTF-8. */
export const text: FieldType<string> = {
  name: 'text',
  expected: 'a string (without lone surrogates)',
  order: 'text',
  unordered: true,
  key: 'text',
  reflected: [String],
  json: { schema: { type: 'string' } },
  accepts: (value): value is string => typeof value === 'string' && value.isWellFormed(),
  encode: (value) => value,
  decode: (stored) => stored,
};
