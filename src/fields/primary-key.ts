import { draftOf, propertyName } from '../schema/draft.js';

/** Declares the field that names an entity and whose value the caller gives; for generated ids see `Field.id()`. */
export function PrimaryKey(): PropertyDecorator {
  return (target, key) => {
    draftOf(target.constructor).primaryKeys.push(propertyName(key));
  };
}
