import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';

const NUMERAL = /^-?\d+$/;

/** A whole number of any size. */
export const bigint: FieldType<bigint> = {
  name: 'bigint',
  expected: 'a bigint',
  order: 'text',
  form: 'numeral',
  sum: 'decimal',
  reflected: [BigInt],
  accepts: (value): value is bigint => typeof value === 'bigint',
  encode: String,
  decode(stored) {
    if (NUMERAL.test(stored)) return BigInt(stored);
    throw misfit('a whole number', stored);
  },
};
