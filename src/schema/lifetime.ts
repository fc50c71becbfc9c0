import type { Schema } from './schema.js';

type StoredValues = (string | null)[];

/** The field that says until when an entity lives, in ms since 1970. */
export const EXPIRES = '~expires';

/** The values of the fields, with until when the entity lives behind them where it may expire. */
export const rowUntil = ({ fields, expiry }: Schema, row: StoredValues, until: string | null): StoredValues =>
  expiry ? row.slice(0, fields.length).concat(until) : row;

/** Until when the entity of a row lives, in ms since 1970; null: for ever. */
export const untilOf = ({ fields, expiry }: Schema, row: StoredValues): string | null =>
  (expiry && row[fields.length]) ?? null;
