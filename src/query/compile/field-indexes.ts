import type { IndexedField, IndexKind } from '../../indexes/index-kind.js';
import { INDEX_KINDS } from '../../indexes/kinds.js';
import { primary } from '../../indexes/primary.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';

/** An index of one field, with what a plan needs of it. */
export interface FieldIndex {
  readonly kind: IndexKind;
  readonly on: IndexedField;
}

function collect(schema: Schema, field: FieldSchema): FieldIndex[] {
  const { stored, codec, optional } = field;
  const on = { keyspace: schema.keyspace, index: stored, field: stored, optional, type: codec };
  const own = schema.indexes.filter(({ fields }) => fields.length === 1 && fields[0] === field);
  const found = Object.entries(INDEX_KINDS).flatMap(([name, kind]) =>
    own.filter((index) => index.kind === name).map((index) => ({ kind, on: { ...on, index: index.name } })),
  );
  return field === schema.primary.field ? [{ kind: primary, on }, ...found] : found;
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
