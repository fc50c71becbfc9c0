// Rows from before a field was declared lack it, and an index of a required field lists only those that have a value. So that the
// index finds an entity by what it says of itself, these rows get the default of the field before the index is built.
import type { Binding } from '../entity/binding.js';
import { rewriteStored } from '../entity/rewrite.js';
import { EntityDeletedError } from '../errors/model.js';
import { changesBetween } from '../maintenance/changes.js';
import { askKnown, declared, identityOf } from '../maintenance/known.js';
import { streamRows } from '../plan/execute.js';
import type { Request } from '../plan/request.js';
import { requestModel } from '../query/request-model.js';
import type { FieldSchema, Schema } from '../schema/schema.js';
import { defaultOf } from '../schema/stored.js';

/** Entities on their way at the same time. */
const AT_ONCE = 50;
/** Steps of about a microsecond of one call that reads rows. */
const BUDGET = 3500;

const hasDefault = (schema: Schema, field: FieldSchema): boolean =>
  schema.fields.includes(field) && !field.optional && defaultOf(schema, field) !== undefined;

/** The required fields with a default of which an index is not complete. */
async function unindexed({ connection, schema }: Binding): Promise<FieldSchema[]> {
  const here = declared(schema);
  const changes = changesBetween(here, await askKnown(connection, here));
  const names = new Set(changes.filter(({ kind }) => kind === 'index').map(({ name }) => name));
  const columns = schema.indexes.filter((index) => names.has(identityOf(index))).flatMap(({ fields }) => fields);
  // a text without its case is a column of its own
  const fields = new Set(columns.map((column) => schema.byProperty.get(column.property) ?? column));
  return [...fields].filter((field) => hasDefault(schema, field));
}

async function fill(binding: Binding, id: string, fields: readonly FieldSchema[]): Promise<void> {
  const { schema } = binding;
  try {
    await rewriteStored(binding, id, (row) => {
      const missing = fields.filter((field) => row[schema.fields.indexOf(field)] === null);
      return new Map(
        missing.map((field) => [schema.fields.indexOf(field), field.codec.encode(defaultOf(schema, field))]),
      );
    });
  } catch (error) {
    // it went meanwhile
    if (!(error instanceof EntityDeletedError)) throw error;
  }
}

/**
 * Give rows the defaults of required fields that they lack, of those whose index is not complete.
 *
 * Redis: HGET; where there are such fields one walk over their values in all rows, and HMGET and one script for each row that lacks one.
 */
export async function fillDefaults(binding: Binding, signal?: AbortSignal): Promise<void> {
  const fields = await unindexed(binding);
  if (fields.length === 0) return;
  const models: Request['models'] = [requestModel(binding.schema)];
  const request: Request = {
    models,
    mode: 'rows',
    offset: 0,
    budget: BUDGET,
    fields: fields.map((field) => field.stored),
  };
  let batch: Promise<void>[] = [];
  for await (const { id, values } of streamRows(binding.connection, request)) {
    signal?.throwIfAborted();
    if (!values.includes(null)) continue;
    batch.push(fill(binding, id, fields));
    if (batch.length < AT_ONCE) continue;
    await Promise.all(batch);
    batch = [];
  }
  await Promise.all(batch);
}
