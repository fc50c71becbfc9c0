/**
 * One question to the server, as data. Leaves name index keys, ids or a stored value; branches combine their inputs.
 * Bounds are those of ZCOUNT and ZLEXCOUNT: `5`, `(5`; `[a`, `(a`. Absent is unbounded.
 */
export type Plan =
  /** every id of a list; `field` and `value` say how an entity shows that it belongs there (no value: the field is missing) */
  | { readonly op: 'posting'; readonly key: string; readonly field?: string; readonly value?: string }
  /** ids whose score lies between min and max */
  | { readonly op: 'range'; readonly key: string; readonly field: string; readonly min?: string; readonly max?: string }
  /** ids whose text lies between min and max, in byte order */
  | {
      readonly op: 'lexical';
      readonly key: string;
      readonly field: string;
      /** how the index writes stored values, where it is not as they are */
      readonly form?: string;
      readonly min?: string;
      readonly max?: string;
    }
  /** the ids of entities that exist */
  | { readonly op: 'ids'; readonly ids: readonly string[] }
  /** the holders of unique values */
  | { readonly op: 'unique'; readonly index: string; readonly values: readonly string[] }
  /** entities that have this value, compared one by one */
  | { readonly op: 'stored'; readonly field: string; readonly value: string }
  /** disjoint: no id is in two inputs */
  | { readonly op: 'and' | 'or'; readonly inputs: readonly Plan[]; readonly disjoint?: boolean }
  | { readonly op: 'not'; readonly input: Plan };

export type RangePlan = Extract<Plan, { op: 'range' | 'lexical' }>;

/** No entity. */
export const nothing: Plan = { op: 'ids', ids: [] };

/** Whether the indexes know the number of ids without reading them. */
export function isCountable(plan: Plan): boolean {
  if (plan.op === 'not') return isCountable(plan.input);
  if (plan.op === 'or') return plan.disjoint === true && plan.inputs.every(isCountable);
  return plan.op === 'posting' || plan.op === 'range' || plan.op === 'lexical';
}

/** Give every node a number, in the order of reading: positions of a query that goes on, and explain(), refer to it. */
export function numberNodes(plan: Plan, next = { n: 0 }): Plan & { readonly n: number } {
  const n = next.n++;
  if (plan.op === 'not') return { ...plan, n, input: numberNodes(plan.input, next) };
  if (plan.op === 'and' || plan.op === 'or')
    return { ...plan, n, inputs: plan.inputs.map((input) => numberNodes(input, next)) };
  return { ...plan, n };
}
