import type { Schema } from '../../schema/schema.js';
import type { ConditionData } from '../condition.js';
import type { RelationCondition } from './relation.js';

/** Whether what is said of two entities at the end of a relation is said of one: of the only one, or of any. */
function isJoint({ references, relations }: Schema, kind: 'and' | 'or', { property }: RelationCondition): boolean {
  if (kind === 'or') return true;
  const leadsToOne = (each: { readonly property: string }) => each.property === property;
  return references.some(leadsToOne) || relations.some((each) => each.kind === 'one' && leadsToOne(each));
}

const isMergeable = (schema: Schema, kind: 'and' | 'or', data: ConditionData): data is RelationCondition =>
  data.kind === 'relation' && data.model === schema.model && data.input !== undefined && isJoint(schema, kind, data);

const partsOf = (kind: 'and' | 'or', data: ConditionData): readonly ConditionData[] =>
  data.kind === kind && 'inputs' in data ? data.inputs : [data];

/** The inputs of a branch, those beyond one relation joined there, where one look answers them. */
export function mergeRelations(
  schema: Schema,
  kind: 'and' | 'or',
  inputs: readonly ConditionData[],
): readonly ConditionData[] {
  const mergeable = inputs.filter((each) => isMergeable(schema, kind, each));
  const properties = [...new Set(mergeable.map(({ property }) => property))];
  if (properties.length === mergeable.length) return inputs;
  const joined = properties.map((property): ConditionData => {
    const group = mergeable.filter((each) => each.property === property);
    const all = group.flatMap(({ input }) => partsOf(kind, input!));
    return { ...group[0]!, input: all.length === 1 ? all[0] : { kind, inputs: all } };
  });
  return [...inputs.filter((each) => !isMergeable(schema, kind, each)), ...joined];
}
