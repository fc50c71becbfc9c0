import { NotIndexedError, QueryError } from '../../errors/query.js';
import { INDEX_KINDS } from '../../indexes/kinds.js';
import { complement, type IndexAnswers, type IndexedField, type Operator } from '../../indexes/operators.js';
import { primary } from '../../indexes/primary.js';
import { sortIds } from '../../plan/merge.js';
import type { Plan, RangePlan } from '../../plan/plan.js';
import { describe } from '../../schema/describe.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import { indexed } from '../../types/index-form.js';
import type { Expression } from '../expression.js';
import { unknownField } from '../fields.js';

type Condition = Extract<Expression, { kind: 'condition' }>;

function checkValue(schema: Schema, field: FieldSchema, operator: Operator, value: unknown): string {
  if (field.codec.accepts(value)) return indexed(field.codec, field.codec.encode(value));
  const hint = value == null ? 'Leave the condition out, or use isNull().' : 'Correct the value.';
  throw new QueryError(
    `${schema.model}.${field.property}: ${operator} needs ${field.codec.expected}, and was given ${describe(value)}. ${hint}`,
  );
}

/** Refuse an operator that no index could answer for the field. */
function checkAnswerable(schema: Schema, { property, codec }: FieldSchema, operator: Operator): void {
  const { operators: all } =
    INDEX_KINDS[codec.order === 'text' ? 'lexical' : codec.order === 'number' ? 'ordered' : 'exact'];
  const operators = [...all].filter((name) => name !== 'startsWith' || codec.unordered);
  if (operators.includes(operator)) return;
  throw new QueryError(
    `${schema.model}.${property}: a field of type ${codec.name} has no operator ${operator}. Use one of: ${operators.join(', ')}.`,
  );
}

function remedy(field: FieldSchema, operator: Operator): string {
  const ordersText = field.codec.unordered && !INDEX_KINDS.exact.operators.has(operator);
  return ordersText ? '@Index({ ordered: true })' : '@Index()';
}

interface Source {
  readonly answers: IndexAnswers;
  readonly on: IndexedField;
}

function indexFor(schema: Schema, field: FieldSchema, operator: Operator): Source {
  const { stored, codec, optional } = field;
  const on = { keyspace: schema.keyspace, index: stored, field: stored, nullable: optional, form: codec.form };
  if (field === schema.primary.field && primary.operators.has(operator)) return { answers: primary, on };
  for (const [kind, answers] of Object.entries(INDEX_KINDS)) {
    const index = schema.indexes.find((i) => i.kind === kind && i.fields.length === 1 && i.fields[0] === field);
    const isText = operator !== 'startsWith' || field.codec.unordered;
    if (index && isText && answers.operators.has(operator)) return { answers, on: { ...on, index: index.name } };
  }
  checkAnswerable(schema, field, operator);
  throw new NotIndexedError(schema.model, field.property, operator, remedy(field, operator));
}

function planCondition(schema: Schema, { model, property, operator, values }: Condition): Plan {
  if (model !== schema.model)
    throw new QueryError(
      `A condition on ${model}.${property} cannot filter ${schema.model}. Use the fields of ${schema.model}.`,
    );
  const field = schema.byProperty.get(property);
  if (!field) throw unknownField(schema, property);
  const { answers, on } = indexFor(schema, field, operator);
  const encoded = values.map((value) => checkValue(schema, field, operator, value));
  // ids are read in their order, slice by slice
  const stored = field === schema.primary.field ? sortIds(schema.primary.integer, encoded) : encoded;
  const positive = complement(operator);
  if (stored.length === 0 && operator !== 'isNull')
    return positive ? { op: 'posting', key: schema.keyspace.ids } : { op: 'ids', ids: [] };
  return positive ? { op: 'not', input: answers.answer(on, positive, stored) } : answers.answer(on, operator, stored);
}

const isRange = (plan: Plan): plan is RangePlan => plan.op === 'range' || plan.op === 'lexical';

/** `x >= a and x < b` as one range; two lower or two upper bounds stay two conditions. */
function narrow(a: RangePlan, b: RangePlan): RangePlan | undefined {
  if (a.key !== b.key || (a.min !== undefined && b.min !== undefined) || (a.max !== undefined && b.max !== undefined))
    return undefined;
  return { ...a, ...b };
}

function addInput(inputs: readonly Plan[], plan: Plan): Plan[] {
  if (!isRange(plan)) return [...inputs, plan];
  for (const [i, other] of inputs.entries()) {
    const both = isRange(other) ? narrow(other, plan) : undefined;
    if (both) return inputs.with(i, both);
  }
  return [...inputs, plan];
}

const flatten = (op: 'and' | 'or', plans: readonly Plan[]): Plan[] =>
  plans.flatMap((plan) => (plan.op === op && !plan.disjoint ? [...plan.inputs] : [plan]));

function join(op: 'and' | 'or', plans: readonly Plan[]): Plan {
  const flat = flatten(op, plans);
  const inputs = op === 'and' ? flat.reduce<Plan[]>(addInput, []) : flat;
  return inputs.length === 1 ? inputs[0]! : { op, inputs };
}

/**
 * The plan of a filter: which index keys answer it.
 *
 * @throws NotIndexedError, QueryError before anything is sent
 */
export function planFilter(schema: Schema, expression: Expression): Plan {
  if (expression.kind === 'condition') return planCondition(schema, expression);
  if (expression.kind !== 'not')
    return join(
      expression.kind,
      expression.inputs.map((input) => planFilter(schema, input)),
    );
  const input = planFilter(schema, expression.input);
  return input.op === 'not' ? input.input : { op: 'not', input };
}
