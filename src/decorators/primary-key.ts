import { recordProperty } from '../schema/draft.js';
import type { RequiredProperty } from './types.js';

/** Declares the field that names an entity and whose value the caller gives; for generated ids see `Field.id()`. */
export function PrimaryKey(): RequiredProperty<string | number> {
  return (target, key) => recordProperty(target, key, (draft, property) => void draft.primaryKeys.push(property));
}
