import type { FieldCodec } from '../codec.js';

/** One of a fixed list of strings. */
export function enumeration<V extends string>(values: readonly V[]): FieldCodec<V> {
  const known = new Set<unknown>(values);
  return {
    type: 'enum',
    expected: `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`,
    order: undefined,
    accepts: (value): value is V => known.has(value),
    encode: (value) => value,
    decode: (stored) => stored as V,
  };
}
