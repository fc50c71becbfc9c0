import { hasHooks, runBefore } from '../entity/hooks.js';
import { handleOf, type Tracked } from '../entity/tracked.js';
import type { HookEvent } from '../schema/hook-events.js';
import { about } from './steps.js';

/** What a write is about to save and to delete. */
interface Subjects {
  readonly saved: readonly Tracked[];
  readonly deleted: readonly Tracked[];
}

const waiting = (entities: readonly Tracked[], event: HookEvent, told: ReadonlySet<Tracked>) =>
  entities
    .filter((entity) => !told.has(entity) && hasHooks(handleOf(entity), event))
    .map((entity) => ({ entity, event }));

/**
 * Call the hooks before a write of a session, also those of entities that one of them makes, changes or deletes: `subjects` is asked
 * until nobody is left; gives what it said last.
 *
 * @throws what a hook throws, with its entity as `error.entity` where it is an error of Redstart
 */
export async function tellBefore<S extends Subjects>(session: object, subjects: () => S): Promise<S> {
  const told = new Set<Tracked>();
  for (;;) {
    const now = subjects();
    const all = [...waiting(now.saved, 'beforeSave', told), ...waiting(now.deleted, 'beforeDelete', told)];
    if (all.length === 0) return now;
    for (const { entity, event } of all) {
      told.add(entity);
      await runBefore(handleOf(entity), event, session).catch((error: unknown) => {
        throw about(error, entity);
      });
    }
  }
}
