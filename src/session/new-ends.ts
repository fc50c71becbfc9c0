import { Reference } from '../entity/reference.js';
import type { Handle, Tracked } from '../entity/tracked.js';
import type { Change, NewEnd } from '../write/change.js';

const rowOf = (change: Change) => ('row' in change ? change.row : 'after' in change ? change.after : undefined);

/** The fields of a change that lead to entities which get their ids by the same call; `places`: of the changes of those. */
export function newEnds({ values }: Handle, change: Change, places: ReadonlyMap<Tracked, number>): NewEnd[] {
  const { references, fields } = change.schema;
  return references.flatMap((field) => {
    const position = fields.indexOf(field);
    const reference = values[field.property];
    if (rowOf(change)?.[position] !== '' || !(reference instanceof Reference)) return [];
    const to = reference.entity && places.get(reference.entity);
    return to === undefined ? [] : [{ position, to }];
  });
}
