import type { Plan } from '../plan/plan.js';
import { isDigested } from './keyspace.js';
import { anyOf, type IndexAnswers, type IndexedField, missing } from './operators.js';

function equal({ keyspace, index, field }: IndexedField, value: string): Plan {
  const posting: Plan = { op: 'posting', key: keyspace.exact(index, value), field, value };
  // a digest stands for more than one value in theory: the stored value decides
  return isDigested(value) ? { op: 'and', inputs: [posting, { op: 'stored', field, value }] } : posting;
}

/** The ids of each value in a list of their own. */
export const exact: IndexAnswers = {
  operators: new Set(['eq', 'ne', 'in', 'notIn', 'isNull']),
  answer(on, operator, values) {
    return operator === 'isNull' ? missing(on) : anyOf(values, (value) => equal(on, value));
  },
};
