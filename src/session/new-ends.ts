import { Reference } from '../entity/loading/reference.js';
import type { Handle, Tracked } from '../entity/tracked.js';
import { type Change, givenRow, type NewEnd } from '../write/change.js';

/** The fields of a change that lead to entities which get their ids by the same call; `places`: of the changes of those. */
export function newEnds({ values }: Handle, change: Change, places: ReadonlyMap<Tracked, number>): NewEnd[] {
  const { references, fields } = change.schema;
  return references.flatMap((field) => {
    const position = fields.indexOf(field);
    if (givenRow(change)?.[position] !== '') return [];
    const given = values[field.property];
    const to = places.get((given instanceof Reference ? given.entity : given) as Tracked);
    return to === undefined ? [] : [{ position, to }];
  });
}
