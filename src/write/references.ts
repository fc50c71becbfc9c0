import { ValidationError } from '../errors/model.js';
import { type Change, givenRow } from './change.js';

/** Refuse a change that leads to entities which are not saved, and therefore have no ids. */
export function refuseUnsaved(change: Change): void {
  const { references, fields, model } = change.schema;
  if (references.length === 0) return;
  const row = givenRow(change);
  const known = new Set(change.ends?.map(({ position }) => position));
  const unsaved = references.filter((field) => {
    const position = fields.indexOf(field);
    return row?.[position] === '' && !known.has(position);
  });
  if (unsaved.length === 0) return;
  throw new ValidationError(
    model,
    unsaved.map(({ property, reference }) => ({
      field: property,
      expected: `an entity of ${reference!.link.target.schema.model} that is saved (save it first; in one db.session() that has both, either may lead to the other)`,
      found: 'one that is new',
    })),
  );
}
