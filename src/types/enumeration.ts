import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';

/** One of a fixed list of strings. */
export function enumeration<V extends string>(given: readonly V[]): FieldType<V> {
  // an untyped caller may give anything; a list without values is refused when the model is registered
  const values = Object.freeze(Array.isArray(given) ? [...given] : []);
  const known = new Set<unknown>(values);
  const expected = `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`;
  return {
    name: 'enum',
    expected,
    values,
    json: { schema: { type: 'string', enum: values } },
    accepts: (value): value is V => known.has(value),
    encode: (value) => value,
    decode(stored) {
      if (known.has(stored)) return stored as V;
      throw misfit(expected, stored);
    },
  };
}
