import { QueryError } from '../../errors/query.js';
import type { StoredRow } from '../../plan/request.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import { unknownField } from '../fields.js';

/** Which fields a row has, and how it is made of their stored forms. */
export interface Projection {
  /** the fields to read; the id comes with every row anyhow */
  readonly fields: readonly FieldSchema[];
  decode(row: StoredRow): Record<string, unknown>;
}

function decodeRow(
  schema: Schema,
  fields: readonly FieldSchema[],
  withId: boolean,
  row: StoredRow,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  if (withId) result[schema.primary.field.property] = schema.primary.field.codec.decode(row[fields.length] as string);
  for (let i = 0; i < fields.length; i++) {
    const value = row[i];
    if (value != null) result[fields[i]!.property] = fields[i]!.codec.decode(value);
  }
  return result;
}

/** The fields that `select({ name: true })` names. */
export function planSelection(schema: Schema, shape: Readonly<Record<string, unknown>>): Projection {
  const names = Object.entries(shape ?? {}).filter(([, wanted]) => wanted !== undefined && wanted !== false);
  if (names.length === 0)
    throw new QueryError('select() needs a field, as in select({ name: true }). Name one, or use ids().');
  const all = names.map(([property]) => {
    const field = schema.byProperty.get(property);
    if (!field) throw unknownField(schema, property);
    return field;
  });
  const fields = all.filter((field) => field !== schema.primary.field);
  const withId = fields.length < all.length;
  return { fields, decode: (row) => decodeRow(schema, fields, withId, row) };
}
