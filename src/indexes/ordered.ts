import type { Bounds, Plan } from '../plan/plan.js';
import { distinct, type IndexedField, type IndexKind, planMissing } from './index-kind.js';
import type { Operator } from './operators.js';

const BOUNDS: { readonly [O in Operator]?: (values: readonly string[]) => Bounds } = {
  lt: ([value]) => ({ max: `(${value}` }),
  lte: ([value]) => ({ max: value! }),
  gt: ([value]) => ({ min: `(${value}` }),
  gte: ([value]) => ({ min: value! }),
  between: ([low, high]) => ({ min: low!, max: high! }),
};

function anyOf(on: IndexedField, values: readonly string[]): Plan {
  const key = on.keyspace.ordered(on.index);
  const [value] = values;
  if (values.length === 1) return { op: 'range', key, field: on.field, min: value!, max: value! };
  return { op: 'in', leaf: 'range', key, field: on.field, values };
}

const OPERATORS: ReadonlySet<Operator> = new Set([
  'eq',
  'ne',
  'in',
  'notIn',
  'isNull',
  'lt',
  'lte',
  'gt',
  'gte',
  'between',
]);

/** Ids scored by a number. */
export const ordered: IndexKind = {
  fits: ({ order }) => order === 'number',
  place: (keyspace, index) => ({ key: keyspace.ordered(index) }),
  listsMissing: true,
  operators: () => OPERATORS,
  plan(on, operator, values) {
    if (operator === 'isNull') return planMissing(on);
    const bounds = BOUNDS[operator];
    if (!bounds) return anyOf(on, distinct(values));
    return { op: 'range', key: on.keyspace.ordered(on.index), field: on.field, ...bounds(values) };
  },
  order: (on) => ({ op: 'range', key: on.keyspace.ordered(on.index), field: on.field }),
};
