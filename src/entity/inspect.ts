import type { FieldSchema } from '../schema/schema.js';
import { isGivenDefault } from '../schema/stored.js';
import { type EntityValues, isSameStored } from './snapshot.js';
import type { Handle } from './tracked.js';

/** Whether a field differs from what was loaded or saved last: a default that it was given then is no change. */
export function differs(field: FieldSchema, before: string | null, values: EntityValues): boolean {
  const value = values[field.property];
  if (value === undefined) return before !== null;
  // a value that cannot be stored differs from every value that can
  if (!field.codec.accepts(value)) return true;
  const encoded = field.codec.encode(value);
  return before === null ? !isGivenDefault(values, field, encoded) : !isSameStored(field, before, encoded);
}

function changedPositions({ values, state, binding: { schema } }: Handle): number[] {
  return [...schema.fields.keys()].filter((i) => differs(schema.fields[i]!, state.stored?.[i] ?? null, values));
}

/** Whether a field differs from what was loaded or saved last; a unit of work asks it of every entity that it knows. */
export function isDirty({ values, state, binding: { schema } }: Handle): boolean {
  const { fields } = schema;
  const { stored } = state;
  for (let i = 0; i < fields.length; i++) if (differs(fields[i]!, stored?.[i] ?? null, values)) return true;
  return false;
}

/** Whether a save has anything to write: a field that differs, or a default of which nothing is stored. */
export function isUnsaved(entity: Handle): boolean {
  const { state, binding } = entity;
  const { fields } = binding.schema;
  return !state.stored || isDirty(entity) || fields.some(({ optional }, i) => !optional && state.stored![i] == null);
}

/** By property: the value that was loaded or saved last, and the value now. */
export function changesOf(entity: Handle): Record<string, { from: unknown; to: unknown }> {
  const { schema } = entity.binding;
  const result: Record<string, { from: unknown; to: unknown }> = {};
  for (const i of changedPositions(entity)) {
    const { property, codec } = schema.fields[i]!;
    const from = entity.state.stored?.[i];
    result[property] = { from: from == null ? undefined : codec.decode(from), to: entity.values[property] };
  }
  return result;
}

// what does not fit the field is refused when it is saved
const copyOf = ({ codec }: FieldSchema, value: unknown): unknown =>
  codec.copy && codec.accepts(value) ? codec.copy(value) : value;

/** All values but the id. */
export function copiedValues({ values, binding: { schema } }: Handle): EntityValues {
  const result: EntityValues = {};
  for (const field of schema.fields) result[field.property] = copyOf(field, values[field.property]);
  return result;
}
