import type { FieldSchema } from '../schema/schema.js';
import { type EntityValues, isSameStored } from './snapshot.js';
import type { Handle } from './tracked.js';

// a value that cannot be stored differs from every value that can
export function differs(field: FieldSchema, before: string | null, value: unknown): boolean {
  if (value === undefined) return before !== null;
  return !field.codec.accepts(value) || !isSameStored(field, before, field.codec.encode(value));
}

function changedPositions({ values, state, binding: { schema } }: Handle): number[] {
  return [...schema.fields.keys()].filter((i) => {
    const field = schema.fields[i]!;
    return differs(field, state.stored?.[i] ?? null, values[field.property]);
  });
}

/** Whether a field differs from what was loaded or saved last; a unit of work asks it of every entity that it knows. */
export function isDirty({ values, state, binding: { schema } }: Handle): boolean {
  const { fields } = schema;
  const { stored } = state;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i]!;
    if (differs(field, stored?.[i] ?? null, values[field.property])) return true;
  }
  return false;
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
