import { distinct, type IndexKind } from './index-kind.js';
import type { Operator } from './operators.js';

const OPERATORS: ReadonlySet<Operator> = new Set(['eq', 'ne', 'in', 'notIn']);

/** The ids themselves. */
export const primary: IndexKind = {
  place: (keyspace) => ({ key: keyspace.ids }),
  listsMissing: false,
  operators: () => OPERATORS,
  plan: (_on, _operator, values) => ({ op: 'ids', ids: distinct(values) }),
};
