import { recordProperty } from '../schema/draft.js';
import type { HookEvent } from '../schema/hook-events.js';
import type { OnMethod, OnSyncMethod } from './types.js';

const hook = (event: HookEvent) => (): OnMethod => (target, key) =>
  recordProperty(target, key, ({ hooks }, method) => void hooks.push({ event, method }));

/**
 * Call the method before the entity is written, on what will be written: it may change fields. When it throws, nothing is
 * written. It is not called when nothing changed, nor for writes without an object (`change`, `field`, `increment`).
 */
export const BeforeSave: () => OnMethod = hook('beforeSave');

/** Call the method when the entity is stored: behind the commit of a session. When it throws, the entity is stored all the same. */
export const AfterSave: () => OnMethod = hook('afterSave');

/** Call the method before the entity is deleted; when it throws, nothing is. */
export const BeforeDelete: () => OnMethod = hook('beforeDelete');

/** Call the method when the entity was deleted by this program; not where it was gone already. */
export const AfterDelete: () => OnMethod = hook('afterDelete');

/**
 * Call the method when the entity had expired and this program has deleted what it left, some time after `expiresAt`; it holds
 * what it held last. In one program, at most once: not again where that program ends before.
 */
export const AfterExpire: () => OnMethod = hook('afterExpire');

/** Call the method when the entity was read from the server; it cannot be async. */
export const AfterLoad: () => OnSyncMethod = hook('afterLoad') as () => OnSyncMethod;
