import { combine, type Plan, type RangePlan } from '../../plan/plan.js';

// a value that is not read yet stays apart
const isRange = (plan: Plan): plan is RangePlan =>
  (plan.op === 'range' || plan.op === 'lexical' || plan.op === 'id_range') && !plan.bind;

/** `x >= a and x < b` as one range; two lower or two upper bounds stay two conditions. */
function narrow(a: RangePlan, b: RangePlan): RangePlan | undefined {
  if (a.key !== b.key || (a.min !== undefined && b.min !== undefined) || (a.max !== undefined && b.max !== undefined))
    return undefined;
  // a spread is slow where keys come new behind it: see query-state.ts
  return Object.assign({}, a, b) as RangePlan;
}

function addInput(inputs: Plan[], plan: Plan): Plan[] {
  for (const [i, other] of isRange(plan) ? inputs.entries() : []) {
    const both = isRange(other) ? narrow(other, plan as RangePlan) : undefined;
    if (both) {
      inputs[i] = both;
      return inputs;
    }
  }
  inputs.push(plan);
  return inputs;
}

const flatten = (op: 'and' | 'or', plans: readonly Plan[]): Plan[] =>
  plans.flatMap((plan) => (plan.op === op && !plan.disjoint ? [...plan.inputs] : [plan]));

/** Several plans as one: what is joined alike lies side by side, and two bounds of a field are one range. */
export function joinPlans(op: 'and' | 'or', plans: readonly Plan[]): Plan {
  const flat = flatten(op, plans);
  const inputs = op === 'and' ? flat.reduce<Plan[]>(addInput, []) : flat;
  return combine(op, inputs);
}
