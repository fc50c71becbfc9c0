import { NotIndexedError, QueryError } from '../../errors/query.js';
import { joinValues } from '../../indexes/unique.js';
import { describeIn } from '../../schema/describe.js';
import type { IndexSchema, Schema } from '../../schema/schema.js';
import { indexed } from '../../types/index-form.js';
import { unknownField } from '../field-reference.js';

/** One value of a unique index, in stored form. */
interface UniqueValue {
  /** name of the index in keys */
  readonly index: string;
  readonly value: string;
}

/** The decorator that makes fields unique, one or several together. */
function remedyFor({ model }: Schema, properties: readonly string[]): string {
  if (properties.length === 1) return '@Unique()';
  return `@Unique<${model}>((it) => [${properties.map((property) => `it.${property}`).join(', ')}])`;
}

/** The unique index of some fields, for a call that needs it; `otherwise` is what else its user may do. */
export function uniqueIndex(
  schema: Schema,
  properties: readonly string[],
  call: string,
  otherwise: string,
): IndexSchema {
  const wanted = new Set(properties);
  const index = schema.indexes.find(
    ({ kind, fields }) =>
      kind === 'unique' && fields.length === wanted.size && fields.every((field) => wanted.has(field.property)),
  );
  if (index) return index;
  // some of the fields that are unique together
  const larger = schema.indexes.find(
    ({ kind, fields }) =>
      kind === 'unique' && properties.every((name) => fields.some(({ property }) => property === name)),
  );
  const all =
    larger && `name all that are unique together (${larger.fields.map(({ property }) => property).join(' + ')})`;
  const ways = [all, otherwise].filter(Boolean).join(', or ');
  throw new NotIndexedError(schema.model, properties.join(' + '), call, remedyFor(schema, properties), ways);
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
  const isKey = properties.length === 1 && properties[0] === schema.primary.field.property;
  const index = uniqueIndex(schema, properties, 'findBy', isKey ? 'use find()' : 'ask for several by query()');
  return { index: index.name, value: storedValue(schema, index, values) };
}
