import { SchemaError } from '../../errors/model.js';
import { describe } from '../describe.js';
import type { EntityDraft } from '../draft.js';
import { isLifetime, LIFETIME } from '../lifetime.js';
import type { ExpirySchema } from '../schema.js';

/** What `@Entity({ ttl, sliding })` says; undefined where it says nothing. */
export function compileExpiry(model: string, { ttl, sliding }: EntityDraft): ExpirySchema | undefined {
  if (ttl !== undefined && ttl !== null && !isLifetime(ttl))
    throw new SchemaError(
      `${model}: ttl is ${LIFETIME}, or null for entities that live until expire() is called, not ${describe(ttl)}. Correct it.`,
    );
  if (sliding && typeof ttl !== 'number')
    throw new SchemaError(
      `${model}: sliding begins a ttl anew, and there is none. Add { ttl }, or remove { sliding }.`,
    );
  return ttl === undefined ? undefined : Object.freeze({ ttl: ttl ?? undefined, sliding });
}
