import type { Plan } from '../plan/plan.js';
import { asksForText, distinct, type IndexedField, type IndexKind, planMissing } from './index-kind.js';
import { isDigested, LONGEST } from './keyspace.js';
import type { Operator } from './operators.js';

function having({ keyspace, index, field }: IndexedField, value: string): Plan {
  const posting: Plan = { op: 'posting', key: keyspace.exact(index, value), field, value, element: true };
  // a digest stands for more than one element in theory: the stored array decides
  return isDigested(value) ? { op: 'and', inputs: [posting, { op: 'stored', field, value, element: true }] } : posting;
}

function havingAll(on: IndexedField, values: readonly string[]): Plan {
  // of none every array has all
  if (values.length === 0) return { op: 'not', input: planMissing(on) };
  return joined(on, 'and', values);
}

function joined(on: IndexedField, op: 'and' | 'or', values: readonly string[]): Plan {
  const inputs = distinct(values).map((value) => having(on, value));
  return inputs.length === 1 ? inputs[0]! : { op, inputs };
}

const OPERATORS: ReadonlySet<Operator> = new Set(['contains', 'containsAny', 'containsAll', 'isNull']);

/** A posting list for each element of arrays. */
export const elements: IndexKind = {
  fits: ({ arrays }, options) => arrays === true && !asksForText(options),
  remedy: () => '@Index()',
  place: (_, index) => ({ list: `eq:${index}:`, digested: `long:${index}:`, longest: LONGEST }),
  listsMissing: true,
  operators: () => OPERATORS,
  plan(on, operator, values) {
    if (operator === 'isNull') return planMissing(on);
    return operator === 'containsAll' ? havingAll(on, values) : joined(on, 'or', values);
  },
};
