import { combine, type Plan } from '../plan/plan.js';
import { asksForText, distinct, type IndexedField, type IndexKind, planMissing } from './index-kind.js';
import { isDigested } from './keyspace.js';
import type { Operator } from './operators.js';

function having({ keyspace, index, field }: IndexedField, value: string): Plan {
  const posting: Plan = { op: 'posting', key: keyspace.exact(index, value), field, value, element: true };
  // a digest stands for more than one element in theory: the stored array decides
  return isDigested(value) ? { op: 'and', inputs: [posting, { op: 'stored', field, value, element: true }] } : posting;
}

const OPERATORS: ReadonlySet<Operator> = new Set(['contains', 'containsAny', 'containsAll', 'isNull']);

/** A posting list for each element of arrays. */
export const elements: IndexKind = {
  fits: ({ arrays }, options) => arrays === true && !asksForText(options),
  remedy: () => '@Index()',
  place: (keyspace, index) => keyspace.lists(index),
  listsMissing: true,
  operators: () => OPERATORS,
  plan(on, operator, values) {
    if (operator === 'isNull') return planMissing(on);
    // of none every array has all
    if (values.length === 0) return { op: 'not', input: planMissing(on) };
    const lists = distinct(values).map((value) => having(on, value));
    return combine(operator === 'containsAll' ? 'and' : 'or', lists);
  },
};
