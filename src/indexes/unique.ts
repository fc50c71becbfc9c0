import { distinct, type IndexKind, leafOf } from './index-kind.js';
import { EQUALITY, type Operator } from './operators.js';

const OPERATORS: ReadonlySet<Operator> = new Set(EQUALITY);

/** Value to id: the holder of a value in one step. */
export const unique: IndexKind = {
  place: (keyspace, index) => ({
    key: keyspace.unique(index),
    size: keyspace.holders(index),
    buckets: keyspace.buckets(index),
  }),
  listsMissing: false,
  operators: () => OPERATORS,
  plan: (on, _operator, values) => ({
    op: 'unique',
    key: on.keyspace.unique(on.index),
    buckets: on.keyspace.buckets(on.index),
    ...leafOf(on),
    values: distinct(values),
  }),
};

/** Several values as one: each behind its length in bytes, so that no two lists of values look alike. */
export function joinValues(values: readonly string[]): string {
  return values.length === 1 ? values[0]! : values.map((value) => `${Buffer.byteLength(value)}:${value}`).join('');
}
