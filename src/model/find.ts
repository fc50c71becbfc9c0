import type { Binding } from '../entity/binding.js';
import { QueryError } from '../errors/query.js';
import type { StoredRow } from '../plan/request.js';
import { runUnique } from '../plan/unique.js';
import { planUnique } from '../query/compile/unique.js';
import { requestModel } from '../query/request-model.js';
import { describe } from '../schema/describe.js';
import type { Schema } from '../schema/schema.js';
import { idIssue } from '../schema/validate.js';
import { currentRow, rowNames } from '../schema/version.js';

/** The stored form of an id that a caller gave. */
export function storedId(schema: Schema, id: unknown): string {
  const issue = idIssue(schema, id);
  if (issue) throw new QueryError(`An id of ${schema.model} is ${issue.expected}, not ${issue.found}. Correct it.`);
  return schema.primary.field.codec.encode(id);
}

/** The stored row of the holder of a unique value. */
export async function findRow({ schema, connection }: Binding, unique: unknown): Promise<StoredRow | undefined> {
  if (typeof unique !== 'object' || unique === null)
    throw new QueryError(
      `findBy() needs a unique value, not ${describe(unique)}. Give an object such as { email: 'ada@example.com' }.`,
    );
  const { keyspace, fields } = schema;
  const { index, value } = planUnique(schema, unique as Record<string, unknown>);
  const row = await runUnique(connection, {
    model: requestModel(schema),
    index: keyspace.unique(index),
    buckets: keyspace.buckets(index),
    value,
    fields: rowNames(
      schema,
      fields.map((field) => field.stored),
    ),
  });
  return row && { ...row, values: currentRow(schema, row.id, row.values) };
}
