import type { Binding } from '../entity/binding.js';
import { checkDrop, dropParts } from '../maintenance/drop.js';
import { type ReindexOptions, type ReindexReport, reindex } from '../maintenance/reindex.js';
import { targetOf } from '../maintenance/target.js';
import { computeAll } from './compute-all.js';
import { fillDefaults } from './fill-defaults.js';
import { refuseNewer } from './refuse-newer.js';

/**
 * Build the indexes of a model with all that its class computes, and delete what is asked for that it declares no more.
 *
 * @throws MigrationError where there is a row that is newer than the program, SchemaChangedError, UniqueError
 * @param work what is to be done with rows before, once what the class gives up keeps nobody from writing them
 */
export async function reindexModel(
  binding: Binding,
  options: ReindexOptions = {},
  work?: () => Promise<unknown>,
): Promise<ReindexReport> {
  const target = targetOf(binding.connection, binding.schema);
  await refuseNewer(binding, options.signal);
  const names = checkDrop(target, options.drop ?? []);
  const report = await reindex(target, options, {
    fill: async () => {
      await work?.();
      await fillDefaults(binding, options.signal);
    },
    compute: (seen) => computeAll(binding, seen, options.signal),
  });
  // behind the indexes, of which some may be of a container
  const dropped = await dropParts(target, names, options.signal);
  return { ...report, dropped: [...report.dropped, ...dropped] };
}
