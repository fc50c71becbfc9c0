import type { FieldSchema, Schema } from '../schema/schema.js';
import type { Change, Pairs } from '../write/change.js';

/** The stored form of each field of a schema, in its order; null where there is none. */
export type StoredValues = (string | null)[];

/** An entity as its fields say, by property. */
export type Values = Record<string, unknown>;

function encodeField(field: FieldSchema, value: unknown): string | null {
  return value === undefined ? null : field.codec.encode(value);
}

/** The stored form of what an entity holds now. */
export function storedValues(schema: Schema, entity: Values): StoredValues {
  return schema.fields.map((field) => encodeField(field, entity[field.property]));
}

/** All values there are, to be written with a new entity. */
export function presentPairs(schema: Schema, stored: StoredValues): Pairs {
  const pairs: [string, string][] = [];
  schema.fields.forEach((field, i) => {
    const value = stored[i];
    if (value != null) pairs.push([field.stored, value]);
  });
  return pairs;
}

/** Whether two stored forms are of one value: another program may have written it in another form, such as 1.0. */
export const isSame = ({ codec }: FieldSchema, before: string | null, after: string | null): boolean =>
  before === after || (before !== null && after !== null && codec.encode(codec.decode(before)) === after);

/** The positions of the fields that differ from what was loaded. */
export function changedFields(schema: Schema, before: StoredValues, after: StoredValues): number[] {
  const changed: number[] = [];
  schema.fields.forEach((field, i) => {
    if (!isSame(field, before[i] ?? null, after[i] ?? null)) changed.push(i);
  });
  return changed;
}

/** The update that brings the stored entity from one state to another and fails where another writer was there first. */
export function updateChange(
  schema: Schema,
  id: string,
  before: StoredValues,
  after: StoredValues,
  positions: readonly number[],
): Change {
  const names = (test: (i: number) => boolean) => positions.filter(test).map((i) => schema.fields[i]!.stored);
  const set = positions.filter((i) => after[i] !== null).map((i) => [schema.fields[i]!.stored, after[i]!] as const);
  const expected = positions.map((i) => [schema.fields[i]!.stored, before[i] ?? undefined] as const);
  return { op: 'update', id, set, unset: names((i) => after[i] === null), expected };
}
