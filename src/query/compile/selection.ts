import { QueryError } from '../../errors/query.js';
import type { StoredRow } from '../../plan/request.js';
import { describe } from '../../schema/describe.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import { decodePlain, decodeStored } from '../../schema/stored.js';
import { FieldReference, unknownField } from '../field-reference.js';
import { isPlainObject } from '../plain-object.js';

/** Which fields a row has, and how it is made of their stored forms. */
export interface Projection {
  /** the fields to read; the id comes with every row anyhow */
  readonly fields: readonly FieldSchema[];
  decode(row: StoredRow): unknown;
}

function decodeRow(
  schema: Schema,
  fields: readonly FieldSchema[],
  withId: boolean,
  { id, values }: StoredRow,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  if (withId) result[schema.primary.field.property] = decodeStored(schema, schema.primary.field, id, id);
  for (let i = 0; i < fields.length; i++) {
    const value = decodePlain(schema, fields[i]!, values[i], id);
    if (value !== undefined) result[fields[i]!.property] = value;
  }
  return result;
}

function selectedField(schema: Schema, property: string, wanted: unknown): FieldSchema[] {
  const field = schema.queryable.get(property);
  if (!field) throw unknownField(schema, property);
  if (wanted === undefined || wanted === false) return [];
  if (wanted === true) return [field];
  throw new QueryError(
    `${schema.model}.${property}: select() takes true for a field that the rows have, not ${describe(wanted)}. Leave the others out.`,
  );
}

/** The fields that `select({ name: true })` names. */
export function planSelection(schema: Schema, shape: unknown): Projection {
  if (!isPlainObject(shape))
    throw new QueryError(`select() takes an object such as { name: true }, not ${describe(shape)}. Correct it.`);
  const all = Object.entries(shape).flatMap(([property, wanted]) => selectedField(schema, property, wanted));
  if (all.length === 0)
    throw new QueryError('select() needs a field, as in select({ name: true }). Name one, or use ids().');
  const fields = all.filter((field) => field !== schema.primary.field);
  const withId = fields.length < all.length;
  return { fields, decode: (row) => decodeRow(schema, fields, withId, row) };
}

/** The one field that the callback of `pluck()` gave: a row is its value. */
export function planColumn(schema: Schema, column: unknown): Projection {
  const field =
    column instanceof FieldReference && column.model === schema.model && schema.queryable.get(column.property);
  if (!field)
    throw new QueryError(
      `pluck() takes a function that gives one field of ${schema.model}, as in (row) => row.${schema.primary.field.property}. Correct it.`,
    );
  const isId = field === schema.primary.field;
  return {
    fields: isId ? [] : [field],
    decode: ({ id, values }) => decodePlain(schema, field, isId ? id : values[0], id),
  };
}
