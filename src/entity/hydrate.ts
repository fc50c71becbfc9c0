import type { Schema } from '../schema/schema.js';
import { assignStored } from '../schema/stored.js';
import type { StoredValues } from '../write/change.js';
import { bindingOf } from './binding.js';
import { blank } from './companions.js';
import { hasLoadHooks, runLoaded } from './hooks.js';
import { identityMap } from './identity-map.js';
import type { Values } from './snapshot.js';
import { type Constructor, handleOf, stateOf, type Tracked } from './tracked.js';

/** An object of a stored row that stands for no entity any more: no unit of work hears of it. */
export function restore<M extends Tracked>(model: Constructor<M>, schema: Schema, id: string, stored: StoredValues): M {
  const entity = blank(model, schema);
  assignStored(schema, entity as unknown as Values, stored, id);
  const state = stateOf(entity);
  state.id = id;
  state.stored = stored;
  return entity;
}

/**
 * The entity of a stored row: the one door through which all that is loaded comes.
 *
 * The constructor runs, so that what is not a field is there too. In a unit of work it is the object that stands for it there.
 */
export function hydrate<M extends Tracked>(model: Constructor<M>, schema: Schema, id: string, stored: StoredValues): M {
  const map = identityMap();
  const known = map?.find(bindingOf(model), id);
  if (known) return known as M;
  const entity = restore(model, schema, id, stored);
  map?.keep(entity);
  if (hasLoadHooks(schema)) runLoaded(handleOf(entity));
  return entity;
}
