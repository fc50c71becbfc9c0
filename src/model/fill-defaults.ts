// Rows from before a field was declared lack it, and an index of a required field lists only those that have a value. So that the
// index finds an entity by what it says of itself, these rows get the default of the field before the index is built.
import type { Binding } from '../entity/binding.js';
import { type Rewriting, rewriteIfThere } from '../entity/stored/rewrite.js';
import { type SchemaChange, SchemaChangedError } from '../errors/model.js';
import { changesBetween } from '../maintenance/changes.js';
import { askKnown, declared, identityOf } from '../maintenance/known.js';
import type { FieldSchema, Schema } from '../schema/schema.js';
import { defaultOf } from '../schema/stored.js';
import type { StoredValues } from '../write/change.js';
import { overRows } from './over-rows.js';

const hasDefault = (schema: Schema, field: FieldSchema): boolean => defaultOf(schema, field) !== undefined;

/** The required fields of which an index is not complete, and that rows may be of an older version. */
async function unindexed({ connection, schema }: Binding): Promise<[FieldSchema[], SchemaChange | undefined]> {
  const here = declared(schema);
  const changes = changesBetween(here, await askKnown(connection, here));
  const names = new Set(changes.filter(({ kind }) => kind === 'index').map(({ name }) => name));
  const columns = schema.indexes.filter((index) => names.has(identityOf(index))).flatMap(({ fields }) => fields);
  // a text without its case is a column of its own
  const fields = new Set(columns.map((column) => schema.byProperty.get(column.property) ?? column));
  const required = [...fields].filter((field) => schema.fields.includes(field) && !field.optional);
  return [required, changes.find(({ kind }) => kind === 'version')];
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
 *
 * @throws SchemaChangedError where an older row lacks one that only a step of @Migrate() makes: the index would not have it
 */
export async function fillDefaults(binding: Binding, signal?: AbortSignal): Promise<void> {
  const { schema } = binding;
  const [required, older] = await unindexed(binding);
  const filled = required.filter((field) => hasDefault(schema, field));
  const fields = older ? required : filled;
  if (fields.length === 0) return;
  const fill = lacking(schema, filled);
  await overRows(binding, { fields, signal }, async ({ id, values }) => {
    const missing = fields.filter((_, i) => values[i] === null);
    if (older && missing.some((field) => !filled.includes(field))) throw new SchemaChangedError(schema.model, [older]);
    if (missing.length > 0) await rewriteIfThere(binding, id, fill);
  });
}
