import { ValidationError } from '../../errors/model.js';
import { describeIn } from '../../schema/describe.js';
import type { Schema } from '../../schema/schema.js';
import { validateFields } from '../../schema/validate.js';
import { ChangeSet } from '../../write/change-set.js';
import { checkInput, refer, wrongValues } from '../build.js';
import { noteGone } from '../gone.js';
import { hasHooks, runAfter, runBefore } from '../hooks.js';
import { identityMap } from '../identity-map.js';
import type { EntityValues } from '../snapshot.js';
import { type Handle, handleOf, type Tracked } from '../tracked.js';
import { adopt, prepareSave } from './prepare.js';
import { allInTurn, savedId } from './save.js';

/** What many entities are to have, checked before any of them is read. */
export function checkChanges(schema: Schema, changes: unknown): EntityValues {
  checkInput(schema, changes, wrongValues(schema));
  const given = { ...changes };
  const { property } = schema.primary.field;
  if (Object.hasOwn(given, property))
    throw new ValidationError(schema.model, [
      {
        field: property,
        expected: 'nothing: a primary key cannot change',
        found: describeIn(schema.primary.field, given[property]),
      },
    ]);
  refer(schema, given);
  const issues = validateFields(
    schema.fields.filter((field) => Object.hasOwn(given, field.property)),
    given,
  );
  if (issues.length > 0) throw new ValidationError(schema.model, issues);
  return given;
}

async function tellBefore(handles: readonly Handle[], event: 'beforeSave' | 'beforeDelete'): Promise<void> {
  for (const handle of handles) if (hasHooks(handle, event)) await runBefore(handle, event);
}

/** Set fields of several entities and write them by one script, all or none; how many of them changed. */
export async function updateTogether(entities: readonly Tracked[], given: EntityValues): Promise<number> {
  const handles = entities.map(handleOf);
  const written = await allInTurn(handles, async () => {
    for (const { values } of handles) Object.assign(values, given);
    await tellBefore(handles, 'beforeSave');
    const steps = handles.flatMap((handle) => {
      const prepared = prepareSave(handle, {});
      return prepared ? [{ handle, ...prepared }] : [];
    });
    const [first] = steps;
    if (!first) return [];
    const set = ChangeSet.of(...steps.map(({ change }) => change));
    await set.write(first.handle.binding.connection);
    for (const [i, { handle, change, stored }] of steps.entries()) adopt(handle, change.id, stored, set.until[i]);
    return steps.map(({ handle }) => handle);
  });
  await runAfter(written, 'afterSave');
  return written.length;
}

/** Delete several entities by one script, all or none; how many of them were there. */
export async function deleteTogether(entities: readonly Tracked[]): Promise<number> {
  const handles = entities.map(handleOf);
  const [first] = handles;
  if (!first) return 0;
  const { connection, schema } = first.binding;
  const gone = await allInTurn(handles, async () => {
    await tellBefore(handles, 'beforeDelete');
    const set = ChangeSet.of(...handles.map((handle) => ({ op: 'delete', schema, id: savedId(handle) }) as const));
    const written = await set.write(connection);
    for (const handle of handles) {
      identityMap()?.drop(handle.entity);
      noteGone(handle);
    }
    return handles.filter((_, i) => written[i] === 1);
  });
  await runAfter(gone, 'afterDelete');
  return gone.length;
}
