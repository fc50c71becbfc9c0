import { types } from 'node:util';
import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';

/** A time of day, as `08:30:00` or `08:30:00.250`. */
export type TimeString = `${number}:${number}:${number}`;

const EXPECTED = 'a time of day as HH:MM:SS or HH:MM:SS.mmm';
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?$/;
const STORED_LENGTH = 'HH:MM:SS.mmm'.length;

const isTime = (text: string): text is TimeString => TIME.test(text);

/** The shorter form of a time: without the milliseconds where there are none. */
const shorten = (text: string): string => (text.endsWith('.000') ? text.slice(0, -4) : text);

/** A time of day in milliseconds; it comes back without them where they are 0. */
export const time: FieldType<TimeString> = {
  name: 'time',
  expected: EXPECTED,
  order: 'text',
  // the format "time" of JSON Schema asks for an offset
  json: { schema: { type: 'string', pattern: TIME.source } },
  accepts: (value): value is TimeString => typeof value === 'string' && isTime(value),
  encode: (value) => (value.length === STORED_LENGTH ? value : `${value}.000`),
  decode(stored) {
    const value = shorten(stored);
    if (isTime(value)) return value;
    throw misfit(EXPECTED, stored);
  },
};

function textOf(value: Date | string): string {
  if (!types.isDate(value)) return String(value);
  return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString().slice(11, 23);
}

/**
 * The time of day of a `Date` in UTC, or of a text such as `08:30`, `08:30:00` or `08:30:00.250`.
 *
 * @throws RangeError where there is no such time
 */
export function timeString(value: Date | string): TimeString {
  const text = textOf(value);
  const full = shorten(/^\d\d:\d\d$/.test(text) ? `${text}:00` : text);
  if (isTime(full)) return full;
  throw new RangeError(`${JSON.stringify(text.slice(0, 40))} is not ${EXPECTED}. Give a Date or a text of this form.`);
}
