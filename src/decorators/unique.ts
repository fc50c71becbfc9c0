import { draftOf, type FieldsOf, recordProperty } from '../schema/draft.js';
import type { Fields } from '../schema/types/operators.js';
import type { OnClassOf } from './types.js';

/** Declares that no two entities have the same value; entities without a value do not count. Answers `eq` and `in`. */
export function Unique(): PropertyDecorator;
/** Declares that no two entities have the same values in several fields: `@Unique<Point>((point) => [point.x, point.y])`. */
export function Unique<M>(fields: (fields: Fields<M>) => readonly [object, object, ...object[]]): OnClassOf<M>;
export function Unique(fields?: unknown): unknown {
  if (fields !== undefined) return (target: object) => void draftOf(target).uniques.push(fields as FieldsOf);
  return (target: object, key: string | symbol) =>
    recordProperty(target, key, (draft, property) => void draft.uniques.push(property));
}
