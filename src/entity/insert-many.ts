import { ValidationError } from '../errors/model.js';
import type { Schema } from '../schema/schema.js';
import { validateFields } from '../schema/validate.js';
import { ChangeSet } from '../write/change-set.js';
import type { Binding } from './binding.js';
import { adopt, checkDerived, prepareInsert } from './prepare.js';
import { handleOf, type Tracked } from './tracked.js';

/** The most entities of a batch, and what a batch may cost the server, in microseconds. */
const MOST = 80;
const BUDGET = 3000;

/** As many entities as the server writes in about three milliseconds: those with many indexes take longer. */
const batchSize = ({ fields, indexes }: Schema): number =>
  Math.max(1, Math.min(MOST, Math.floor(BUDGET / (8 + 4 * indexes.length + fields.length / 2))));

function checkAll({ schema }: Binding, entities: readonly Tracked[]): void {
  entities.forEach((entity, i) => {
    const handle = handleOf(entity);
    const issues = validateFields(schema.fields, handle.values);
    const placed = issues.map((issue) => ({ ...issue, field: `[${i}].${issue.field}` }));
    if (placed.length > 0) throw new ValidationError(schema.model, placed);
    checkDerived(handle);
  });
}

interface Sent {
  /** ends when the entities know their ids, or with the refusal */
  readonly settled: Promise<void>;
}

function sendBatch({ connection }: Binding, entities: readonly Tracked[]): Sent {
  const batch = entities.map(handleOf).map((entity) => ({ entity, ...prepareInsert(entity) }));
  const set = ChangeSet.of(...batch.map(({ change }) => change));
  const settled = set.write(connection).then((ids) => {
    for (const [i, { entity, stored }] of batch.entries()) adopt(entity, ids[i] as string, stored);
  });
  // it is awaited while the next batch is on its way: until then a refusal is not an unhandled one
  settled.catch(() => {});
  return { settled };
}

/**
 * Write new entities, `size` of them in one atomic round trip; all values are checked before anything is written.
 *
 * One batch is on its way while the server works on the one before, so that neither waits for the other.
 */
export async function insertEntities(
  binding: Binding,
  entities: readonly Tracked[],
  size: number = batchSize(binding.schema),
): Promise<void> {
  checkAll(binding, entities);
  let before: Sent | undefined;
  for (let at = 0; at < entities.length; at += size) {
    const sent = sendBatch(binding, entities.slice(at, at + size));
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
