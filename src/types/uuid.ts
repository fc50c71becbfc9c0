import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';

const EXPECTED = 'a UUID of RFC 9562';
// versions 1 to 8 of the RFC's variant, and its two special ones
const UUID =
  /^(?:[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}|0{8}-(?:0{4}-){3}0{12}|f{8}-(?:f{4}-){3}f{12})$/i;

/** A UUID of any version, stored in lower case. */
export const uuid: FieldType<string> = {
  name: 'uuid',
  expected: EXPECTED,
  key: 'text',
  json: { schema: { type: 'string', format: 'uuid' } },
  accepts: (value): value is string => typeof value === 'string' && UUID.test(value),
  encode: (value) => value.toLowerCase(),
  decode(stored) {
    if (UUID.test(stored)) return stored;
    throw misfit(EXPECTED, stored);
  },
};
