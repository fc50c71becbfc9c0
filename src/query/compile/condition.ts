import { NotIndexedError, QueryError } from '../../errors/query.js';
import { possibleIndexes } from '../../indexes/kinds.js';
import { COMPLEMENTS, OPERATORS, type Operator } from '../../indexes/operators.js';
import { sortIds } from '../../plan/compare.js';
import { nothing, type Plan } from '../../plan/plan.js';
import { describeIn } from '../../schema/describe.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import { indexed } from '../../types/index-form.js';
import type { ConditionData } from '../condition.js';
import { unknownField } from '../field-reference.js';
import { type FieldIndex, indexesOf } from './field-indexes.js';
import { joinPlans } from './join.js';
import { mergeValues } from './merge-values.js';
import { planSearch, type SearchCondition } from './search.js';

type FieldCondition = Extract<ConditionData, { kind: 'field' }>;

function storedForm(schema: Schema, field: FieldSchema, operator: Operator, value: unknown): string {
  if (field.codec.accepts(value)) {
    const stored = field.codec.encode(value);
    if (stored !== '' || !field.reference) return indexed(field.codec, stored);
    throw new QueryError(
      `${schema.model}.${field.property}: ${operator} was given an entity that is new, to which nothing leads. Save it first.`,
    );
  }
  const hint = value == null ? 'Leave the condition out, or use isNull().' : 'Correct the value.';
  throw new QueryError(
    `${schema.model}.${field.property}: ${operator} needs ${field.codec.expected}, and was given ${describeIn(field, value)}. ${hint}`,
  );
}

/** What to write on the field so that it answers an operator; refuses one that no index of its type could answer. */
function remedyFor(schema: Schema, { property, codec }: FieldSchema, operator: Operator): string {
  const possible = possibleIndexes(codec);
  const remedy = possible.find(({ kind }) => kind.operators(codec).has(operator));
  if (remedy) return remedy.decorator;
  const known = new Set(possible.flatMap(({ kind }) => [...kind.operators(codec)]));
  throw new QueryError(
    `${schema.model}.${property}: a field of type ${codec.name} has no operator ${operator}. Use one of: ${[...known].join(', ')}.`,
  );
}

/** The index that answers an operator on a field. */
function indexFor(schema: Schema, field: FieldSchema, operator: Operator): FieldIndex {
  const index = indexesOf(schema, field).find(({ kind }) => kind.operators(field.codec).has(operator));
  if (index) return index;
  throw new NotIndexedError(schema.model, field.property, operator, remedyFor(schema, field, operator));
}

function planField(schema: Schema, { model, property, operator, values }: FieldCondition): Plan {
  if (model !== schema.model)
    throw new QueryError(
      `A condition on ${model}.${property} cannot filter ${schema.model}. Use the fields of ${schema.model}.`,
    );
  const field = schema.queryable.get(property);
  if (!field) throw unknownField(schema, property);
  const { kind, on } = indexFor(schema, field, operator);
  const encoded = values.map((value) => storedForm(schema, field, operator, value));
  // a list of ids is read in their order, slice by slice
  const isList = field === schema.primary.field && OPERATORS[operator] === 'list';
  const stored = isList ? sortIds(schema.primary.integer, encoded) : encoded;
  const positive = COMPLEMENTS[operator];
  if (stored.length === 0 && operator !== 'isNull')
    return positive ? { op: 'posting', key: schema.keyspace.ids } : nothing;
  return positive ? { op: 'not', input: kind.plan(on, positive, stored) } : kind.plan(on, operator, stored);
}

function planOwnSearch(schema: Schema, condition: SearchCondition): Plan {
  const { model, property } = condition;
  if (model === schema.model) return planSearch(schema, condition);
  throw new QueryError(
    `A condition on ${model}.${property} cannot filter ${schema.model}. Use the fields of ${schema.model}.`,
  );
}

/**
 * The plan of a condition: which index keys answer it.
 *
 * @throws NotIndexedError, QueryError before anything is sent
 */
export function planCondition(schema: Schema, condition: ConditionData): Plan {
  if (condition.kind === 'field') return planField(schema, condition);
  if (condition.kind === 'search') return planOwnSearch(schema, condition);
  if (condition.kind !== 'not') {
    const { kind, inputs } = condition;
    return joinPlans(
      kind,
      mergeValues(kind, inputs).map((input) => planCondition(schema, input)),
    );
  }
  const input = planCondition(schema, condition.input);
  return input.op === 'not' ? input.input : { op: 'not', input };
}
