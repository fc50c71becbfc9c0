import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';
import { decodeNumber, encodeNumber } from './numeral.js';

const EXPECTED = 'a whole number from -(2^53 - 1) to 2^53 - 1';

/** A whole number that a `number` holds exactly. */
export const integer: FieldType<number> = {
  name: 'integer',
  expected: EXPECTED,
  order: 'number',
  form: 'number',
  sum: 'integer',
  key: 'integer',
  json: { schema: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER } },
  accepts: (value): value is number => Number.isSafeInteger(value),
  encode: encodeNumber,
  decode(stored) {
    const value = decodeNumber(stored);
    if (Number.isSafeInteger(value)) return value;
    throw misfit(EXPECTED, stored);
  },
};
