// Rows from before a field was declared lack it, and an index of a required field lists only those that have a value. So that the
// index finds an entity by what it says of itself, these rows get the default of the field before the index is built.
import type { Binding } from '../entity/binding.js';
import { type Rewriting, rewriteIfThere } from '../entity/rewrite.js';
import { changesBetween } from '../maintenance/changes.js';
import { askKnown, declared, identityOf } from '../maintenance/known.js';
import type { FieldSchema, Schema } from '../schema/schema.js';
import { defaultOf } from '../schema/stored.js';
import type { StoredValues } from '../write/change.js';
import { overRows } from './over-rows.js';

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

/** The defaults of the fields that a row lacks. */
const lacking =
  (schema: Schema, fields: readonly FieldSchema[]) =>
  (row: StoredValues): Rewriting => {
    const places = fields.map((field) => [schema.fields.indexOf(field), field] as const);
    const missing = places.filter(([position]) => row[position] === null);
    return new Map(missing.map(([position, field]) => [position, field.codec.encode(defaultOf(schema, field))]));
  };

/**
 * Give rows the defaults of required fields that they lack, of those whose index is not complete.
 *
 * Redis: HGET; where there are such fields one walk over their values in all rows, and HMGET and one script for each row that lacks one.
 */
export async function fillDefaults(binding: Binding, signal?: AbortSignal): Promise<void> {
  const fields = await unindexed(binding);
  if (fields.length === 0) return;
  const fill = lacking(binding.schema, fields);
  await overRows(binding, { fields, signal }, async ({ id, values }) => {
    if (values.includes(null)) await rewriteIfThere(binding, id, fill);
  });
}
