import type { FieldType } from '../types/field-type.js';
import type { IndexedField, IndexKind } from './index-kind.js';
import { isDigested, type Keyspace, LONGEST } from './keyspace.js';
import { lexical } from './lexical.js';
import type { Operator } from './operators.js';
import { ordered } from './ordered.js';
import { joinValues } from './unique.js';

/** How the last field is kept under the values of the first ones. */
export const kindOfLast = ({ order }: FieldType): IndexKind => (order === 'number' ? ordered : lexical);

/** The last field of an index, under values of the first ones; undefined where these are too long for the name of a key. */
export function underValues(
  on: Omit<IndexedField, 'index'>,
  index: string,
  first: readonly string[],
): IndexedField | undefined {
  const values = joinValues(first);
  return isDigested(values) ? undefined : { ...on, index: `${index}:${values}` };
}

const NONE: ReadonlySet<Operator> = new Set();

/** What `place` knows of the last field. */
const keyOf = (keyspace: Keyspace, index: string, isOrdered: boolean): string =>
  isOrdered ? keyspace.ordered(index) : keyspace.lexical(index);

/** Several fields: ids by the last one under each combination of values of the first ones. It is planned with all conditions. */
export const composite: IndexKind = {
  place: (keyspace, index, last) => ({
    ordered: last!.order === 'number',
    key: keyOf(keyspace, index, last!.order === 'number'),
    empty: keyspace.missing(index).slice(keyspace.prefix.length + 1),
    longest: LONGEST,
  }),
  listsMissing: false,
  operators: () => NONE,
  plan: () => {
    throw new TypeError('A composite index is planned with all conditions of a query.');
  },
};
