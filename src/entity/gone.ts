import type { Handle, Tracked } from './tracked.js';

const gone = new WeakSet<Tracked>();

const hasContainers = ({ binding }: Handle): boolean => binding.schema.containers.length > 0;

/** This program deleted an entity. */
export function noteGone(handle: Handle): void {
  if (hasContainers(handle)) gone.add(handle.entity);
}

/** It was read or written since. */
export function noteThere(handle: Handle): void {
  if (hasContainers(handle)) gone.delete(handle.entity);
}

/** Whether an entity with containers was deleted by this program, as far as the object knows. */
export const isGone = (entity: Tracked): boolean => gone.has(entity);
