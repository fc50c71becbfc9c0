import { NotIndexedError, QueryError } from '../../errors/query.js';
import { possibleKinds } from '../../indexes/kinds.js';
import { COMPLEMENTS, OPERATORS, type Operator } from '../../indexes/operators.js';
import { primary as ids } from '../../indexes/primary.js';
import { sortIds } from '../../plan/compare.js';
import { nothing, type Plan } from '../../plan/plan.js';
import type { RequestModel } from '../../plan/request.js';
import type { Connection } from '../../redis/connection/connection.js';
import { homeText } from '../../schema/home-text.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import { askedField } from '../asked-field.js';
import type { ConditionData } from '../condition.js';
import { unknownAsked, unknownField } from '../field-reference.js';
import type { OrderTerm } from '../order-term.js';
import { requestModel } from '../request-model.js';
import { type BoundCondition, bindPlan, checkBound, unread } from './bound.js';
import { compositeFor } from './composite.js';
import { type FieldIndex, indexesOf } from './field-indexes.js';
import { joinPlans } from './join.js';
import { mergeRelations } from './merge-relations.js';
import { mergeValues } from './merge-values.js';
import { operandForm } from './operand.js';
import { planHeld, planStored } from './outside.js';
import { planRelation } from './relation.js';
import { BY_ROWS, byRow, indexToScan, negate, ofOlderRows } from './scan.js';
import { planSearch } from './search.js';

type OwnCondition = Extract<ConditionData, { model: string }>;
type FieldCondition = Extract<ConditionData, { kind: 'field' }>;

/** The primary key takes no decorator: what else answers an operator is a getter that gives the same. */
function noneOfPrimary(schema: Schema, operator: Operator, remedy?: string): QueryError {
  const { model, primary } = schema;
  const { property, codec } = primary.field;
  const known = [...ids.operators(codec)].join(', ');
  const getter = remedy && operator !== 'isNull' ? `, or ask a getter that gives it, with ${remedy}` : '';
  return new QueryError(
    `${model}.${property}: a primary key has no operator ${operator}. Use one of: ${known}${getter}.`,
  );
}

/** What to write on the field so that it answers an operator; refuses one that no index of its type could answer. */
function remedyFor(schema: Schema, { property, codec }: FieldSchema, operator: Operator): string {
  const possible = possibleKinds(codec);
  const kind = possible.find((each) => each.operators(codec).has(operator));
  const remedy = kind && kind.remedy!(codec, operator);
  if (property === schema.primary.field.property) throw noneOfPrimary(schema, operator, remedy);
  if (remedy) return remedy;
  const known = new Set(possible.flatMap((kind) => [...kind.operators(codec)]));
  throw new QueryError(
    `${schema.model}.${property}: a field of type ${codec.name} has no operator ${operator}. Use one of: ${[...known].join(', ')}; or put @Index() on a getter that makes a number or a text of it.`,
  );
}

/** Of the indexes that answer a pattern the one that reads it from its literal end. */
function forPattern(indexes: readonly FieldIndex[], pattern: unknown): FieldIndex | undefined {
  const beginsFree = typeof pattern === 'string' && /^[*+!?]/.test(pattern) && !/[*+!?]$/.test(pattern);
  return (beginsFree && indexes.find(({ kind }) => kind.form === 'reversed')) || indexes[0];
}

/** The index that answers an operator on a field. */
function indexFor(schema: Schema, field: FieldSchema, operator: Operator, first: unknown): FieldIndex | undefined {
  const fitting = indexesOf(schema, field).filter(({ kind, on }) => kind.operators(on.type).has(operator));
  return operator === 'like' ? forPattern(fitting, first) : fitting[0];
}

const everyId = (schema: Schema): Plan => ({ op: 'posting', key: schema.keyspace.ids });

/** What a list of no values stands for; undefined where the index says. */
function ofNone(schema: Schema, operator: Operator): Plan | undefined {
  if (COMPLEMENTS[operator]) return everyId(schema);
  return operator === 'in' || operator === 'containsAny' ? nothing : undefined;
}

function planField(schema: Schema, { property, operator, values }: FieldCondition, scan: boolean): Plan {
  const field = askedField(schema, property);
  if (!field) throw unknownAsked(schema, property);
  const index = indexFor(schema, field, operator, values[0]);
  const byRows = index ? undefined : indexToScan(schema, field, operator);
  const scanned = scan ? byRows : undefined;
  const answering = index ?? scanned;
  if (!answering)
    throw new NotIndexedError(schema.model, property, operator, remedyFor(schema, field, operator), byRows && BY_ROWS);
  const { kind, on } = answering;
  const encoded = values.map((value) => operandForm({ schema, field, operator }, on, value));
  // a list of ids is read in their order, slice by slice
  const isList = field === schema.primary.field && OPERATORS[operator] === 'list';
  const stored = isList ? sortIds(schema.primary.integer, encoded) : encoded;
  const none = stored.length === 0 ? ofNone(schema, operator) : undefined;
  if (none) return none;
  const positive = COMPLEMENTS[operator];
  const plan: Plan = positive ? { op: 'not', input: kind.plan(on, positive, stored) } : kind.plan(on, operator, stored);
  return scanned ? byRow(plan, ofOlderRows(schema, field)) : plan;
}

/** A field beside the value of another one, which the script reads. */
function planBound(schema: Schema, condition: BoundCondition, { scan, connection }: ConditionContext): Plan {
  const { property, operator, value } = condition;
  const field = schema.queryable.get(property);
  if (!field) throw unknownField(schema, property);
  if (connection && value.connection.direct !== connection.direct)
    throw new QueryError(
      `${schema.model}.${property}: ${operator} was given a field of another database, ${homeText(value)}. Read its value first, as with get().`,
    );
  const index = indexFor(schema, field, operator, undefined);
  const answering = index ?? (scan ? indexToScan(schema, field, operator) : undefined);
  if (!answering) throw new NotIndexedError(schema.model, property, operator, remedyFor(schema, field, operator));
  checkBound(schema, field, condition, answering);
  const { kind, on } = answering;
  const plan = kind.plan(on, COMPLEMENTS[operator] ?? operator, unread);
  const bound = bindPlan(schema, condition, answering, index ? plan : byRow(plan, ofOlderRows(schema, field)));
  return COMPLEMENTS[operator] ? negate(bound) : bound;
}

/** What all parts of a condition share. */
interface ConditionContext {
  /** rows are read for what no index answers */
  readonly scan: boolean;
  /** the models of the request; those that relations lead to join them */
  readonly models: RequestModel[];
  /** who asks, where that is known */
  readonly connection?: Connection | undefined;
}

const askedOf = (schema: Schema): ConditionContext => ({ scan: false, models: [requestModel(schema)] });

/**
 * The plan of a condition: which index keys answer it; with `scan` rows are read for what no index answers.
 *
 * @throws NotIndexedError, QueryError before anything is sent
 */
export function planCondition(
  schema: Schema,
  condition: ConditionData,
  asked: ConditionContext = askedOf(schema),
  term?: OrderTerm,
): Plan {
  const composite = compositeFor(schema, condition, term);
  if (!composite) return planApart(schema, condition, asked);
  const rest = planAll(schema, 'and', composite.rest, asked);
  return joinPlans('and', [...composite.plans, ...rest]);
}

function planAll(
  schema: Schema,
  kind: 'and' | 'or',
  inputs: readonly ConditionData[],
  asked: ConditionContext,
): Plan[] {
  const merged = mergeRelations(schema, kind, mergeValues(kind, inputs));
  return merged.map((input) => planCondition(schema, input, asked));
}

/** Each condition by an index of its own field. */
function planApart(schema: Schema, condition: ConditionData, asked: ConditionContext): Plan {
  if ('model' in condition) return planOwn(schema, condition, asked);
  if (condition.kind === 'not') return negate(planCondition(schema, condition.input, asked));
  if (condition.inputs.length === 0) return condition.kind === 'or' ? nothing : everyId(schema);
  return joinPlans(condition.kind, planAll(schema, condition.kind, condition.inputs, asked));
}

/** What is said of a property. */
function planOwn(schema: Schema, condition: OwnCondition, asked: ConditionContext): Plan {
  const { model } = condition;
  if (model !== schema.model)
    throw new QueryError(
      `A condition on ${'name' in condition ? condition.name : `${model}.${condition.property}`} cannot filter ${schema.model}. Use the fields of ${schema.model}.`,
    );
  if (condition.kind === 'field') return planField(schema, condition, asked.scan);
  if (condition.kind === 'search') return planSearch(schema, condition);
  if (condition.kind === 'bound') return planBound(schema, condition, asked);
  if (condition.kind === 'held') return planHeld(condition);
  if (condition.kind === 'stored') return planStored(schema, condition);
  if (condition.kind === 'listed') return { op: 'posting', key: condition.key };
  return planRelation(schema, condition, asked.models, (target, input) => planCondition(target, input, asked));
}
