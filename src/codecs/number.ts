import type { Codec } from './codec.js';

const NUMERAL = /^[+-]?(\d+(\.\d*)?(e[+-]?\d+)?|inf(inity)?)$/i;
const infinite = (stored: string): number => (stored.startsWith('-') ? -Infinity : Infinity);

/** Numbers as decimal numerals, so that the server can add to them. Refuses NaN; -0 is stored as 0. */
export const number: Codec<number> = {
  encode(value) {
    if (typeof value !== 'number' || Number.isNaN(value)) throw new TypeError(`expected a number, found ${value}`);
    return String(value);
  },
  decode(stored) {
    if (!NUMERAL.test(stored)) throw new TypeError(`${JSON.stringify(stored)} is not a number`);
    return /inf/i.test(stored) ? infinite(stored) : Number(stored);
  },
};
