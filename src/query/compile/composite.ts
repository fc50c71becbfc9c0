import { kindOfLast, underValues } from '../../indexes/composite.js';
import { type IndexedField, type IndexKind, planMissing } from '../../indexes/index-kind.js';
import type { OrderPlan } from '../../plan/order.js';
import type { Plan } from '../../plan/plan.js';
import type { FieldSchema, IndexSchema, Schema } from '../../schema/schema.js';
import { askedField } from '../asked-field.js';
import type { ConditionData } from '../condition.js';
import type { OrderTerm } from '../order-term.js';
import { indexesOf } from './field-indexes.js';
import { operandForm } from './operand.js';

type FieldCondition = Extract<ConditionData, { kind: 'field' }>;

/** What composite indexes answer of a query: some of its conditions, and perhaps its order. */
export interface Composite {
  readonly plans: readonly Plan[];
  /** the conditions that it does not answer */
  readonly rest: readonly ConditionData[];
  /** what to walk for an order by its last field */
  readonly order: Omit<OrderPlan, 'reverse'>;
  readonly last: FieldSchema;
}

const flatten = (condition: ConditionData): readonly ConditionData[] =>
  condition.kind === 'and' ? condition.inputs.flatMap(flatten) : [condition];

const isOn = (schema: Schema, { property }: FieldSchema, condition: ConditionData): condition is FieldCondition =>
  condition.kind === 'field' && condition.model === schema.model && condition.property === property;

function encode(schema: Schema, field: FieldSchema, { operator, values }: FieldCondition): string[] {
  const on = { keyspace: schema.keyspace, index: '', field: field.stored, optional: field.optional, type: field.codec };
  return values.map((value) => operandForm({ schema, field, operator }, on, value));
}

/** The condition that gives each of the first fields one value; undefined where one is missing. */
function equalities(schema: Schema, first: readonly FieldSchema[], inputs: readonly ConditionData[]) {
  const found = first.flatMap((field) => {
    const equal = inputs.find((each) => isOn(schema, field, each) && each.operator === 'eq');
    return equal ? [equal as FieldCondition] : [];
  });
  return found.length === first.length ? found : undefined;
}

/** Every entity that has the first values: those without a last value stand in a list of their own. */
function planAll(on: IndexedField, walked: Omit<OrderPlan, 'reverse'>): Plan {
  const leaf = walked as Plan & { readonly key: string };
  return on.optional ? { op: 'or', inputs: [leaf, planMissing(on)], disjoint: true, covers: leaf.key } : leaf;
}

type Under = Extract<Plan, { op: 'lexical' }>['under'];

/** The leaves that are probed by a stored value, with the values of the first fields; a score stands in the key itself. */
function withUnder(plan: Plan, under: Under): Plan {
  if (plan.op === 'or') return { ...plan, inputs: plan.inputs.map((input) => withUnder(input, under)) };
  const isProbed = plan.op === 'lexical' || plan.op === 'pattern' || plan.op === 'posting' || plan.op === 'in';
  return isProbed ? { ...plan, under } : plan;
}

const answers = (kind: IndexKind, { type }: IndexedField, { operator }: FieldCondition): boolean =>
  operator !== 'isNull' && operator !== 'ne' && operator !== 'notIn' && kind.operators(type).has(operator);

/** What the first fields have, by which probed rows are told. */
const underOf = (first: readonly FieldSchema[], values: readonly string[]): NonNullable<Under> =>
  first.map(({ stored, codec }, i) => ({
    field: stored,
    ...(codec.form && { form: codec.form }),
    value: values[i]!,
  }));

/** Whether one of the first fields has no index of its own for a single value. */
const isNeeded = (schema: Schema, first: readonly FieldSchema[], equal: FieldCondition): boolean =>
  first.some((field) => !indexesOf(schema, field).some((index) => answers(index.kind, index.on, equal)));

function use(schema: Schema, { name, fields }: IndexSchema, inputs: readonly ConditionData[], term?: OrderTerm) {
  const [first, last] = [fields.slice(0, -1), fields.at(-1)!];
  const equal = equalities(schema, first, inputs);
  if (!equal) return undefined;
  const values = equal.flatMap((condition, i) => encode(schema, first[i]!, condition));
  const { keyspace } = schema;
  const base = { keyspace, field: last.stored, optional: last.optional, type: last.codec };
  const on = underValues(base, name, values);
  const kind = kindOfLast(last.codec);
  if (!on) return undefined;
  const bounds = inputs.filter((each): each is FieldCondition => isOn(schema, last, each) && answers(kind, on, each));
  if (bounds.length === 0 && term?.property !== last.property && !isNeeded(schema, first, equal[0]!)) return undefined;
  const walked = kind.order!(on);
  const order = { ...walked, ...(last.optional && { missing: keyspace.missing(on.index) }) };
  const plans = bounds
    .filter(({ values: operands }) => operands.length > 0)
    .map((bound) => kind.plan(on, bound.operator, encode(schema, last, bound)));
  if (plans.length < bounds.length) return undefined;
  const covered = new Set<ConditionData>([...equal, ...bounds]);
  const rest = inputs.filter((input) => !covered.has(input));
  const all = plans.length > 0 ? plans : [planAll(on, walked)];
  const under = underOf(first, values);
  return { plans: all.map((plan) => withUnder(plan, under)), rest, order, last };
}

/** Whether an index of its own field answers a condition. */
function isAnswered(schema: Schema, condition: ConditionData): boolean {
  const field =
    condition.kind === 'field' && condition.model === schema.model && askedField(schema, condition.property);
  if (!field) return true;
  return indexesOf(schema, field).some(({ kind, on }) => kind.operators(on.type).has(condition.operator));
}

/** With another index, where that answers what nothing else does, or gives the order. */
function withOther(schema: Schema, all: Composite, other: Composite, term?: OrderTerm): Composite {
  const isOrder = term !== undefined && term.property === other.last.property && term.property !== all.last.property;
  const isHelp = all.rest.some((each) => !other.rest.includes(each) && !isAnswered(schema, each));
  if (!isOrder && !isHelp) return all;
  const { order, last } = isOrder ? other : all;
  const rest = all.rest.filter((each) => other.rest.includes(each));
  return { plans: [...all.plans, ...other.plans], rest, order, last };
}

/**
 * The composite indexes to use: of those whose first fields have a value each, and whose last one is asked for, one of the most fields, and
 * others for what it leaves.
 */
export function compositeFor(
  schema: Schema,
  condition: ConditionData | undefined,
  term?: OrderTerm,
): Composite | undefined {
  const indexes = schema.indexes.filter(({ kind }) => kind === 'composite');
  if (indexes.length === 0 || !condition) return undefined;
  const inputs = flatten(condition);
  const found = indexes.flatMap((index) => {
    const composite = use(schema, index, inputs, term);
    return composite ? [{ composite, width: index.fields.length }] : [];
  });
  const [first, ...others] = found.sort((a, b) => b.width - a.width).map(({ composite }) => composite);
  return first && others.reduce<Composite>((all, other) => withOther(schema, all, other, term), first);
}
