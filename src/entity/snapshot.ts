import { ValidationError } from '../errors/model.js';
import type { FieldSchema, Schema } from '../schema/schema.js';
import { validateFields } from '../schema/validate.js';
import type { StoredValues } from '../write/change.js';

/** An entity as its fields say, by property. */
export type EntityValues = Record<string, unknown>;

/** The stored form of what fits the types of its fields and needs no other check; undefined for the rest. */
function encodePlain(fields: readonly FieldSchema[], values: EntityValues): StoredValues | undefined {
  // it is kept with the entity: one that grows has room for more than it holds
  const stored = new Array<string | null>(fields.length);
  for (let i = 0; i < fields.length; i++) {
    const { property, codec, optional, check } = fields[i]!;
    const value = values[property];
    if (value === undefined ? !optional : check !== undefined || !codec.accepts(value)) return undefined;
    stored[i] = value === undefined ? null : codec.encode(value);
  }
  return stored;
}

function encodeChecked({ model, fields }: Schema, values: EntityValues): StoredValues {
  const issues = validateFields(fields, values);
  if (issues.length > 0) throw new ValidationError(model, issues);
  return fields.map(({ property, codec }) => (values[property] === undefined ? null : codec.encode(values[property])));
}

/**
 * The stored form of what an entity holds now.
 *
 * @throws ValidationError with everything that does not fit
 */
export const storedValues = (schema: Schema, values: EntityValues): StoredValues =>
  encodePlain(schema.fields, values) ?? encodeChecked(schema, values);

/** Whether two stored forms are of one value: another program may have written it in another form, such as 1.0. */
export const isSameStored = ({ codec }: FieldSchema, before: string | null, after: string | null): boolean =>
  before === after || (before !== null && after !== null && codec.encode(codec.decode(before)) === after);

/** The positions of the fields that differ from what was loaded. */
export function changedFields({ fields }: Schema, before: StoredValues, after: StoredValues): number[] {
  const changed: number[] = [];
  for (let i = 0; i < fields.length; i++) {
    if (!isSameStored(fields[i]!, before[i] ?? null, after[i] ?? null)) changed.push(i);
  }
  return changed;
}
