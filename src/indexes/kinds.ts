import type { FieldType } from '../types/field-type.js';
import { composite } from './composite.js';
import { elements } from './elements.js';
import { exact } from './exact.js';
import { geo } from './geo.js';
import { INDEX_OPTIONS, type IndexKind, type KindOptions, kindOptions } from './index-kind.js';
import { lexical } from './lexical.js';
import { members } from './members.js';
import { ordered } from './ordered.js';
import { reversed } from './reversed.js';
import { text } from './text.js';
import { unique } from './unique.js';

/**
 * Every kind of index, the one that answers an equality fastest first.
 *
 * `exact`: a posting list for each value. `ordered`: ids scored by a number. `lexical`: text, then id, in byte order.
 * `unique`: value to id, and the constraint. `reversed`: text from its end. `elements`: a posting list for each element of arrays.
 * `members`: one for each value in containers of entities.
 * `composite`: the last of several fields, under the values of the first ones. `text`: the words of a text.
 * `geo`: places as cells of a grid.
 */
export const INDEX_KINDS = {
  unique,
  exact,
  ordered,
  lexical,
  reversed,
  elements,
  members,
  composite,
  text,
  geo,
} as const satisfies Record<string, IndexKind>;

export type IndexKindName = keyof typeof INDEX_KINDS;

const ALL = Object.entries(INDEX_KINDS) as readonly (readonly [IndexKindName, IndexKind])[];

/** The kinds that `@Index(options)` makes on a field of a type; none where the type has no such kind. */
export const kindsFor = (type: FieldType, options: KindOptions): IndexKindName[] =>
  ALL.flatMap(([name, kind]) => (kind.fits?.(type, options) ? [name] : []));

const EVERY: readonly KindOptions[] = [
  kindOptions({}),
  ...INDEX_OPTIONS.map((option) => kindOptions({ [option]: true })),
];

/** The kinds of index that a field of a type could have, what most have first. */
export function possibleKinds(type: FieldType): readonly IndexKind[] {
  const names = new Set(EVERY.flatMap((options) => kindsFor(type, options)));
  const own = ALL.flatMap(([, kind]) => (kind.isOf?.(type) ? [kind] : []));
  return [...own, ...[...names].map((name) => INDEX_KINDS[name])];
}
