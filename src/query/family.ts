import { QueryError } from '../errors/query.js';
import type { StoredRow } from '../plan/request.js';
import type { WithPart } from './compile/with.js';

/** What a relation holds at run time, as far as it is told what it leads to. */
interface Attachable {
  attach(loaded: unknown): void;
  /** of one that leads to an entity: that is gone */
  miss?(): void;
}

/** What was asked of each relation of an entity, by its property. */
type Asked = Map<string, WithPart>;

/** Whether two places ask the same of a relation. */
type Same = (one: WithPart, other: WithPart) => boolean;

const texts = new WeakMap<WithPart, string>();

/** All that is asked, as text: made once, since it is compared for each entity. */
function textOf(part: WithPart): string {
  const text = texts.get(part) ?? JSON.stringify(part.request);
  texts.set(part, text);
  return text;
}

/** With all that is behind it. */
const asksTheSame: Same = (one, other) => one === other || textOf(one) === textOf(other);

const ownText = ({ request }: WithPart): string => JSON.stringify({ ...request, with: undefined });

/** As far as it says which entities they are. */
const findsTheSame: Same = (one, other) => one === other || ownText(one) === ownText(other);

/**
 * Makes the entities of rows with all that came along: one object for each entity of a relation, however many lead to it. Where two places
 * ask for other things behind it, each place has its own.
 */
export class Family {
  private readonly made = new Map<string, object[]>();
  private readonly asked = new Map<object, Asked>();

  /** Tell an entity what its relations lead to. */
  attach<E>(entity: E, row: StoredRow, parts: readonly WithPart[]): E {
    if (parts.length > 0) this.note(entity as object, parts);
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
    const all = this.made.get(key) ?? [];
    const known = all.find((entity) => !this.conflict(entity, parts, asksTheSame));
    const entity = known ?? target.hydrate(row.id, row.values);
    if (!known) this.made.set(key, [...all, entity]);
    return this.attach(entity, row, parts);
  }

  /** The part that asks for other things than were asked of the entity before. */
  private conflict(entity: object, parts: readonly WithPart[], same: Same): WithPart | undefined {
    const asked = this.asked.get(entity);
    return asked && parts.find((part) => !same(part, asked.get(part.property) ?? part));
  }

  private note(entity: object, parts: readonly WithPart[]): void {
    const wrong = this.conflict(entity, parts, findsTheSame);
    if (wrong)
      throw new QueryError(
        `with() asks for other things of ${wrong.property} at two places that lead to one entity, which is one object in a session. Ask for the same at both, or load one of them by its query().`,
      );
    const asked: Asked = this.asked.get(entity) ?? new Map();
    for (const part of parts) asked.set(part.property, part);
    this.asked.set(entity, asked);
  }
}
