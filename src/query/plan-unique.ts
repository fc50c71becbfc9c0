import { NotIndexedError, QueryError } from '../errors.js';
import { joinValues } from '../indexes/unique.js';
import type { Plan } from '../plan/plan.js';
import { describe } from '../schema/describe.js';
import type { IndexSchema, Schema } from '../schema/schema.js';

function uniqueIndex(schema: Schema, properties: readonly string[]): IndexSchema {
  const wanted = new Set(properties);
  const index = schema.indexes.find(
    ({ kind, fields }) =>
      kind === 'unique' && fields.length === wanted.size && fields.every((field) => wanted.has(field.property)),
  );
  if (index) return index;
  throw new NotIndexedError(schema.model, properties.join(' + '), 'findBy', '@Unique()');
}

function storedValue(schema: Schema, index: IndexSchema, values: Readonly<Record<string, unknown>>): string {
  const stored = index.fields.map(({ property, codec }) => {
    const value = values[property];
    if (codec.accepts(value)) return codec.encode(value);
    throw new QueryError(
      `${schema.model}.${property}: findBy needs ${codec.expected}, and was given ${describe(value)}. Correct the value.`,
    );
  });
  return joinValues(stored);
}

/** The plan that finds the holder of a unique value, from the values of the fields that a `@Unique()` names. */
export function planUnique(schema: Schema, values: Readonly<Record<string, unknown>>): Plan {
  const index = uniqueIndex(schema, Object.keys(values));
  return { op: 'unique', index: index.name, values: [storedValue(schema, index, values)] };
}
