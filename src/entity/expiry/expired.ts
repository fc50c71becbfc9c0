import type { HookEvent } from '../../schema/hook-events.js';
import type { Schema } from '../../schema/schema.js';
import { shownError, thrownText } from '../../util/thrown.js';
import type { StoredValues } from '../../write/change.js';
import { listenToExpiry } from '../../write/expired.js';
import type { Binding } from '../binding.js';
import { hasHandlers, runAfter } from '../hooks.js';
import { restore } from '../loading/hydrate.js';
import { type Constructor, handleOf } from '../tracked.js';

const EVENT: HookEvent = 'afterExpire';

// nobody waits for it: what it throws is a warning of the program, as text, since an error of another realm is refused there
function warn({ model, primary: { field } }: Schema, id: string, cause: unknown): void {
  const shown = JSON.stringify(field.codec.decode(id));
  process.emitWarning(
    `A hook that runs after the ${model} ${shown} expired threw ${thrownText(cause)}. The entity stays deleted, and the hook is not called for it again.`,
    { type: 'RedstartWarning', code: 'REDSTART_EXPIRY_HOOK', detail: String(shownError(cause).stack) },
  );
}

/** Tell the hooks of a model of entities that have expired, with what they held. */
export function tellOfExpiry(model: Constructor, { schema }: Binding): void {
  listenToExpiry(schema, (id: string, stored: StoredValues) => {
    if (!schema.hooks?.has(EVENT) && !hasHandlers(model, EVENT)) return;
    void (async () => runAfter([handleOf(restore(model, schema, id, stored))], EVENT))().catch((cause) =>
      warn(schema, id, cause),
    );
  });
}
