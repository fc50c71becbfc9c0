import type { IndexedField, IndexKind } from '../../indexes/index-kind.js';
import { INDEX_KINDS } from '../../indexes/kinds.js';
import { primary } from '../../indexes/primary.js';
import type { FieldSchema, IndexSchema, Schema } from '../../schema/schema.js';

/** An index of one field, with what a plan needs of it. */
export interface FieldIndex {
  readonly kind: IndexKind;
  readonly on: IndexedField;
}

/** What an index of a field is told of it. */
export function indexedField(
  { keyspace }: Schema,
  column: FieldSchema,
  index: string,
  { form }: IndexKind,
): IndexedField {
  const { stored, codec, optional } = column;
  return { keyspace, index, field: stored, optional, type: form ? { ...codec, form } : codec };
}

/** An index without the case of its texts is of a column of its own. */
const isOf = (field: FieldSchema, { fields: [column, second] }: IndexSchema): boolean =>
  second === undefined && column!.property === field.property;

function collect(schema: Schema, field: FieldSchema): FieldIndex[] {
  const own = schema.indexes.filter((index) => isOf(field, index));
  const found = Object.entries(INDEX_KINDS).flatMap(([name, kind]) =>
    own
      .filter((index) => index.kind === name)
      .map((index) => ({ kind, on: indexedField(schema, index.fields[0]!, index.name, kind) })),
  );
  const key = { kind: primary, on: indexedField(schema, field, field.stored, primary) };
  return field === schema.primary.field ? [key, ...found] : found;
}

const known = new WeakMap<Schema, Map<FieldSchema, readonly FieldIndex[]>>();

/** The indexes that a field has to itself, the fastest first; found once for a model. */
export function indexesOf(schema: Schema, field: FieldSchema): readonly FieldIndex[] {
  const fields = known.get(schema) ?? new Map<FieldSchema, readonly FieldIndex[]>();
  known.set(schema, fields);
  const indexes = fields.get(field) ?? collect(schema, field);
  fields.set(field, indexes);
  return indexes;
}
