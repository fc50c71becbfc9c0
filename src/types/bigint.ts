import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';

/** How many digits the form in JSON may have: reading more would hold the program up. */
const LONGEST = 1000;
const NUMERAL = /^-?\d+$/;

/** A whole number of any size. */
export const bigint: FieldType<bigint> = {
  name: 'bigint',
  expected: 'a bigint',
  order: 'text',
  form: 'numeral',
  sum: 'decimal',
  reflected: [BigInt],
  json: {
    schema: { type: 'string', pattern: NUMERAL.source },
    read: (form) => (typeof form === 'string' && form.length <= LONGEST && NUMERAL.test(form) ? BigInt(form) : form),
    write: String,
  },
  accepts: (value): value is bigint => typeof value === 'bigint',
  encode: String,
  decode(stored) {
    if (NUMERAL.test(stored)) return BigInt(stored);
    throw misfit('a whole number', stored);
  },
};
