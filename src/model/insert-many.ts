import { writeChanges } from '../session/writer.js';
import type { Binding } from './binding.js';
import { entityOf } from './entity.js';
import { adopt, prepareInsert } from './save.js';

/** Write new entities, `size` of them in one atomic round trip; all values are checked before anything is written. */
export async function insertEntities(
  { connection, schema }: Binding,
  objects: readonly object[],
  size: number,
): Promise<void> {
  const all = objects.map(entityOf).map((entity) => ({ entity, ...prepareInsert(entity) }));
  for (let at = 0; at < all.length; at += size) {
    const batch = all.slice(at, at + size);
    const ids = await writeChanges(
      connection,
      schema,
      batch.map(({ change }) => change),
    );
    for (const [i, { entity, stored }] of batch.entries()) adopt(entity, ids[i] as string, stored);
  }
}
