import { EntityDeletedError } from '../errors/model.js';
import { assignStored } from '../schema/stored.js';
import { ChangeSet } from '../write/change-set.js';
import { checkInput, refer } from './build.js';
import { identityMap } from './identity-map.js';
import { loadRow } from './load.js';
import { savedId, saveEntity } from './save.js';
import type { Values } from './snapshot.js';
import type { Handle } from './tracked.js';

/** Give back what the fields held before, where nobody set them anew meanwhile. */
function restore(values: Values, given: Values, before: Values): void {
  for (const property of Object.keys(given)) {
    if (Object.is(values[property], given[property])) values[property] = before[property];
  }
}

/** Set fields and save; when the write is refused, the entity has what it had before. */
export async function updateEntity(entity: Handle, changes: unknown): Promise<void> {
  const { values, binding } = entity;
  checkInput(binding.schema, changes);
  // read before any is set: a getter may throw
  const given = { ...changes };
  refer(binding.schema, given);
  const before = Object.fromEntries(Object.keys(given).map((property) => [property, values[property]]));
  Object.assign(values, given);
  try {
    await saveEntity(entity);
  } catch (error) {
    restore(values, given, before);
    throw error;
  }
}

export async function deleteEntity(handle: Handle): Promise<void> {
  const { connection, schema } = handle.binding;
  await ChangeSet.of({ op: 'delete', schema, id: savedId(handle) }).write(connection);
  identityMap()?.drop(handle.entity);
}

export async function reloadEntity(entity: Handle): Promise<void> {
  const { connection, schema } = entity.binding;
  const id = savedId(entity);
  const stored = await loadRow(connection, schema, id);
  if (!stored) throw new EntityDeletedError(schema.model, schema.primary.field.codec.decode(id) as string | number);
  assignStored(schema, entity.values, stored, id);
  entity.state.stored = stored;
}
