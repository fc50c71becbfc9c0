import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';

/** A list of strings, or an object of which they are the values, as an enum of TypeScript is. */
export type EnumValues<V extends string> = readonly V[] | Readonly<Record<string, V>>;

// an untyped caller may give anything; a list without values is refused when the model is registered
const valuesOf = <V extends string>(given: EnumValues<V>): readonly V[] =>
  typeof given === 'object' && given !== null ? Object.values(given) : [];

/** One of a fixed list of strings. */
export function enumeration<V extends string>(given: EnumValues<V>): FieldType<V> {
  const values = Object.freeze(valuesOf(given));
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
