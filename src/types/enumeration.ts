import type { FieldCodec } from '../codecs/codec.js';

/** One of a fixed list of strings. */
export function enumeration<V extends string>(given: readonly V[]): FieldCodec<V> {
  // an untyped caller may give anything; a list without values is refused when the model is registered
  const values = Object.freeze(Array.isArray(given) ? [...given] : []);
  const known = new Set<unknown>(values);
  return {
    type: 'enum',
    expected: `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`,
    order: undefined,
    values,
    accepts: (value): value is V => known.has(value),
    encode: (value) => value,
    decode: (stored) => stored as V,
  };
}
