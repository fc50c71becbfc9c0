import { expecting } from '../codecs/standard-schema.js';
import type { FieldType } from '../types/field-type.js';
import type { Link } from './link.js';

// "a User", "a Unit", "a European" begin with a consonant
const AN = /^(?!Us|Uni|Eu)[AEIOU]/;

/** A model with its article. */
function oneOf(link: Link): string {
  const { model } = link.target.schema;
  return `${AN.test(model) ? 'an' : 'a'} ${model}`;
}

const notFrom = (link: Link, home: string): string =>
  `${oneOf(link)} of the same database, not of another one, ${home}: give the id, or an entity of the class that this database has`;

/** The type of a relation to one: the id of its entity is stored; an entity, a reference to one and an id may be given. */
export function referenceType(link: Link): FieldType {
  return {
    name: 'reference',
    get expected() {
      return `${oneOf(link)}, a reference to one, or the id of one`;
    },
    accepts: (value): value is unknown => link.target.storedId(value) !== undefined,
    problems(value) {
      const home = link.target.elsewhere(value);
      return home === undefined ? [] : expecting(notFrom(link, home));
    },
    encode: (value) => link.target.storedId(value)!,
    decode: (stored) => link.target.refer(stored),
    json: {
      get schema() {
        return link.target.schema.primary.integer ? { type: 'integer', minimum: 0 } : { type: 'string', minLength: 1 };
      },
      write: (value) => (value as { readonly id: unknown }).id,
    },
  };
}
