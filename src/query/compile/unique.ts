import { NotIndexedError, QueryError } from '../../errors/query.js';
import { joinValues } from '../../indexes/unique.js';
import { describeIn } from '../../schema/describe.js';
import type { IndexSchema, Schema } from '../../schema/schema.js';
import { indexed } from '../../types/index-form.js';
import { unknownField } from '../field-reference.js';

/** One value of a unique index, in stored form. */
export interface UniqueValue {
  /** name of the index in keys */
  readonly index: string;
  readonly value: string;
}

/** The unique index of some fields, for a call that needs it. */
export function uniqueIndex(schema: Schema, properties: readonly string[], call = 'findBy'): IndexSchema {
  const wanted = new Set(properties);
  const index = schema.indexes.find(
    ({ kind, fields }) =>
      kind === 'unique' && fields.length === wanted.size && fields.every((field) => wanted.has(field.property)),
  );
  if (index) return index;
  throw new NotIndexedError(schema.model, properties.join(' + '), call, '@Unique()');
}

function storedValue(schema: Schema, index: IndexSchema, values: Readonly<Record<string, unknown>>): string {
  const stored = index.fields.map((field) => {
    const { property, codec } = field;
    const value = values[property];
    if (codec.accepts(value)) return indexed(codec, codec.encode(value));
    throw new QueryError(
      `${schema.model}.${property}: findBy needs ${codec.expected}, and was given ${describeIn(field, value)}. Correct the value.`,
    );
  });
  return joinValues(stored);
}

/** What findBy() looks for, from the values of the fields that a `@Unique()` names. */
export function planUnique(schema: Schema, values: Readonly<Record<string, unknown>>): UniqueValue {
  const properties = Object.keys(values);
  if (properties.length === 0)
    throw new QueryError("findBy() needs a unique field, as in findBy({ email: 'ada@example.com' }). Name one.");
  const unknown = properties.find((property) => !schema.queryable.has(property));
  if (unknown !== undefined) throw unknownField(schema, unknown);
  const index = uniqueIndex(schema, properties);
  return { index: index.name, value: storedValue(schema, index, values) };
}
