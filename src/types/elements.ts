import type { FieldType } from './field-type.js';

/** What an index of arrays can hold. */
export type Element = string | number | boolean;

/** Elements of one array: their entries are written in one step. */
const MOST = 1000;

export const isElement = (value: unknown): value is Element =>
  typeof value === 'string' ? value.isWellFormed() : typeof value === 'boolean' || Number.isFinite(value);

/** An element in the key of its list, as lib/layout/elements.lua writes it: a text as it is, `~` before anything else. */
export const elementForm = (value: Element): string =>
  typeof value === 'string' ? (value.startsWith('~') ? `~${value}` : value) : `~${JSON.stringify(value)}`;

const fits = (value: unknown): value is Element[] =>
  Array.isArray(value) && value.length <= MOST && Array.from(value).every(isElement);

/** A type of JSON whose values are arrays that can be indexed. */
export function arraysOf(type: FieldType): FieldType {
  return {
    ...type,
    expected: `an array of at most ${MOST} texts, finite numbers and booleans, because it is indexed`,
    accepts: (value): value is unknown => type.accepts(value) && fits(value),
  };
}
