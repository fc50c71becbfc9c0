import { EntityDeletedError } from '../../errors/model.js';
import { legible } from '../../schema/newer.js';
import { ChangeSet } from '../../write/change-set.js';
import { checkInput, refer, wrongValues } from '../build.js';
import { noteGone, noteThere } from '../gone.js';
import { hasHooks, runBefore, runLoaded } from '../hooks.js';
import { identityMap } from '../identity-map.js';
import { isDirty } from '../inspect.js';
import { assignAnew } from '../loading/hydrate.js';
import { loadRow } from '../loading/load.js';
import { toldOnce } from '../loading/told.js';
import type { EntityValues } from '../snapshot.js';
import type { Handle } from '../tracked.js';
import { savedId, writeChanges } from './save.js';

/** Give back what the fields held before, where nobody set them anew meanwhile. */
function restore(values: EntityValues, given: EntityValues, before: EntityValues): void {
  for (const property of Object.keys(given)) {
    if (Object.is(values[property], given[property])) values[property] = before[property];
  }
}

function held(values: EntityValues, properties: readonly string[]): EntityValues {
  const result: EntityValues = {};
  for (const property of properties) result[property] = values[property];
  return result;
}

/** Set fields and save; when the write is refused, the entity has what it had before. */
export async function updateEntity(entity: Handle, changes: unknown): Promise<boolean> {
  const { values, binding } = entity;
  checkInput(binding.schema, changes, wrongValues(binding.schema));
  // read before any is set: a getter may throw
  const given = { ...changes };
  refer(binding.schema, given);
  const isTold = hasHooks(entity, 'beforeSave');
  // a hook may set every field
  const properties = isTold ? [...binding.schema.byProperty.keys()] : Object.keys(given);
  const before = held(values, properties);
  Object.assign(values, given);
  let set = given;
  try {
    if (isTold && isDirty(entity))
      await runBefore(entity, 'beforeSave').finally(() => (set = held(values, properties)));
    return await writeChanges(entity);
  } catch (error) {
    restore(values, set, before);
    throw error;
  }
}

/** Whether it was there. */
export async function deleteEntity(handle: Handle): Promise<boolean> {
  const { connection, schema } = handle.binding;
  const id = savedId(handle);
  await runBefore(handle, 'beforeDelete');
  const [gone] = await ChangeSet.of({ op: 'delete', schema, id }).write(connection);
  identityMap()?.drop(handle.entity);
  noteGone(handle);
  return gone === 1;
}

export async function reloadEntity(entity: Handle): Promise<void> {
  const { connection, schema } = entity.binding;
  const id = savedId(entity);
  const stored = await toldOnce(entity.binding, 'reload', () => loadRow(connection, schema, id));
  if (!stored) throw new EntityDeletedError(schema.model, schema.primary.field.codec.decode(id) as string | number);
  await legible(connection, () => {
    assignAnew(entity, id, stored);
    entity.state.stored = stored;
  });
  noteThere(entity);
  runLoaded(entity);
}
