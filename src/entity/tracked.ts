import type { Schema } from '../schema/schema.js';
import { type Binding, bindingOf } from './binding.js';
import type { StoredValues, Values } from './snapshot.js';

/** What the library knows of an entity, beside its fields. */
export interface EntityState {
  /** stored form of the id; undefined until it is saved for the first time */
  id: string | undefined;
  /** what was loaded or written last; undefined: never */
  stored: StoredValues | undefined;
  /** the call that writes the entity now, so that the next one waits for it */
  writing: Promise<unknown> | undefined;
}

export const newState = (): EntityState => ({ id: undefined, stored: undefined, writing: undefined });

/** An entity with its state and its binding: what the functions of this layer work on. */
export interface Entity {
  readonly values: Values;
  readonly state: EntityState;
  readonly binding: Binding;
}

/** Makes an empty entity of a class. */
export type Constructor<M> = { new (): M; readonly name: string };

/** Gives the state of an entity; set by the class that keeps it. */
export const access: { state: (entity: object) => EntityState } = {
  state: () => {
    throw new TypeError('The class Model is not loaded yet. Import it before it is used.');
  },
};

export function entityOf(object: object): Entity {
  return { values: object as Values, state: access.state(object), binding: bindingOf(object.constructor) };
}

/** Fill an entity with what is stored: its fields in the order of the schema. */
export function assignStored(schema: Schema, values: Values, stored: StoredValues): void {
  const { fields } = schema;
  for (let i = 0; i < fields.length; i++) {
    const { property, codec } = fields[i]!;
    const value = stored[i];
    values[property] = value == null ? undefined : codec.decode(value);
  }
}

/** An entity of its stored values. The constructor runs, so that what is no field is there too. */
export function hydrate<M extends object>(model: Constructor<M>, schema: Schema, id: string, stored: StoredValues): M {
  const object = new model();
  const values = object as Values;
  assignStored(schema, values, stored);
  values[schema.primary.field.property] = schema.primary.field.codec.decode(id);
  const state = access.state(object);
  state.id = id;
  state.stored = stored;
  return object;
}
