import { NotIndexedError, QueryError } from '../errors.js';
import { joinValues } from '../indexes/unique.js';
import { runRows } from '../plan/execute.js';
import type { StoredRow } from '../plan/request.js';
import { describe } from '../schema/describe.js';
import type { IndexSchema, Schema } from '../schema/schema.js';
import { idIssue } from '../schema/validate.js';
import type { Binding } from './binding.js';

/** The stored form of an id that a caller gave. */
export function storedId(schema: Schema, id: unknown): string {
  const issue = idIssue(schema, id);
  if (issue) throw new QueryError(`An id of ${schema.model} is ${issue.expected}, not ${issue.found}. Correct it.`);
  return schema.primary.field.codec.encode(id);
}

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

/** The stored row of the holder of a unique value. */
export async function findRow({ schema, connection }: Binding, unique: unknown): Promise<StoredRow | undefined> {
  if (typeof unique !== 'object' || unique === null)
    throw new QueryError(`findBy() takes an object such as { email: 'ada@example.com' }, not ${describe(unique)}.`);
  const index = uniqueIndex(schema, Object.keys(unique));
  const values = [storedValue(schema, index, unique as Record<string, unknown>)];
  const request = {
    integer: schema.primary.integer,
    mode: 'rows',
    filter: { op: 'unique', index: index.name, values },
    offset: 0,
    fields: schema.fields.map((f) => f.stored),
    budget: 100,
  } as const;
  const [row] = await runRows({ connection, prefix: schema.keyspace.prefix }, request);
  return row as StoredRow | undefined;
}
