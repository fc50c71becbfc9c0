// A condition whose value is that of a field of another entity, which the script reads before it answers.
import { QueryError } from '../../errors/query.js';
import { LONGEST } from '../../indexes/keyspace.js';
import type { Operator } from '../../indexes/operators.js';
import { type Bind, type Plan, UNREAD } from '../../plan/plan.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import { storedDefault } from '../../schema/stored.js';
import type { ConditionData } from '../condition.js';
import type { StoredValue } from '../stored-value.js';
import type { FieldIndex } from './field-indexes.js';

export type BoundCondition = Extract<ConditionData, { kind: 'bound' }>;

const OPERATORS: ReadonlySet<Operator> = new Set(['eq', 'ne', 'lt', 'lte', 'gt', 'gte']);
const NUMBERS: ReadonlySet<string> = new Set(['integer', 'float']);

const nameOf = ({ schema, id, field }: StoredValue): string => `${schema.model} ${id}'s ${field.property}`;

/** Whether values of one field are values of the other. */
function isAlike(a: FieldSchema, b: FieldSchema): boolean {
  if (NUMBERS.has(a.codec.name)) return NUMBERS.has(b.codec.name);
  const target = (field: FieldSchema) => field.reference?.link.target.schema.model;
  return a.codec.name === b.codec.name && target(a) === target(b);
}

/** Refuse what the script cannot compare, or not reach. */
export function checkBound(
  schema: Schema,
  field: FieldSchema,
  { operator, value }: BoundCondition,
  index: FieldIndex,
): void {
  const place = `${schema.model}.${field.property}: ${operator}`;
  if (!OPERATORS.has(operator))
    throw new QueryError(`${place} takes no field of another entity. Read its value first, as with get().`);
  if (!isAlike(field, value.field))
    throw new QueryError(
      `${place} was given ${nameOf(value)}, which is of type ${value.field.codec.name} and not ${field.codec.name}. Compare fields of one type.`,
    );
  if (value.schema.keyspace.models !== schema.keyspace.models)
    throw new QueryError(
      `${place} was given ${nameOf(value)}, of another namespace. Read its value first, as with get().`,
    );
  if (index.on.field !== field.stored)
    throw new QueryError(
      `${place} compares without case, and ${nameOf(value)} is read as it is stored. Read its value first, as with get().`,
    );
}

/** A plan for a value that is not known yet: the script puts it in. */
export function bindPlan(schema: Schema, { value }: BoundCondition, { on }: FieldIndex, plan: Plan): Plan {
  if (plan.op === 'scanned') return { ...plan, test: { ...plan.test, bind: bindOf(schema, value, on) } };
  return { ...plan, bind: bindOf(schema, value, on) } as Plan;
}

const bindOf = ({ keyspace }: Schema, { schema, id, field }: StoredValue, on: FieldIndex['on']): Bind => ({
  key: schema.keyspace.entity(id),
  field: field.stored,
  absent: storedDefault(schema, field),
  ...(on.type.form && { form: on.type.form }),
  longest: LONGEST,
  digested: keyspace.digested(on.index),
  ...(schema.expiry && { expires: true }),
});

/** What stands for the value in a plan. */
export const unread: readonly string[] = [UNREAD];
