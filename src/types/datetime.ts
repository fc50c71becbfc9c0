import { types } from 'node:util';
import { expecting } from '../codecs/standard-schema.js';
import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';
import { decodeNumber } from './numeral.js';

const LAST = 8.64e15;

// a day without a time, or a time without an offset, would mean another moment elsewhere
const ISO = /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

const fromIso = (form: unknown): unknown => (typeof form === 'string' && ISO.test(form) ? new Date(form) : form);

// what came as JSON is a text still
const isDateText = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));

const TEXT = 'a valid Date, which new Date() makes of a text, and the schema() of the model of an ISO text';

/** A point in time, stored as milliseconds since 1970 in UTC. */
export const datetime: FieldType<Date> = {
  name: 'datetime',
  expected: 'a valid Date',
  problems: (value) => (isDateText(value) ? expecting(TEXT) : []),
  order: 'number',
  reflected: [Date],
  json: { schema: { type: 'string', format: 'date-time' }, read: fromIso },
  accepts: (value): value is Date => types.isDate(value) && !Number.isNaN(value.getTime()),
  encode: (value) => String(value.getTime()),
  decode(stored) {
    const time = decodeNumber(stored);
    if (Number.isInteger(time) && Math.abs(time) <= LAST) return new Date(time);
    throw misfit('milliseconds since 1970', stored);
  },
  copy: (value) => new Date(value),
};
