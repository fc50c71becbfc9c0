import type { Plan } from '../plan/plan.js';
import { asksForText, distinct, type IndexedField, type IndexKind } from './index-kind.js';
import { LONGEST } from './keyspace.js';
import type { Operator } from './operators.js';

// a long value stands as its digest, which no row could be compared with: two values of one digest are not known
const having = ({ keyspace, index }: IndexedField, value: string): Plan => ({
  op: 'posting',
  key: keyspace.exact(index, value),
});

function joined(on: IndexedField, op: 'and' | 'or', values: readonly string[]): Plan {
  const inputs = distinct(values).map((value) => having(on, value));
  return inputs.length === 1 ? inputs[0]! : { op, inputs };
}

function havingAll(on: IndexedField, values: readonly string[]): Plan {
  // of none every container has all
  return values.length === 0 ? { op: 'posting', key: on.keyspace.ids } : joined(on, 'and', values);
}

const OPERATORS: ReadonlySet<Operator> = new Set(['contains', 'containsAny', 'containsAll']);

/** A posting list for each value in the containers of entities. */
export const members: IndexKind = {
  fits: (type, options) => type.members !== undefined && !asksForText(options),
  remedy: () => '@Index()',
  place: (keyspace, index, type) => ({
    list: `eq:${index}:`,
    digested: `long:${index}:`,
    longest: LONGEST,
    container: keyspace.own(index, ''),
    holds: type!.members,
  }),
  listsMissing: false,
  operators: () => OPERATORS,
  plan: (on, operator, values) => (operator === 'containsAll' ? havingAll(on, values) : joined(on, 'or', values)),
};
