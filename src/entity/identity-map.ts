import { AsyncLocalStorage } from 'node:async_hooks';
import type { Binding } from './binding.js';
import type { Tracked } from './tracked.js';

/** What remembers the entities of a unit of work, so that each is one object in it. Outside of one nothing is remembered. */
export interface IdentityMap {
  /** The object that stands for a stored entity here, if there is one. */
  find(binding: Binding, id: string): Tracked | undefined;
  /** An entity was loaded or saved. */
  keep(entity: Tracked): void;
  /** An entity was made and is not saved yet. */
  built(entity: Tracked): void;
  /** An entity was deleted. */
  drop(entity: Tracked): void;
}

const storage = new AsyncLocalStorage<IdentityMap>();
let active = 0;

/** The map of the unit of work that the caller is in. */
export const identityMap = (): IdentityMap | undefined => (active > 0 ? storage.getStore() : undefined);

/** Do what `work` does in a unit of work. */
export async function within<T>(map: IdentityMap, work: () => Promise<T>): Promise<T> {
  active++;
  try {
    return await storage.run(map, work);
  } finally {
    active--;
    // it slows down every promise of the program for as long as it is enabled
    if (active === 0) storage.disable();
  }
}
