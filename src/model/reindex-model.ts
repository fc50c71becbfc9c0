import type { Binding } from '../entity/binding.js';
import { type ReindexOptions, type ReindexReport, reindex } from '../maintenance/reindex.js';
import { targetOf } from '../maintenance/target.js';
import { computeAll } from './compute-all.js';
import { fillDefaults } from './fill-defaults.js';

/** Build the indexes of a model with all that its class computes. */
export async function reindexModel(binding: Binding, options: ReindexOptions = {}): Promise<ReindexReport> {
  await fillDefaults(binding, options.signal);
  const target = targetOf(binding.connection, binding.schema);
  return reindex(target, options, (seen) => computeAll(binding, seen, options.signal));
}
