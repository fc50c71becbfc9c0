import type { OrderPlan } from '../../plan/order.js';
import { isRanked, type Plan } from '../../plan/plan.js';
import type { Request } from '../../plan/request.js';
import type { Schema } from '../../schema/schema.js';
import type { ConditionData } from '../condition.js';
import type { QueryState } from '../query-state.js';
import { requestModel } from '../request-model.js';
import { planCondition } from './condition.js';
import { checkSize } from './limits.js';
import { planOrder } from './order.js';

/** Steps of about a microsecond that one run may hold the server: keeps a call under about 5 ms. */
const BUDGET = 3500;

const BEST_FIRST: readonly OrderPlan[] = [
  { op: 'score', reverse: true },
  { op: 'id', reverse: false },
];

/** Rows of which a page is cut need an order: by id where none was asked for; what is searched comes best first. */
function orderOf(
  schema: Schema,
  { order, limit, offset }: QueryState,
  plan: Plan | undefined,
): readonly OrderPlan[] | undefined {
  if (order) return planOrder(schema, order);
  if (isRanked(plan)) return BEST_FIRST;
  return limit === undefined && !offset ? undefined : [{ op: 'id', reverse: false }];
}

/**
 * What the server is asked for a query; `fields` are the stored names of those that rows have, none for the ids alone.
 *
 * @throws NotIndexedError, QueryError before anything is sent
 */
export function compileRequest(schema: Schema, state: QueryState, fields?: readonly string[]): Request {
  const { conditions = [], limit, offset = 0, budget = BUDGET } = state;
  const condition: ConditionData | undefined =
    conditions.length > 1 ? { kind: 'and', inputs: conditions } : conditions[0];
  const plan = condition && planCondition(schema, condition);
  return checkSize({
    models: [requestModel(schema)],
    mode: 'rows',
    plan,
    order: orderOf(schema, state, plan),
    offset,
    limit,
    fields,
    budget,
  });
}
