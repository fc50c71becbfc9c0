import type { Schema } from './schema.js';

type StoredValues = (string | null)[];

/** The field that says until when an entity lives, in ms since 1970. */
export const EXPIRES = '~expires';

/** The longest time to live in ms, some 250,000 years: until when an entity lives is a Date that there is. */
const LONGEST = 8e15;

export const isLifetime = (ttl: unknown): ttl is number =>
  Number.isSafeInteger(ttl) && (ttl as number) > 0 && (ttl as number) <= LONGEST;

/** What a time to live has to be, in an error. */
export const LIFETIME = `a whole number of milliseconds from 1 to ${LONGEST}`;

/** The values of the fields, with until when the entity lives behind them where it may expire. */
export const rowUntil = ({ fields, expiry }: Schema, row: StoredValues, until: string | null): StoredValues =>
  expiry ? row.slice(0, fields.length).concat(until) : row;

/** Until when the entity of a row lives, in ms since 1970; null: for ever. */
export const untilOf = ({ fields, expiry }: Schema, row: StoredValues): string | null =>
  (expiry && row[fields.length]) ?? null;
