import type { StoredRow } from '../plan/request.js';
import type { WithPart } from './compile/with.js';

/** What a relation holds at run time, as far as it is told what it leads to. */
interface Attachable {
  attach(loaded: unknown): void;
  /** of one that leads to an entity: that is gone */
  miss?(): void;
}

/** Makes the entities of rows with all that came along: one object for each entity of a relation, however many lead to it. */
export class Family {
  private readonly made = new Map<string, object>();

  /** Tell an entity what its relations lead to. */
  attach<E>(entity: E, row: StoredRow, parts: readonly WithPart[]): E {
    for (const [i, part] of parts.entries()) {
      const related = row.related?.[i];
      const end = (entity as Record<string, Attachable | undefined>)[part.property];
      if (Array.isArray(related)) {
        const all = related.map((each) => this.member(each, part));
        end?.attach(part.kind === 'one' ? all[0] : all);
      } else if (related) end?.attach(this.member(related, part));
      else if (related === null) end?.miss?.();
    }
    return entity;
  }

  private member(row: StoredRow, part: WithPart): object {
    const { target, parts } = part;
    const key = target.schema.keyspace.entity(row.id);
    const known = this.made.get(key) ?? target.hydrate(row.id, row.values);
    this.made.set(key, known);
    return this.attach(known, row, parts);
  }
}
