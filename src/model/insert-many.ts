import { ValidationError } from '../errors.js';
import { validateFields } from '../schema/validate.js';
import { encodeChanges, sendChanges } from '../session/writer.js';
import type { Binding } from './binding.js';
import { type Entity, entityOf } from './entity.js';
import { adopt, prepareInsert } from './save.js';

function checkAll({ schema }: Binding, objects: readonly object[]): void {
  objects.forEach((object, i) => {
    const issues = validateFields(schema.fields, object as Record<string, unknown>);
    const placed = issues.map((issue) => ({ ...issue, field: `[${i}].${issue.field}` }));
    if (placed.length > 0) throw new ValidationError(schema.model, placed);
  });
}

function prepareBatch(entities: readonly Entity[]) {
  const prepared = entities.map(prepareInsert);
  const changes = prepared.map(({ change }) => change);
  return { entities, prepared, encoded: encodeChanges(changes) };
}

/**
 * Write new entities, `size` of them in one atomic round trip; all values are checked before anything is written.
 *
 * While the server works on a batch, the entities of the one before learn their ids and the next one is encoded.
 */
export async function insertEntities(binding: Binding, objects: readonly object[], size: number): Promise<void> {
  checkAll(binding, objects);
  const batchAt = (at: number) => prepareBatch(objects.slice(at, at + size).map(entityOf));
  let batch = batchAt(0);
  let finish = () => {};
  for (let at = size; batch.entities.length > 0; at += size) {
    const written = sendChanges(binding.connection, binding.schema, batch.encoded);
    // awaited right below; what is done before that must not leave a refusal unhandled
    written.catch(() => {});
    finish();
    const next = batchAt(at);
    const ids = await written;
    const { entities, prepared } = batch;
    finish = () => {
      entities.forEach((entity, i) => {
        adopt(entity, ids[i] as string, prepared[i]!.stored);
      });
    };
    batch = next;
  }
  finish();
}
