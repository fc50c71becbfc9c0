// What a refused unique value is called, as a user knows it: by properties and their values, not by what is stored for an index.
import { UniqueError } from '../errors/model.js';
import type { FieldSchema, Schema } from '../schema/schema.js';
import { HIDDEN } from '../schema/value-text.js';

/** The name that stands for what a getter gives, or for a text without its case, without its mark. */
export const shownName = (stored: string): string => stored.replace(/^~+/, '');

/** The fields of a unique index of the program; undefined where another program declared it. A text without its case is told as it was given. */
export const uniqueFields = (schema: Schema, name: string): readonly FieldSchema[] | undefined =>
  schema.indexes
    .find((index) => index.kind === 'unique' && index.name === name)
    ?.fields.map((column) => schema.byProperty.get(column.property) ?? column);

function shownValue({ hidden, codec }: FieldSchema, stored: string | null | undefined): unknown {
  if (stored == null) return undefined;
  if (hidden) return HIDDEN;
  try {
    return codec.decode(stored);
  } catch {
    // a row that nobody could load: what is stored says enough
    return stored;
  }
}

type Id = string | number | undefined;

/** The error of a unique index of the program, with the stored values of its fields. */
export const uniqueError = (
  { model, byProperty }: Schema,
  fields: readonly FieldSchema[],
  stored: readonly (string | null | undefined)[],
  [holder, other]: readonly [holder: Id, other?: Id],
): UniqueError =>
  new UniqueError(
    model,
    fields.map(({ property }) => property),
    fields.map((field, i) => shownValue(field, stored[i])),
    holder,
    other,
    fields.some(({ property }) => !byProperty.has(property)),
  );
