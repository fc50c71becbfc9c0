import type { Codec } from '../codecs/codec.js';
import type { FieldType, MembersOf } from './field-type.js';

/** The values of a container as queries ask for them, in the form in which its codec stores them. */
export function membersType(name: string, members: MembersOf, codec: Codec<unknown>): FieldType {
  const stored = (value: unknown): string => {
    const text = codec.encode(value);
    if (typeof text === 'string') return text;
    throw new TypeError('expected text, found bytes');
  };
  return {
    name,
    expected: `a value that its codec can store in the ${name}`,
    accepts(value): value is unknown {
      try {
        return stored(value) !== undefined;
      } catch {
        return false;
      }
    },
    encode: stored,
    decode: (text) => codec.decode(text),
    members,
  };
}
