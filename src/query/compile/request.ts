import type { OrderPlan } from '../../plan/order.js';
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

/** Rows of which a page is cut need an order: by id where none was asked for. */
function orderOf(schema: Schema, { order, limit, offset }: QueryState): readonly OrderPlan[] | undefined {
  if (order) return planOrder(schema, order);
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
  return checkSize({
    models: [requestModel(schema)],
    mode: 'rows',
    plan: condition && planCondition(schema, condition),
    order: orderOf(schema, state),
    offset,
    limit,
    fields,
    budget,
  });
}
