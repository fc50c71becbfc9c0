import { SchemaError } from '../../errors/model.js';
import { describe } from '../describe.js';
import type { Draft, RelationDraft } from '../draft.js';
import { InverseLink } from '../link.js';
import type { RelationSchema } from '../schema.js';
import { checkProperty } from './field-name.js';
import { checkEndGiven } from './reference.js';

function compileRelation(model: string, { property, kind, to, by }: RelationDraft, prototype: object): RelationSchema {
  const name = `${model}.${property}`;
  checkProperty(model, property, prototype);
  checkEndGiven(name, to);
  if (typeof by !== 'function')
    throw new SchemaError(
      `${name}: the field on the other side is named by a function such as (user) => user.city, not by ${describe(by)}. Correct it.`,
    );
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
