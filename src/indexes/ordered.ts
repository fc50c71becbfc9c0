import type { Plan } from '../plan/plan.js';
import { anyOf, type IndexAnswers, type IndexedField, missing, type Operator } from './operators.js';

type Bounds = { readonly min?: string; readonly max?: string };

const BOUNDS: { readonly [O in Operator]?: (values: readonly string[]) => Bounds } = {
  lt: ([value]) => ({ max: `(${value}` }),
  lte: ([value]) => ({ max: value! }),
  gt: ([value]) => ({ min: `(${value}` }),
  gte: ([value]) => ({ min: value! }),
  between: ([low, high]) => ({ min: low!, max: high! }),
};

// -0 and 0 are one number: a list with both would give its entities twice
const unsigned = (value: string): string => (value === '-0' ? '0' : value);

const range = ({ keyspace, index, field }: IndexedField, bounds: Bounds): Plan => ({
  op: 'range',
  key: keyspace.ordered(index),
  field,
  ...bounds,
});

/** Ids scored by a number. */
export const ordered: IndexAnswers = {
  operators: new Set(['eq', 'ne', 'in', 'notIn', 'isNull', 'lt', 'lte', 'gt', 'gte', 'between']),
  answer(on, operator, values) {
    if (operator === 'isNull') return missing(on);
    const bounds = BOUNDS[operator];
    return bounds
      ? range(on, bounds(values))
      : anyOf(values.map(unsigned), (value) => range(on, { min: value, max: value }));
  },
};
