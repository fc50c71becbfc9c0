import { ValidationError } from '../errors/model.js';
import { QueryError } from '../errors/query.js';
import { describe } from '../schema/describe.js';
import type { Schema } from '../schema/schema.js';
import { validateFields } from '../schema/validate.js';
import type { ProgressOptions } from '../util/progress.js';
import { ChangeSet } from '../write/change-set.js';
import type { Binding } from './binding.js';
import { hasHooks, runAfter, runBefore } from './hooks.js';
import { adopt, checkDerived, prepareInsert } from './prepare.js';
import { handleOf, type Tracked } from './tracked.js';

/** The most entities of a batch, and what a batch may cost the server, in microseconds. */
const MOST = 100;
const BUDGET = 3000;

/** As many entities as the server writes in about three milliseconds: those with many indexes take longer. */
const batchSize = ({ fields, indexes }: Schema): number =>
  Math.max(1, Math.min(MOST, Math.floor(BUDGET / (8 + 4 * indexes.length + fields.length / 2))));

export interface InsertOptions extends ProgressOptions {
  /** Entities of one atomic round trip. @default 100, or fewer where many indexes make them more work */
  readonly batch?: number;
}

/** Microseconds that a character of an indexed text takes the server, where the lists of its words are long. */
const CHARACTER = 1;

const textCost = ({ texts }: Schema, entity: Tracked): number => {
  const values = handleOf(entity).values;
  return texts.reduce((sum, { field }) => sum + CHARACTER * String(values[field.property] ?? '').length, 0);
};

/** As many entities as one round trip writes. */
function sizeOf({ schema }: Binding, { batch }: InsertOptions): number {
  if (batch === undefined) return batchSize(schema);
  if (Number.isSafeInteger(batch) && batch > 0) return batch;
  throw new QueryError(`batch is a whole number from 1 on, not ${describe(batch)}. Correct it, or leave it out.`);
}

// `first`: the place of the first among all inputs
function checkAll({ schema }: Binding, entities: readonly Tracked[], first: number): void {
  entities.forEach((entity, i) => {
    const handle = handleOf(entity);
    const issues = validateFields(schema.fields, handle.values);
    const placed = issues.map((issue) => ({ ...issue, field: `[${first + i}].${issue.field}` }));
    if (placed.length > 0) throw new ValidationError(schema.model, placed);
    checkDerived(handle);
  });
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

function sendBatch({ connection }: Binding, entities: readonly Tracked[]): Sent {
  const batch = entities.map(handleOf).map((entity) => ({ entity, ...prepareInsert(entity) }));
  const set = ChangeSet.of(...batch.map(({ change }) => change));
  const settled = set.write(connection).then(async (ids) => {
    for (const [i, { entity, stored }] of batch.entries()) adopt(entity, ids[i] as string, stored, set.until[i]);
    await runAfter(
      batch.map(({ entity }) => entity),
      'afterSave',
    );
  });
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
      after = sendBatch(binding, entities);
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

/** Where a batch ends: long texts make it smaller. */
function endOf(schema: Schema, list: readonly Tracked[], start: number, size: number): number {
  const most = Math.min(list.length, start + size);
  if (schema.texts.length === 0) return most;
  let cost = textCost(schema, list[start]!);
  for (let end = start + 1; end < most; end++) {
    cost += textCost(schema, list[end]!);
    if (cost > BUDGET) return end;
  }
  return most;
}

function* slices({ schema }: Binding, list: readonly Tracked[], size: number): Generator<readonly Tracked[]> {
  for (let at = 0; at < list.length; ) {
    const end = endOf(schema, list, at, size);
    yield list.slice(at, end);
    at = end;
  }
}

/** Write new entities; all values are checked before anything is written. */
export async function insertEntities(
  binding: Binding,
  entities: readonly Tracked[],
  options: InsertOptions,
): Promise<void> {
  const size = sizeOf(binding, options);
  await ready(binding, entities);
  await writeBatches(binding, slices(binding, entities, size), options, entities.length);
}

/** Entities as they come, in batches that are checked when they are full. */
async function* batchesOf(binding: Binding, entities: AsyncIterable<Tracked>, size: number) {
  let [batch, first]: [Tracked[], number] = [[], 0];
  for await (const entity of entities) {
    batch.push(entity);
    if (batch.length < size) continue;
    await ready(binding, batch, first);
    yield batch;
    [batch, first] = [[], first + batch.length];
  }
  await ready(binding, batch, first);
  if (batch.length > 0) yield batch;
}

/** Write new entities as they come, without ever holding more than two batches of them. */
export function insertStream(
  binding: Binding,
  entities: AsyncIterable<Tracked>,
  options: InsertOptions,
): Promise<number> {
  return writeBatches(binding, batchesOf(binding, entities, sizeOf(binding, options)), options);
}
