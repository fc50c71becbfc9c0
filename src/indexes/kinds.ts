import { exact } from './exact.js';
import { lexical } from './lexical.js';
import type { IndexAnswers } from './operators.js';
import { ordered } from './ordered.js';
import { unique } from './unique.js';

/**
 * Every kind of index, the one that answers an equality fastest first.
 *
 * `exact`: ids by value. `ordered`: ids scored by a number. `lexical`: text, then id, in byte order. `unique`: value to id,
 * and the constraint.
 */
export const INDEX_KINDS = { unique, exact, ordered, lexical } as const satisfies Record<string, IndexAnswers>;

export type IndexKind = keyof typeof INDEX_KINDS;
