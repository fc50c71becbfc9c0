import type { Plan } from './plan.js';
import type { Request } from './request.js';

/** Values that the script reads in one call: reading them all takes some milliseconds. */
const VALUES = 2000;
/** Of more values of a unique index, and of ids, those that a call has found once it is over: the next one would read all of them again. */
const UNIQUE = 400;
const IDS = 1000;

function chunk<T>(list: readonly T[], most = VALUES): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < list.length; at += most) chunks.push(list.slice(at, at + most));
  return chunks;
}

/** A plan as several whose answers have no id in common, where a list of its is too long for one call. */
function splitPlan(plan: Plan): Plan[] {
  if (plan.op === 'in' && plan.values.length > VALUES) return chunk(plan.values).map((values) => ({ ...plan, values }));
  if (plan.op === 'unique' && plan.values.length > VALUES)
    return chunk(plan.values, UNIQUE).map((values) => ({ ...plan, values }));
  if (plan.op === 'scanned' && plan.test.op === 'in' && !plan.negated && plan.test.values.length > VALUES) {
    const { test } = plan;
    return chunk(test.values).map((values) => ({ ...plan, test: { ...test, values } }));
  }
  if (plan.op === 'ids' && plan.ids.length > VALUES) return chunk(plan.ids, IDS).map((ids) => ({ ...plan, ids }));
  // an entity leads to one at most
  if (plan.op === 'forth') return splitPlan(plan.input).map((input) => ({ ...plan, input }));
  if (plan.op === 'or' && plan.disjoint) {
    const inputs = plan.inputs.map(splitPlan);
    return inputs.every((parts) => parts.length === 1) ? [plan] : inputs.flat();
  }
  if (plan.op !== 'and') return [plan];
  const { inputs } = plan;
  for (const [i, input] of inputs.entries()) {
    const parts = splitPlan(input);
    if (parts.length > 1) return parts.map((part) => ({ ...plan, inputs: inputs.with(i, part) }));
  }
  return [plan];
}

/** The requests that together answer one; itself where a call can read all of it. */
export function partsOf(request: Request): Request[] {
  const plans = request.plan ? splitPlan(request.plan) : [];
  if (plans.length < 2) return [request];
  const { offset, limit } = request;
  const whole = { ...request, offset: 0, limit: limit === undefined ? undefined : offset + limit };
  return plans.map((plan) => ({ ...whole, plan, part: true }));
}
