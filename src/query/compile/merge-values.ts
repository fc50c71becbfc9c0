import type { ConditionData } from '../condition.js';

type FieldCondition = Extract<ConditionData, { kind: 'field' }>;

/** What `x = a or x = b` is, and `x != a and x != b`: one look for several values. */
const LISTS = {
  or: { eq: 'in', in: 'in' },
  and: { ne: 'notIn', notIn: 'notIn' },
} as const;

/** The inputs of a branch, those that say the same of one field merged into a list of values. */
export function mergeValues(kind: 'and' | 'or', inputs: readonly ConditionData[]): readonly ConditionData[] {
  if (inputs.length < 2) return inputs;
  const lists: Readonly<Record<string, 'in' | 'notIn'>> = LISTS[kind];
  const byField = new Map<string, FieldCondition[]>();
  const merged: (ConditionData | FieldCondition[])[] = [];
  for (const input of inputs) {
    if (input.kind !== 'field' || !Object.hasOwn(lists, input.operator)) merged.push(input);
    else {
      const name = `${input.model}.${input.property}`;
      const group = byField.get(name);
      if (group) group.push(input);
      else {
        const first = [input];
        byField.set(name, first);
        merged.push(first);
      }
    }
  }
  return merged.map((each) => (Array.isArray(each) ? asList(lists, each) : each));
}

function asList(lists: Readonly<Record<string, 'in' | 'notIn'>>, group: readonly FieldCondition[]): ConditionData {
  const first = group[0]!;
  if (group.length === 1) return first;
  return { ...first, operator: lists[first.operator]!, values: group.flatMap(({ values }) => values) };
}
