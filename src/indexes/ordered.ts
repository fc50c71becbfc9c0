import type { Plan } from '../plan/plan.js';
import { NUMBER_BOUNDS } from './bounds.js';
import { distinct, type IndexedField, type IndexKind, planMissing } from './index-kind.js';
import { type Operator, RANGES } from './operators.js';

function anyOf(on: IndexedField, values: readonly string[]): Plan {
  const key = on.keyspace.ordered(on.index);
  const [value] = values;
  if (values.length === 1) return { op: 'range', key, field: on.field, min: value!, max: value! };
  return { op: 'in', leaf: 'range', key, field: on.field, values };
}

const OPERATORS: ReadonlySet<Operator> = new Set([...RANGES, 'isNull']);

/** Ids scored by a number. */
export const ordered: IndexKind = {
  fits: ({ order }) => order === 'number',
  remedy: () => '@Index()',
  place: (keyspace, index) => ({ key: keyspace.ordered(index) }),
  listsMissing: true,
  operators: () => OPERATORS,
  plan(on, operator, values) {
    if (operator === 'isNull') return planMissing(on);
    const bounds = NUMBER_BOUNDS[operator];
    if (!bounds) return anyOf(on, distinct(values));
    return { op: 'range', key: on.keyspace.ordered(on.index), field: on.field, ...bounds(values) };
  },
  order: (on) => ({ op: 'range', key: on.keyspace.ordered(on.index), field: on.field }),
};
