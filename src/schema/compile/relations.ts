import { SchemaError } from '../../errors/model.js';
import { describe } from '../describe.js';
import type { Draft, RelationDraft } from '../draft.js';
import { InverseLink } from '../link.js';
import { type LinkKind, PairLink } from '../pair.js';
import type { RelationSchema } from '../schema.js';
import { checkProperty } from './field-name.js';
import { checkEndGiven } from './reference.js';

const KINDS: readonly unknown[] = ['set', 'list', 'sortedSet'] satisfies LinkKind[];
/** It stands in keys behind the name of a model and a dot. */
const NAME = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

function checkNaming(name: string, by: unknown): void {
  if (typeof by === 'function') return;
  throw new SchemaError(
    `${name}: the field on the other side is named by a function such as (user) => user.city, not by ${describe(by)}. Correct it.`,
  );
}

function checkUnique(name: string, kind: unknown, unique: unknown): boolean {
  if (unique !== undefined && typeof unique !== 'boolean')
    throw new SchemaError(`${name}: unique is true or false, not ${describe(unique)}. Correct it.`);
  if (unique && kind !== 'list')
    throw new SchemaError(
      `${name}: unique says that a list has each entity once, and a ${String(kind)} has so anyway. Leave it out.`,
    );
  return unique ?? false;
}

function checkLinked(name: string, { property, by }: RelationDraft, kind: unknown): LinkKind {
  if (!KINDS.includes(kind))
    throw new SchemaError(
      `${name}: a many-to-many relation says how it is kept, and its kind is ${describe(kind)}. Choose one of: ${KINDS.join(', ')}.`,
    );
  if (by !== undefined) checkNaming(name, by);
  if (!NAME.test(property))
    throw new SchemaError(
      `${name}: this name would not be readable in a key. Use letters, digits, "_", "-" or "$", starting with a letter.`,
    );
  return kind as LinkKind;
}

function compileRelation(model: string, draft: RelationDraft, prototype: object): RelationSchema {
  const { property, kind, to, by } = draft;
  const name = `${model}.${property}`;
  checkProperty(model, property, prototype);
  checkEndGiven(name, to);
  if (typeof kind === 'object') {
    const [linked, unique] = [checkLinked(name, draft, kind.linked), checkUnique(name, kind.linked, kind.unique)];
    return Object.freeze({ property, kind: linked, unique, link: new PairLink(name, to, by) });
  }
  checkNaming(name, by);
  return Object.freeze({ property, kind, link: new InverseLink(name, to, by) });
}

/** The relations of a model of which nothing is in its rows; a class may define one of its base anew. */
export function compileRelations(
  model: string,
  chain: readonly Draft[],
  taken: ReadonlySet<string>,
  prototype: object,
): RelationSchema[] {
  const latest = new Map(chain.flatMap(({ relations }) => relations).map((draft) => [draft.property, draft]));
  for (const { property } of latest.values()) {
    if (taken.has(property))
      throw new SchemaError(`${model}.${property} has a field and a relation. Keep one of the decorators.`);
  }
  return [...latest.values()].map((draft) => compileRelation(model, draft, prototype));
}
