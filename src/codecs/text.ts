import type { Codec } from './codec.js';

/** Text as it is written, in UTF-8. Refuses lone surrogates: they have no form in UTF-8 and would come back changed. */
export const text: Codec<string> = {
  encode(value) {
    if (typeof value !== 'string') throw new TypeError(`expected a string, found ${typeof value}`);
    if (!value.isWellFormed()) throw new TypeError('expected a string without lone surrogates');
    return value;
  },
  decode: (stored) => stored,
};
