import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';

/** True or false, stored as 1 or 0. */
export const boolean: FieldType<boolean> = {
  name: 'boolean',
  expected: 'true or false',
  reflected: [Boolean],
  json: { schema: { type: 'boolean' } },
  accepts: (value): value is boolean => typeof value === 'boolean',
  encode: (value) => (value ? '1' : '0'),
  decode(stored) {
    if (stored === '1') return true;
    if (stored === '0') return false;
    throw misfit('1 or 0', stored);
  },
};
