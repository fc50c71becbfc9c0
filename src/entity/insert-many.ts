import { ValidationError } from '../errors/model.js';
import { validateFields } from '../schema/validate.js';
import { encodeChanges, sendChanges } from '../write/writer.js';
import type { Binding } from './binding.js';
import { adopt, prepareInsert } from './save.js';
import { entityOf } from './tracked.js';

function checkAll({ schema }: Binding, objects: readonly object[]): void {
  objects.forEach((object, i) => {
    const issues = validateFields(schema.fields, object as Record<string, unknown>);
    const placed = issues.map((issue) => ({ ...issue, field: `[${i}].${issue.field}` }));
    if (placed.length > 0) throw new ValidationError(schema.model, placed);
  });
}

interface Sent {
  /** ends when the entities know their ids, or with the refusal */
  readonly settled: Promise<void>;
}

function sendBatch({ connection, schema }: Binding, objects: readonly object[]): Sent {
  const batch = objects.map(entityOf).map((entity) => ({ entity, ...prepareInsert(entity) }));
  const encoded = encodeChanges(batch.map(({ change }) => change));
  const settled = sendChanges(connection, schema, encoded).then((ids) => {
    for (const [i, { entity, stored }] of batch.entries()) adopt(entity, ids[i] as string, stored);
  });
  // it is awaited while the next batch is on its way: until then a refusal is no unhandled one
  settled.catch(() => {});
  return { settled };
}

/**
 * Write new entities, `size` of them in one atomic round trip; all values are checked before anything is written.
 *
 * One batch is on its way while the server works on the one before, so that neither waits for the other.
 */
export async function insertEntities(binding: Binding, objects: readonly object[], size: number): Promise<void> {
  checkAll(binding, objects);
  let before: Sent | undefined;
  for (let at = 0; at < objects.length; at += size) {
    const sent = sendBatch(binding, objects.slice(at, at + size));
    try {
      await before?.settled;
    } catch (error) {
      // the batch behind the refused one was sent already: its entities learn their ids all the same
      await sent.settled.catch(() => {});
      throw error;
    }
    before = sent;
  }
  await before?.settled;
}
