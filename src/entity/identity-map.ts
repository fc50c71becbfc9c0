import { ScopedStore } from '../util/scoped-store.js';
import type { Binding } from './binding.js';
import type { Tracked } from './tracked.js';

/** What remembers the entities of a unit of work, so that each is one object in it. Outside of one nothing is remembered. */
export interface IdentityMap {
  /** The object that stands for a stored entity here, if there is one. @internal */
  find(binding: Binding, id: string): Tracked | undefined;
  /** An entity was loaded or saved. @internal */
  keep(entity: Tracked): void;
  /** An entity was made and is not saved yet. @internal */
  built(entity: Tracked): void;
  /** An entity was deleted. @internal */
  drop(entity: Tracked): void;
}

const store = new ScopedStore<IdentityMap>();

/** The map of the unit of work that the caller is in. */
export const identityMap = (): IdentityMap | undefined => store.get();

/** Do what `work` does in a unit of work. */
export const within = <T>(map: IdentityMap, work: () => Promise<T>): Promise<T> => store.run(map, work);
