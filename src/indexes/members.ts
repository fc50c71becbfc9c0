import { combine, type Plan } from '../plan/plan.js';
import { asksForText, distinct, type IndexedField, type IndexKind } from './index-kind.js';
import type { Operator } from './operators.js';

// a long value stands as its digest, which no row could be compared with: two values of one digest are not known
const having = ({ keyspace, index }: IndexedField, value: string): Plan => ({
  op: 'posting',
  key: keyspace.exact(index, value),
});

/** The entities that have one of these values at least, or all of them: of none every one has all. */
function planMembers(on: IndexedField, operator: Operator, values: readonly string[]): Plan {
  if (values.length === 0) return { op: 'posting', key: on.keyspace.ids };
  return combine(
    operator === 'containsAll' ? 'and' : 'or',
    distinct(values).map((value) => having(on, value)),
  );
}

const OPERATORS: ReadonlySet<Operator> = new Set(['contains', 'containsAny', 'containsAll']);

/** A posting list for each value in the containers of entities. */
export const members: IndexKind = {
  fits: (type, options) => type.members !== undefined && !asksForText(options),
  remedy: () => '@Index()',
  place: (keyspace, index, type) => ({
    ...keyspace.lists(index),
    container: keyspace.own(index, ''),
    holds: type!.members,
  }),
  listsMissing: false,
  operators: () => OPERATORS,
  plan: planMembers,
};
