import { MOST_ISSUES, type ValidationIssue } from '../../errors/issues.js';
import { ValidationError } from '../../errors/model.js';
import { QueryError } from '../../errors/query.js';
import { describe } from '../../schema/describe.js';
import { validateFields } from '../../schema/validate.js';
import type { ProgressOptions } from '../../util/progress.js';
import { ChangeSet } from '../../write/change-set.js';
import type { Binding } from '../binding.js';
import { hasHooks, runAfter, runBefore } from '../hooks.js';
import { handleOf, type Tracked } from '../tracked.js';
import { BatchMeter } from './batches.js';
import { adopt, checkDerived, newIdIssue, prepareInsert } from './prepare.js';
import { issuesAt, ofInput, refusedInput } from './refused-input.js';

export interface InsertOptions extends ProgressOptions {
  /** Entities of one atomic round trip. @default as many as take the server some three milliseconds, at most 100 */
  readonly batch?: number | undefined;
}

/** What says where a batch ends. */
function meterOf({ schema }: Binding, { batch }: InsertOptions): BatchMeter {
  if (batch === undefined || (Number.isSafeInteger(batch) && batch > 0)) return new BatchMeter(schema, batch);
  throw new QueryError(`batch is a whole number from 1 on, not ${describe(batch)}. Correct it, or leave it out.`);
}

// `first`: the place of the first among all inputs
function checkAll({ schema }: Binding, entities: readonly Tracked[], first: number): void {
  const issues: ValidationIssue[] = [];
  let total = 0;
  for (const [i, entity] of entities.entries()) {
    const { values } = handleOf(entity);
    const found = [newIdIssue(schema, values) ?? [], validateFields(schema.fields, values)].flat();
    total += found.length;
    if (issues.length < MOST_ISSUES) issues.push(...issuesAt(found, first + i));
  }
  if (total > 0) throw new ValidationError(schema.model, issues, 'written', total);
  for (const entity of entities) checkDerived(handleOf(entity));
}

async function ready(binding: Binding, entities: readonly Tracked[], first = 0): Promise<void> {
  for (const handle of entities.map(handleOf))
    if (hasHooks(handle, 'beforeSave')) await runBefore(handle, 'beforeSave');
  checkAll(binding, entities, first);
}

interface Sent {
  /** ends when the entities know their ids, or with the refusal */
  readonly settled: Promise<void>;
}

// `first`: the place of the first among all inputs
function sendBatch({ connection }: Binding, entities: readonly Tracked[], first: number): Sent {
  const batch = entities.map(handleOf).map((entity) => ({ entity, ...prepareInsert(entity) }));
  const changes = batch.map(({ change }) => change);
  const set = new ChangeSet();
  for (const [i, change] of changes.entries()) ofInput(first + i, () => set.add(change));
  const refuse = (error: unknown): never => {
    throw refusedInput(error, changes, first);
  };
  const settled = set.write(connection).then(async (ids) => {
    for (const [i, { entity, stored }] of batch.entries()) adopt(entity, ids[i] as string, stored, set.until[i]);
    await runAfter(
      batch.map(({ entity }) => entity),
      'afterSave',
    );
  }, refuse);
  // it is awaited while the next batch is on its way: until then a refusal is not an unhandled one
  settled.catch(() => {});
  return { settled };
}

type Batches = Iterable<readonly Tracked[]> | AsyncIterable<readonly Tracked[]>;

/** Write batches, of which one is on its way while the server works on the one before; how many entities that were. */
async function writeBatches(
  binding: Binding,
  batches: Batches,
  options: InsertOptions,
  total?: number,
): Promise<number> {
  let before: Sent | undefined;
  let after: Sent | undefined;
  let [sent, done] = [0, 0];
  const settle = async (batch: Sent | undefined) => {
    if (!batch) return;
    await batch.settled;
    options.onProgress?.({ done, total });
  };
  try {
    for await (const entities of batches) {
      options.signal?.throwIfAborted();
      after = sendBatch(binding, entities, sent);
      done = sent;
      await settle(before);
      [before, sent] = [after, sent + entities.length];
    }
    done = sent;
    await settle(before);
    return sent;
  } finally {
    // what was sent behind a refused batch is written: its entities learn their ids all the same
    await Promise.allSettled([before?.settled, after?.settled]);
  }
}

function* slices(list: readonly Tracked[], meter: BatchMeter): Generator<readonly Tracked[]> {
  let from = 0;
  for (const [i, entity] of list.entries()) {
    if (meter.takes(entity)) continue;
    yield list.slice(from, i);
    from = i;
  }
  if (from < list.length) yield list.slice(from);
}

/** Write new entities; all values are checked before anything is written. */
export async function insertEntities(
  binding: Binding,
  entities: readonly Tracked[],
  options: InsertOptions,
): Promise<void> {
  const meter = meterOf(binding, options);
  await ready(binding, entities);
  await writeBatches(binding, slices(entities, meter), options, entities.length);
}

/** Entities as they come, in batches that are checked when they are full. */
async function* batchesOf(binding: Binding, entities: AsyncIterable<Tracked>, meter: BatchMeter) {
  let [batch, first]: [Tracked[], number] = [[], 0];
  const take = async () => {
    const taken = batch;
    await ready(binding, taken, first);
    [batch, first] = [[], first + taken.length];
    return taken;
  };
  for await (const entity of entities) {
    if (!meter.takes(entity) && batch.length > 0) yield await take();
    batch.push(entity);
    // the next entity may be long in coming
    if (meter.isFull) yield await take();
  }
  if (batch.length > 0) yield await take();
}

/** Write new entities as they come, without ever holding more than two batches of them. */
export function insertStream(
  binding: Binding,
  entities: AsyncIterable<Tracked>,
  options: InsertOptions,
): Promise<number> {
  const meter = meterOf(binding, options);
  return writeBatches(binding, batchesOf(binding, entities, meter), options);
}
