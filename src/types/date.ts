import { types } from 'node:util';
import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';

/** A day of the calendar, as `1815-12-10`. */
export type DateString = `${number}-${number}-${number}`;

const EXPECTED = 'a day as YYYY-MM-DD, from 0001-01-01 to 9999-12-31';
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const daysIn = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (LENGTHS[month - 1] ?? 0));

function isDay(text: string): text is DateString {
  const parts = DAY.exec(text);
  if (!parts) return false;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  return year > 0 && day > 0 && day <= daysIn(year, month);
}

/** A day of the proleptic Gregorian calendar, the same text in and out. */
export const date: FieldType<DateString> = {
  name: 'date',
  expected: EXPECTED,
  order: 'text',
  json: { schema: { type: 'string', format: 'date' } },
  accepts: (value): value is DateString => typeof value === 'string' && isDay(value),
  encode: (value) => value,
  decode(stored) {
    if (isDay(stored)) return stored;
    throw misfit(EXPECTED, stored);
  },
};

const fromDate = (value: Date): string => (Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString());

/**
 * The day of a `Date` in UTC, or of a text that begins with one, such as `2024-02-29T12:00:00Z`.
 *
 * @throws RangeError where there is no such day
 */
export function dateString(value: Date | string): DateString {
  const text = types.isDate(value) ? fromDate(value) : String(value);
  const [day = ''] = text.split('T');
  if (isDay(day)) return day;
  throw new RangeError(`${JSON.stringify(text.slice(0, 40))} is not ${EXPECTED}. Give a Date or a text of this form.`);
}
