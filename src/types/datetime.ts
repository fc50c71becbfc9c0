import { types } from 'node:util';
import type { FieldCodec } from '../codecs/codec.js';

/** A point in time, stored as milliseconds since 1970 in UTC. */
export const datetime: FieldCodec<Date> = {
  type: 'datetime',
  expected: 'a valid Date',
  order: 'number',
  accepts: (value): value is Date => types.isDate(value) && !Number.isNaN(value.getTime()),
  encode: (value) => String(value.getTime()),
  decode: (stored) => new Date(Number(stored)),
};
