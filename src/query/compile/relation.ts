import { LONGEST } from '../../indexes/keyspace.js';
import { INDEX_KINDS } from '../../indexes/kinds.js';
import type { Plan, RelationPlan, Via } from '../../plan/plan.js';
import type { RequestModel } from '../../plan/request.js';
import { type FieldSchema, isLinked, type Schema } from '../../schema/schema.js';
import type { ConditionData } from '../condition.js';
import { unknownField } from '../field-reference.js';
import { requestModel } from '../request-model.js';

export type RelationCondition = Extract<ConditionData, { kind: 'relation' }>;

/** The index by which a field leads to entities. */
function viaOf(schema: Schema, field: FieldSchema): Via {
  const index = schema.indexes.find(
    ({ kind, fields }) => fields.length === 1 && fields[0] === field && (kind === 'exact' || kind === 'unique'),
  )!;
  const { keyspace } = schema;
  const { stored } = field;
  if (INDEX_KINDS[index.kind] === INDEX_KINDS.unique)
    return { op: 'unique', key: keyspace.unique(index.name), field: stored, buckets: keyspace.buckets(index.name) };
  const [key, digested] = [keyspace.exact(index.name, ''), keyspace.digested(index.name)];
  return { op: 'posting', key, field: stored, longest: LONGEST, digested };
}

/** A plan of another model of a request, which is at that place there. */
function inModel(plan: Plan, model: number): Plan {
  if (plan.op === 'not') return { ...plan, model, input: inModel(plan.input, model) };
  if (plan.op === 'and' || plan.op === 'or')
    return { ...plan, model, inputs: plan.inputs.map((input) => inModel(input, model)) };
  return { ...plan, model };
}

/** The place of a model among those of a request, which it joins. */
function placeOf(models: RequestModel[], schema: Schema): number {
  const model = requestModel(schema);
  const place = models.findIndex(({ key }) => key === model.key);
  return place < 0 ? models.push(model) - 1 : place;
}

/** The lists of ids of one side of a many-to-many relation. */
const listsOf = (list: string): Via => ({ op: 'posting', key: `${list}:`, longest: LONGEST, digested: `${list}/` });

/** Where a relation of a model leads, and how. */
interface RelationEnd extends Omit<RelationPlan, 'input' | 'model'> {
  readonly target: Schema;
}

function byField(op: 'forth' | 'back', target: Schema, owner: Schema, field: FieldSchema): RelationEnd {
  return { op, target, name: `${owner.model}.${field.property}`, field: field.stored, via: viaOf(owner, field) };
}

/** @throws QueryError for what is not a relation */
export function relationEnd(schema: Schema, property: string): RelationEnd {
  const field = schema.references.find((each) => each.property === property);
  if (field) return byField('forth', field.reference!.link.target.schema, schema, field);
  const relation = schema.relations.find((each) => each.property === property);
  if (!relation) throw unknownField(schema, property);
  const target = relation.link.target.schema;
  if (!isLinked(relation)) return byField('back', target, target, relation.link.field);
  const { out, back } = relation.link.pair;
  return { op: 'back', target, name: relation.link.name, via: listsOf(out), from: listsOf(back) };
}

/** The plan of a condition through a relation; `plan` makes that of what is asked of the entities beyond it. */
export function planRelation(
  schema: Schema,
  { property, input }: RelationCondition,
  models: RequestModel[],
  plan: (target: Schema, condition: ConditionData) => Plan,
): Plan {
  const { target, ...end } = relationEnd(schema, property);
  const asked: Plan = input ? plan(target, input) : { op: 'posting', key: target.keyspace.ids };
  return { ...end, input: inModel(asked, placeOf(models, target)) };
}
