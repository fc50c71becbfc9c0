import { QueryError } from '../../errors/query.js';
import { describe } from '../../schema/describe.js';
import { isLifetime, LIFETIME, rowUntil, untilOf } from '../../schema/lifetime.js';
import type { Schema } from '../../schema/schema.js';
import { ChangeSet } from '../../write/change-set.js';
import { savedId } from '../saving/save.js';
import type { Handle } from '../tracked.js';

/** @throws QueryError where entities of the model do not expire, or this is not a time to live */
export function checkEntityTtl({ model, expiry }: Schema, ttl: unknown): asserts ttl is number | null {
  if (!expiry)
    throw new QueryError(
      `The entities of ${model} do not expire. Say that they can: @Entity('${model}', { ttl: null }), or with the milliseconds that each lives.`,
    );
  if (ttl !== null && !isLifetime(ttl))
    throw new QueryError(
      `expire() takes ${LIFETIME}, or null for ever, not ${describe(ttl)}. Correct it, or delete() the entity.`,
    );
}

/** Let an entity live so long from now, whatever its model says. */
export async function expireEntity(entity: Handle, ttl: unknown): Promise<void> {
  const { state, binding } = entity;
  const { schema, connection } = binding;
  checkEntityTtl(schema, ttl);
  const set = ChangeSet.of({ op: 'expire', schema, id: savedId(entity), ttl });
  await set.write(connection);
  if (state.stored) state.stored = rowUntil(schema, state.stored, set.until[0] ?? null);
}

/** When an entity expires, as far as it is known here. */
export function expiresAt({ state, binding: { schema } }: Handle): Date | undefined {
  const until = state.stored && untilOf(schema, state.stored);
  return until ? new Date(Number(until)) : undefined;
}
