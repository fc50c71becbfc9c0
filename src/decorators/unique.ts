import { checkDeclared } from '../schema/check-options.js';
import { draftOf, type FieldsOf, recordProperty } from '../schema/draft.js';
import type { Fields } from '../schema/types/operators.js';
import type { OnClassOf } from './types.js';

export interface UniqueOptions {
  /** Text only: values that differ in case alone are one, as `toLowerCase()` of NFC makes them. @default false */
  readonly ignoreCase?: boolean | undefined;
}

/** Declares that no two entities have the same value; entities without a value do not count. Answers `eq` and `in`. */
export function Unique(options?: UniqueOptions): PropertyDecorator;
/** Declares that no two entities have the same values in several fields: `@Unique<Point>((point) => [point.x, point.y])`. */
export function Unique<M>(fields: (fields: Fields<M>) => readonly [object, object, ...object[]]): OnClassOf<M>;
export function Unique(given: unknown = {}): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return (target: object) => void draftOf(target).uniques.push(given as FieldsOf);
  const { ignoreCase = false } = checkDeclared('@Unique()', given as UniqueOptions, { ignoreCase: true });
  return (target: object, key: string | symbol) =>
    recordProperty(target, key, (draft, property) => void draft.uniques.push({ property, ignoreCase }));
}
