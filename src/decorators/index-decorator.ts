import { type KindOptions, kindOptions } from '../indexes/index-kind.js';
import { checkDeclared } from '../schema/check-options.js';
import { draftOf, type FieldsOf, recordProperty } from '../schema/draft.js';
import type { Fields } from '../schema/types/operators.js';
import type { OptionNames } from '../util/options.js';
import type { OnClassOf } from './types.js';

type GivenKinds = { readonly [K in keyof KindOptions]?: KindOptions[K] | undefined };

export interface IndexOptions extends GivenKinds {
  /** Text only: order, ranges and beginnings by the whole string as well. @default false */
  readonly ordered?: boolean | undefined;
  /** Text only: `startsWith`. @default false */
  readonly prefix?: boolean | undefined;
  /** Text only: `endsWith`, and `like` by the end of its pattern. @default false */
  readonly suffix?: boolean | undefined;
  /** Text only: `like`. @default false */
  readonly pattern?: boolean | undefined;
  /** Text only: all operators and the order compare without case, as `toLowerCase()` of NFC does. @default false */
  readonly ignoreCase?: boolean | undefined;
}

const OPTIONS: OptionNames<IndexOptions> = {
  ordered: true,
  prefix: true,
  suffix: true,
  pattern: true,
  ignoreCase: true,
};

/**
 * Declares an index. Text, boolean and enum: `eq ne in notIn isNull`; numbers and dates: those, `lt lte gt gte between` and
 * order; text with an option: what the option says besides; of an array in JSON each element, of a set, a list or a
 * sorted set of the entity each value: `contains containsAny containsAll`. On a getter it is a computed index.
 */
export function Index(options?: IndexOptions): PropertyDecorator;
/**
 * Declares an index of several fields: `@Index<City>((city) => [city.country, city.population])`. One value of each of the first, and a
 * range of the last or an order by it, are one step.
 */
export function Index<M>(fields: (fields: Fields<M>) => readonly [object, object, ...object[]]): OnClassOf<M>;
export function Index(given: unknown = {}): unknown {
  if (typeof given === 'function') return (target: object) => void draftOf(target).composites.push(given as FieldsOf);
  const options = checkDeclared('@Index()', given as IndexOptions, OPTIONS);
  const said = { ...kindOptions(options), ignoreCase: options.ignoreCase ?? false };
  return (target: object, key: string | symbol) =>
    recordProperty(target, key, (draft, property) => void draft.indexes.push({ property, ...said }));
}
