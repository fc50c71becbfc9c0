import type { Plan } from '../plan/plan.js';
import { asksForText, distinct, type IndexedField, type IndexKind, leafOf, planMissing } from './index-kind.js';
import { isDigested } from './keyspace.js';
import { EQUALITY, type Operator } from './operators.js';

function one(on: IndexedField, value: string): Plan {
  const posting: Plan = { op: 'posting', key: on.keyspace.exact(on.index, value), ...leafOf(on), value };
  // a digest stands for more than one value in theory: the stored value decides
  return isDigested(value) ? { op: 'and', inputs: [posting, { op: 'stored', ...leafOf(on), value }] } : posting;
}

function anyOf(on: IndexedField, values: readonly string[]): Plan {
  if (values.length === 1) return one(on, values[0]!);
  const short = values.filter((value) => !isDigested(value));
  const key = on.keyspace.exact(on.index, '');
  const listed: Plan = { op: 'in', leaf: 'posting', key, ...leafOf(on), values: short };
  const long = values.filter(isDigested).map((value) => one(on, value));
  if (long.length === 0) return listed;
  const shorts = short.length === 0 ? [] : short.length === 1 ? [one(on, short[0]!)] : [listed];
  return { op: 'or', inputs: [...shorts, ...long], disjoint: true };
}

const OPERATORS: ReadonlySet<Operator> = new Set([...EQUALITY, 'isNull']);

/** A posting list for each value. */
export const exact: IndexKind = {
  fits: ({ order, unordered, arrays, members }, options) =>
    !asksForText(options) && !arrays && !members && (order === undefined || (order === 'text' && unordered === true)),
  remedy: () => '@Index()',
  place: (keyspace, index) => keyspace.lists(index),
  listsMissing: true,
  operators: () => OPERATORS,
  plan: (on, operator, values) => (operator === 'isNull' ? planMissing(on) : anyOf(on, distinct(values))),
};
