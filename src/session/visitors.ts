import { bindingOf } from '../entity/binding.js';
import type { IdentityMap } from '../entity/identity-map.js';
import { isDirty } from '../entity/inspect.js';
import { handleOf, stateOf, type Tracked } from '../entity/tracked.js';
import { QueryError } from '../errors/query.js';
import { homeText } from '../schema/home-text.js';
import { nameOf } from './name-of.js';

const isSaved = (entity: Tracked): boolean => stateOf(entity).stored !== undefined && !isDirty(handleOf(entity));

/** Entities of other databases that came into being in a session: it writes none of them, so none may be left unsaved. */
export class Visitors implements Pick<IdentityMap, 'keep' | 'built' | 'drop'> {
  private readonly entities = new Set<Tracked>();

  keep(entity: Tracked): void {
    this.entities.add(entity);
  }

  built(entity: Tracked): void {
    this.entities.add(entity);
  }

  drop(entity: Tracked): void {
    this.entities.delete(entity);
  }

  /** @throws QueryError where the changes of one would be lost */
  check(): void {
    for (const entity of this.entities)
      if (!isSaved(entity))
        throw new QueryError(
          `${nameOf(entity)} belongs to another database than the session, ${homeText(bindingOf(entity.constructor))}, and the session does not write its changes. Save it before the session ends, or change it in a session of its own database.`,
        );
  }
}
