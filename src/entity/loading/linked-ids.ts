import { QueryError } from '../../errors/query.js';
import { describe } from '../../schema/describe.js';
import type { Link } from '../../schema/link.js';
import { Tracked } from '../tracked.js';
import { Reference } from './reference.js';

/** What was given for an entity that is new: it. */
const newEntity = (given: unknown): Tracked | undefined =>
  given instanceof Tracked ? given : given instanceof Reference ? given.entity : undefined;

/** What was given for entities at the other side of a relation: their ids in stored form; of new ones the entities themselves. */
export function linkedEnds(link: Link, call: string, others: readonly unknown[]): (string | Tracked)[] {
  return others.map((other) => {
    const id = link.target.storedId(other);
    const end = id === '' ? newEntity(other) : id;
    if (end !== undefined) return end;
    throw new QueryError(
      `${link.name}: ${call}() takes entities of ${link.target.schema.model} in this database, references to them, or their ids, not ${describe(other)}. Correct it.`,
    );
  });
}

/** The same, of saved entities only. */
export function linkedIds(link: Link, call: string, others: readonly unknown[]): string[] {
  return linkedEnds(link, call, others).map((end) => {
    if (typeof end === 'string') return end;
    throw new QueryError(
      `${link.name}: ${call}() was given a ${link.target.schema.model} that was never saved. Save it first, or link both in a session: session.many(...).`,
    );
  });
}
