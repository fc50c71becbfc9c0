import { canWalk, type OrderPlan } from './order.js';
import type { Plan } from './plan.js';
import type { Request } from './request.js';

const TIED: ReadonlySet<OrderPlan['op']> = new Set(['range', 'lexical', 'ranks'] as const);

/** Whether a tie of the first order can be walked by the others. */
export function canWalkTies({ order = [] }: Request): boolean {
  const [first, second] = order;
  return second !== undefined && canWalk(second) && TIED.has(first!.op);
}

/** The entities that have a value in an order; null for those that have none. */
function tieOf({ op, key, missing, field, form, model }: OrderPlan, value: string | null): Plan {
  if (op === 'ranks' && value === null) return { op: 'not', input: { op, key: key! } };
  if (op === 'ranks') return { op, key: key!, min: value!, max: value! };
  const leaf = { ...(field && { field }), ...(form && { form }), ...(model && { model }) };
  if (value === null) return { op: 'posting', key: missing!, ...leaf };
  if (op === 'range') return { op, key: key!, min: value, max: value, ...leaf };
  return { op: 'in', leaf: 'lexical', key: key!, values: [value], ...leaf };
}

/** The rows of a request that have a value in its first order, in the order of the others. */
export function withinTie(request: Request, value: string | null): Request {
  const { plan } = request;
  const [first, ...order] = request.order!;
  const tie = tieOf(first!, value);
  const inputs = !plan ? [] : plan.op === 'and' ? plan.inputs : [plan];
  return { ...request, order, plan: inputs.length === 0 ? tie : { op: 'and', inputs: [...inputs, tie] } };
}
