import { QueryError } from '../../errors/query.js';
import type { Operator } from '../../indexes/operators.js';
import { type ConditionData, recordCondition } from '../condition.js';
import { FieldReference } from '../field-reference.js';
import { isVerb, type SpecPlanner, VERBS, type Verb } from './plan-spec.js';
import type { ColumnName } from './read-spec.js';
import { checkOperand, compareOptional, NUMBERS, type Scale } from './scale.js';

/** What a column of a group has. */
export type ColumnValue = (column: ColumnName) => unknown;

interface Named {
  readonly column: ColumnName;
  readonly scale: Scale;
}

const TESTS: { readonly [O in Operator]?: (order: number | undefined) => boolean } = {
  eq: (order) => order === 0,
  in: (order) => order === 0,
  lt: (order) => order !== undefined && order < 0,
  lte: (order) => order !== undefined && order <= 0,
  gt: (order) => order !== undefined && order > 0,
  gte: (order) => order !== undefined && order >= 0,
};

type FieldData = Extract<ConditionData, { kind: 'field' }>;

function holdsOf({ operator, values }: FieldData, { column, scale }: Named, columnOf: ColumnValue): boolean {
  const value = columnOf(column);
  const order = (operand: unknown): number | undefined => compareOptional(scale, value, operand);
  if (operator === 'isNull') return value === undefined;
  if (operator === 'between') return value !== undefined && order(values[0])! >= 0 && order(values[1])! <= 0;
  if (operator === 'ne' || operator === 'notIn') return !values.some((operand) => order(operand) === 0);
  return values.some((operand) => TESTS[operator]!(order(operand)));
}

/** What having may say of a group. */
type HavingData =
  | FieldData
  | { readonly kind: 'and' | 'or'; readonly inputs: readonly HavingData[] }
  | { readonly kind: 'not'; readonly input: HavingData };

function evaluate(data: HavingData, named: ReadonlyMap<string, Named>, columnOf: ColumnValue): boolean {
  if (data.kind === 'not') return !evaluate(data.input, named, columnOf);
  if (data.kind === 'field') return holdsOf(data, named.get(data.property)!, columnOf);
  const holds = (input: HavingData): boolean => evaluate(input, named, columnOf);
  return data.kind === 'and' ? data.inputs.every(holds) : data.inputs.some(holds);
}

const OTHERS: readonly Operator[] = ['between', 'ne', 'notIn', 'isNull'];

function checkField(data: FieldData, named: ReadonlyMap<string, Named>): FieldData {
  const column = named.get(data.property);
  if (!column || (!TESTS[data.operator] && !OTHERS.includes(data.operator)))
    throw new QueryError(`having: ${data.property} has no ${data.operator}. Compare what the callback is given.`);
  for (const value of data.values) checkOperand(column.scale, data.property, value);
  return data;
}

function check(data: ConditionData, named: ReadonlyMap<string, Named>): HavingData {
  if (data.kind === 'field') return checkField(data, named);
  if (data.kind === 'not') return { kind: 'not', input: check(data.input, named) };
  if (data.kind === 'and' || data.kind === 'or')
    return { kind: data.kind, inputs: data.inputs.map((input) => check(input, named)) };
  throw new QueryError('having compares the measures of a group. Put conditions on entities into where().');
}

type Refer = (name: string, column: Named) => FieldReference;

/** What `group.sum` and its like give: the measures of a verb, by the name of the field. */
const measuresOf = (planner: SpecPlanner, verb: Verb, refer: Refer): object =>
  new Proxy(
    {},
    {
      get: (_, property) => {
        const column = planner.measure(verb, String(property));
        return refer(`${verb}.${String(property)}`, { column, scale: column.scale });
      },
    },
  );

/** What the function of `having` is given: a group, whose measures are compared as fields are in where(). */
function groupOf(planner: SpecPlanner, refer: Refer): object {
  const of = (name: string): unknown => {
    if (name === 'count') return refer('count', { column: 'count', scale: NUMBERS });
    if (isVerb(name) && name !== 'percentiles') return measuresOf(planner, name, refer);
    throw new QueryError(`having: a group has no ${name}. Use count, ${VERBS.slice(0, -1).join(', ')}.`);
  };
  return new Proxy({}, { get: (_, name) => of(String(name)) });
}

/**
 * The groups that `having` keeps, as a test; it may name any measure, also one that is not shown.
 *
 * @throws QueryError
 */
export function planHaving(planner: SpecPlanner, having: unknown): (columnOf: ColumnValue) => boolean {
  if (having === undefined) return () => true;
  if (typeof having !== 'function')
    throw new QueryError('having takes a function such as (group) => group.count.gte(10). Give one.');
  const named = new Map<string, Named>();
  const model = planner.schema.model;
  const { data } = recordCondition((recorder) => {
    const refer: Refer = (name, column) => {
      named.set(name, column);
      return new FieldReference({ model, property: name, path: [], recorder });
    };
    return having(groupOf(planner, refer)) as unknown;
  }, 'having');
  const checked = check(data, named);
  return (columnOf) => evaluate(checked, named, columnOf);
}
