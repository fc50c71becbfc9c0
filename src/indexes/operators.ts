import type { Plan } from '../plan/plan.js';
import type { Keyspace } from './keyspace.js';

/** What a filter may ask of a field. `ne` and `notIn` hold for an entity without a value, as `!==` does. */
export const OPERATORS = [
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
  'startsWith',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** The part of a compiled index that a plan needs; the values are in stored form. */
export interface IndexedField {
  readonly keyspace: Keyspace;
  /** name of the index in keys */
  readonly index: string;
  /** stored name of the field */
  readonly field: string;
  readonly nullable: boolean;
  /** how the index writes stored values, where it is not as they are */
  readonly form?: string | undefined;
}

/** One kind of index: which operators it answers, and with which leaf. */
export interface IndexAnswers {
  readonly operators: ReadonlySet<Operator>;
  answer(on: IndexedField, operator: Operator, values: readonly string[]): Plan;
}

/** The entities without a value. */
export function missing({ keyspace, index, field, nullable }: IndexedField): Plan {
  return nullable ? { op: 'posting', key: keyspace.missing(index), field } : { op: 'ids', ids: [] };
}

/** Any of several values: no entity has two, so that the parts are disjoint. */
export function anyOf(values: readonly string[], one: (value: string) => Plan): Plan {
  const distinct = [...new Set(values)];
  return distinct.length === 1 ? one(distinct[0]!) : { op: 'or', inputs: distinct.map(one), disjoint: true };
}

/** The operators that are another one's complement. */
export function complement(operator: Operator): Operator | undefined {
  return operator === 'ne' ? 'eq' : operator === 'notIn' ? 'in' : undefined;
}
