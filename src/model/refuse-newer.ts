import type { Binding } from '../entity/binding.js';
import { refuseNewerRows } from '../entity/stored/migrate.js';
import { newerRows } from '../maintenance/changes.js';
import { askKnown, declared } from '../maintenance/known.js';
import { isWrongType } from '../redis/wrong-type.js';

/**
 * Nothing is done to the indexes of rows that only a newer program can read: they are that program's.
 *
 * @throws MigrationError
 */
export async function refuseNewer(binding: Binding, signal?: AbortSignal): Promise<void> {
  const here = declared(binding.schema);
  const there = await askKnown(binding.connection, here).catch((error: unknown) => {
    // somebody wrote another type under that key: nothing is known, and repair() makes it anew
    if (isWrongType(error)) return undefined;
    throw error;
  });
  if (newerRows(here, there).length > 0) await refuseNewerRows(binding, signal);
}
