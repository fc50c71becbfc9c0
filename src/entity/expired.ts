import type { HookEvent } from '../schema/hook-events.js';
import { shownError } from '../util/thrown.js';
import type { StoredValues } from '../write/change.js';
import { listenToExpiry } from '../write/expired.js';
import type { Binding } from './binding.js';
import { hasHandlers, runAfter } from './hooks.js';
import { restore } from './hydrate.js';
import { type Constructor, handleOf } from './tracked.js';

const EVENT: HookEvent = 'afterExpire';

// nobody waits for it: what it throws is a warning of the program
const warn = (error: unknown): void => process.emitWarning(shownError(error));

/** Tell the hooks of a model of entities that have expired, with what they held. */
export function tellOfExpiry(model: Constructor, { schema }: Binding): void {
  listenToExpiry(schema, (id: string, stored: StoredValues) => {
    if (!schema.hooks?.has(EVENT) && !hasHandlers(model, EVENT)) return;
    void (async () => runAfter([handleOf(restore(model, schema, id, stored))], EVENT))().catch(warn);
  });
}
