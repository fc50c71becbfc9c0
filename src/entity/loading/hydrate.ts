import type { Schema } from '../../schema/schema.js';
import { assignStored } from '../../schema/stored.js';
import type { StoredValues } from '../../write/change.js';
import { bindingOf } from '../binding.js';
import { blank } from '../containers/companions.js';
import { assignNoted, noteFills } from '../fills.js';
import { hasLoadHooks, runLoaded } from '../hooks.js';
import { identityMap } from '../identity-map.js';
import type { EntityValues } from '../snapshot.js';
import { type Constructor, type Handle, handleOf, stateOf, type Tracked } from '../tracked.js';

/** An object of a stored row that stands for no entity any more: no unit of work hears of it. */
export function restore<M extends Tracked>(model: Constructor<M>, schema: Schema, id: string, stored: StoredValues): M {
  const entity = blank(model, schema);
  assignNoted(schema, entity, stored, id);
  const state = stateOf(entity);
  state.id = id;
  state.stored = stored;
  return entity;
}

/** Give an entity what is stored of it: a field of which nothing is has what it has in a new object, not what it was set to. */
export function assignAnew({ entity, values, binding: { schema } }: Handle, id: string, stored: StoredValues): void {
  const missing = schema.fields.filter(({ optional }, position) => !optional && stored[position] == null);
  const model = entity.constructor as Constructor;
  const fresh = missing.length > 0 && (restore(model, schema, id, stored) as unknown as EntityValues);
  assignStored(schema, values, stored, id);
  if (!fresh) return;
  for (const { property } of missing) values[property] = fresh[property];
  noteFills(schema, entity, stored);
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
