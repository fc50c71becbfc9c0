import type { Schema } from '../schema/schema.js';
import type { StoredValues } from '../write/change.js';
import type { Values } from './snapshot.js';
import { type Constructor, stateOf, type Tracked } from './tracked.js';

/** Fill an entity with what is stored: its fields in the order of the schema. */
export function assignStored({ fields }: Schema, values: Values, stored: StoredValues): void {
  for (let i = 0; i < fields.length; i++) {
    const { property, codec } = fields[i]!;
    const value = stored[i];
    values[property] = value == null ? undefined : codec.decode(value);
  }
}

/**
 * The entity of a stored row: the one door through which all that is loaded comes.
 *
 * The constructor runs, so that what is not a field is there too.
 */
export function hydrate<M extends Tracked>(model: Constructor<M>, schema: Schema, id: string, stored: StoredValues): M {
  const entity = new model();
  const values = entity as unknown as Values;
  assignStored(schema, values, stored);
  values[schema.primary.field.property] = schema.primary.field.codec.decode(id);
  const state = stateOf(entity);
  state.id = id;
  state.stored = stored;
  return entity;
}
