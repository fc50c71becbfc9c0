import type { FieldType } from '../types/field-type.js';
import { exact } from './exact.js';
import type { IndexKind } from './index-kind.js';
import { lexical } from './lexical.js';
import { ordered } from './ordered.js';
import { text } from './text.js';
import { unique } from './unique.js';

/**
 * Every kind of index, the one that answers an equality fastest first.
 *
 * `exact`: a posting list for each value. `ordered`: ids scored by a number. `lexical`: text, then id, in byte order.
 * `unique`: value to id, and the constraint. `text`: the words of a text.
 */
export const INDEX_KINDS = { unique, exact, ordered, lexical, text } as const satisfies Record<string, IndexKind>;

export type IndexKindName = keyof typeof INDEX_KINDS;

const ALL = Object.entries(INDEX_KINDS) as readonly (readonly [IndexKindName, IndexKind])[];

/** The kind that `@Index(options)` makes on a field of a type; undefined where the type has no such kind. */
export function kindFor(type: FieldType, options: { readonly ordered: boolean }): IndexKindName | undefined {
  return ALL.find(([, kind]) => kind.fits?.(type, options))?.[0];
}

interface Remedy {
  /** the decorator to add */
  readonly decorator: string;
  readonly kind: IndexKind;
}

/** The indexes that a field of a type could have. */
export function possibleIndexes(type: FieldType): readonly Remedy[] {
  return [false, true].flatMap((ordered) => {
    const name = kindFor(type, { ordered });
    return name ? [{ decorator: ordered ? '@Index({ ordered: true })' : '@Index()', kind: INDEX_KINDS[name] }] : [];
  });
}
