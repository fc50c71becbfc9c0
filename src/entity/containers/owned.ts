import { QueryError } from '../../errors/query.js';
import type { ContainerSchema } from '../../schema/schema.js';
import { handleOf, type Tracked } from '../tracked.js';

/** A container of an entity, which may be new. */
export interface Owned {
  readonly entity: Tracked;
  readonly container: ContainerSchema;
}

const owners = new WeakMap<object, Owned>();

/** The entity that a container was taken from. */
export const ownerOf = (container: object): Owned | undefined => owners.get(container);

export function noteOwner<T extends object>(container: T, owner: Owned): T {
  owners.set(container, owner);
  return container;
}

/** Stands in for a container of an entity that was never saved: a unit of work takes it, and nothing else can be done with it. */
export function unsavedContainer(entity: Tracked, container: ContainerSchema): object {
  const refuse = (): never => {
    const { property, kind } = container;
    throw new QueryError(
      `${handleOf(entity).binding.schema.model}.${property} is a ${kind} at a key with the id of the entity, which has none yet. Save the entity first, or write it by a session, which takes such a container: see docs/units-of-work.md.`,
    );
  };
  // symbols are what Node asks of whatever it shows
  const get = (_target: object, name: string | symbol): unknown => (typeof name === 'symbol' ? undefined : refuse());
  return noteOwner(new Proxy({}, { get, set: refuse }), { entity, container });
}
