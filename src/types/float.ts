import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';
import { decodeNumber, encodeNumber } from './numeral.js';

/** A finite number. */
export const float: FieldType<number> = {
  name: 'float',
  expected: 'a finite number',
  order: 'number',
  form: 'number',
  sum: 'float',
  reflected: [Number],
  json: { schema: { type: 'number' } },
  accepts: (value): value is number => Number.isFinite(value),
  encode: encodeNumber,
  decode(stored) {
    const value = decodeNumber(stored);
    if (Number.isFinite(value)) return value;
    throw misfit('a finite number', stored);
  },
};
