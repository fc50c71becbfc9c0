import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';

/** An exact decimal number, as `'-12.50'`: a numeral without an exponent or leading zeros. */
export type DecimalString = `${number}`;

const EXPECTED = "a decimal number as text without an exponent or leading zeros, such as '-12.50'";
// what JavaScript and other languages agree on: no leading zeros, no plus, digits on both sides of the point
const NUMERAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** An exact decimal number, kept as it is written; `12.5` and `12.50` are equal in indexes and orders. */
export const decimal: FieldType<DecimalString> = {
  name: 'decimal',
  expected: EXPECTED,
  order: 'text',
  form: 'numeral',
  sum: 'decimal',
  json: { schema: { type: 'string', pattern: NUMERAL.source } },
  accepts: (value): value is DecimalString => typeof value === 'string' && NUMERAL.test(value),
  encode: (value) => value,
  decode(stored) {
    if (NUMERAL.test(stored)) return stored as DecimalString;
    throw misfit(EXPECTED, stored);
  },
};

/**
 * The decimal number of a text, a `bigint`, or a `number` as JavaScript writes it: `decimalString((cents / 100).toFixed(2))`.
 *
 * @throws RangeError for what is not one: other texts, `NaN`, numbers that are written with an exponent
 */
export function decimalString(value: string | number | bigint): DecimalString {
  const text = String(value);
  if (decimal.accepts(text)) return text;
  throw new RangeError(
    `${JSON.stringify(text.slice(0, 40))} is not ${EXPECTED}. Give a text of this form, as toFixed(2) makes it of a number.`,
  );
}
