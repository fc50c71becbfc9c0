import { DataRaceError, EntityDeletedError } from '../errors/model.js';
import type { ProgressOptions } from '../util/progress.js';

/** Entities of one change set: the server writes that many within some milliseconds. */
const BATCH = 40;
/** How often a batch is found anew when other writers were faster. */
const TRIES = 10;

export interface BulkOptions extends ProgressOptions {}

/** What a bulk write works on. */
export interface BulkTarget<M> {
  /** the entities that fit, as they are found */
  entities(): AsyncIterable<M>;
  /** those of some entities that fit by now, as they are now */
  again(entities: readonly M[]): Promise<readonly M[]>;
  count(): Promise<number>;
  idOf(entity: M): unknown;
  /** writes all or none; how many were written */
  write(entities: readonly M[]): Promise<number>;
}

const isRace = (error: unknown): boolean => error instanceof DataRaceError || error instanceof EntityDeletedError;

/** Write a batch; where another writer was faster, what still fits of it is read and written anew. */
async function writeBatch<M>(target: BulkTarget<M>, entities: readonly M[]): Promise<number> {
  let batch = entities;
  for (let tries = 1; ; tries++) {
    try {
      return await target.write(batch);
    } catch (error) {
      if (!isRace(error) || tries === TRIES) throw error;
      batch = await target.again(batch);
    }
  }
}

/** What fits, in batches, each entity once: one that was written may come again where its index is read on. */
async function* batchesOf<M>(target: BulkTarget<M>): AsyncGenerator<M[]> {
  const seen = new Set<unknown>();
  let batch: M[] = [];
  for await (const entity of target.entities()) {
    const id = target.idOf(entity);
    if (seen.has(id)) continue;
    seen.add(id);
    batch.push(entity);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Write all that fits, batch by batch; how many entities that were. */
export async function writeAll<M>(target: BulkTarget<M>, { onProgress, signal }: BulkOptions): Promise<number> {
  signal?.throwIfAborted();
  const total = onProgress && (await target.count());
  let [done, written] = [0, 0];
  for await (const batch of batchesOf(target)) {
    signal?.throwIfAborted();
    written += await writeBatch(target, batch);
    done += batch.length;
    onProgress?.({ done, total });
  }
  return written;
}
