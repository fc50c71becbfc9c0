import type { Binding } from '../entity/binding.js';
import { type Rewriting, rewriteStored } from '../entity/rewrite.js';
import { EntityDeletedError } from '../errors/model.js';
import { streamRows } from '../plan/execute.js';
import type { Request } from '../plan/request.js';
import { requestModel } from '../query/request-model.js';
import type { Schema } from '../schema/schema.js';
import type { StoredValues } from '../write/change.js';

/** Entities on their way at the same time. */
const AT_ONCE = 50;
/** Steps of about a microsecond of one call that lists ids. */
const BUDGET = 3500;

/** All fields as they are: what is made of them is made anew. */
const unchanged =
  ({ fields }: Schema) =>
  (row: StoredValues): Rewriting =>
    new Map(fields.map((_, position) => [position, row[position]!]));

/** Store what the getters with an index give of an entity; nothing where it went. */
export async function computeOne(binding: Binding, id: string): Promise<void> {
  try {
    await rewriteStored(binding, id, unchanged(binding.schema));
  } catch (error) {
    // it went meanwhile
    if (!(error instanceof EntityDeletedError)) throw error;
  }
}

/** Store what the getters with an index give of every entity, and say how many are done now and then. Redis: HMGET and one script for each. */
export async function computeAll(
  binding: Binding,
  seen: (entities: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const { connection, schema } = binding;
  const models: Request['models'] = [requestModel(schema)];
  let batch: Promise<void>[] = [];
  for await (const { id } of streamRows(connection, { models, mode: 'rows', offset: 0, budget: BUDGET })) {
    signal?.throwIfAborted();
    batch.push(computeOne(binding, id));
    if (batch.length < AT_ONCE) continue;
    await Promise.all(batch);
    seen(batch.length);
    batch = [];
  }
  await Promise.all(batch);
  if (batch.length > 0) seen(batch.length);
}
