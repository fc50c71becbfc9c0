import { QueryError } from '../../errors/query.js';
import { numberOf } from '../../plan/compare.js';
import type { OrderPlan } from '../../plan/order.js';
import { isRanked, type Plan } from '../../plan/plan.js';
import type { Request, RequestModel, StoredRow } from '../../plan/request.js';
import type { Connection } from '../../redis/connection/connection.js';
import type { Schema } from '../../schema/schema.js';
import { NOTHING_FOUND, type RowFindings } from '../computed.js';
import type { ConditionData } from '../condition.js';
import type { QueryState } from '../query-state.js';
import { requestModel } from '../request-model.js';
import { planCondition } from './condition.js';
import { checkSize } from './limits.js';
import { firstOf, planOrder } from './order.js';
import { reliedOn } from './outside.js';
import { type RelationCondition, relationEnd } from './relation.js';
import { readCondition, type SearchCondition } from './search.js';

/** Steps of about a microsecond that one run may hold the server: keeps a call under about 5 ms. */
const BUDGET = 3500;

const BEST_FIRST: readonly OrderPlan[] = [
  { op: 'score', reverse: true },
  { op: 'id', reverse: false },
];

/** An order whose keys have the score as well, where rows are to have it: it decides last. */
function withScore(
  order: readonly OrderPlan[],
  projection: QueryState['projection'],
  plan: Plan | undefined,
): readonly OrderPlan[] {
  const isScored = order.some(({ op }) => op === 'ranks');
  return projection?.scored && isRanked(plan) && !isScored ? [...order, { op: 'score', reverse: true }] : order;
}

/** Rows of which a page is cut need an order: by id where none was asked for; what is searched comes best first. */
function orderOf(
  schema: Schema,
  { order, limit, offset, projection, scan, stored }: QueryState,
  plan: Plan | undefined,
  condition: ConditionData | undefined,
): readonly OrderPlan[] | undefined {
  if (order) return withScore(planOrder(schema, order, condition, scan), projection, plan);
  if (isRanked(plan)) return BEST_FIRST;
  if (stored !== undefined) return [{ op: 'range', key: schema.keyspace.stored(stored), reverse: false }];
  return limit === undefined && !offset ? undefined : [{ op: 'id', reverse: false }];
}

/** What a query says of its rows, as one condition. */
function conditionOf({ model }: Schema, { conditions = [], stored }: QueryState): ConditionData | undefined {
  const all: readonly ConditionData[] =
    stored === undefined ? conditions : [{ kind: 'stored', model, name: stored }, ...conditions];
  return all.length > 1 ? { kind: 'and', inputs: all } : all[0];
}

function refuseUnscored({ plan, order }: Request): void {
  if (isRanked(plan) || order?.some(({ op }) => op === 'ranks')) return;
  throw new QueryError('score() needs a search that rows must fit, or orderByScore(). Add search(), or leave it out.');
}

/**
 * What the server is asked for a query; `fields` are the stored names of those that rows have, none for the ids alone.
 *
 * @throws NotIndexedError, QueryError before anything is sent
 */
export function compileRequest(
  schema: Schema,
  state: QueryState,
  fields?: readonly string[],
  connection?: Connection,
): Request {
  const { limit, offset = 0, budget = BUDGET } = state;
  const condition = conditionOf(schema, state);
  const models: [RequestModel, ...RequestModel[]] = [requestModel(schema)];
  const plan =
    condition &&
    planCondition(schema, condition, { scan: state.scan ?? false, models, connection }, firstOf(state.order));
  const request: Request = {
    models,
    mode: 'rows',
    plan,
    order: orderOf(schema, state, plan, condition),
    offset,
    limit,
    fields,
    budget,
    ...(state.outside && reliedOn(schema, state)),
    ...(state.projection?.scored && { keys: true }),
  };
  if (state.projection?.scored) refuseUnscored(request);
  return checkSize(request);
}

/** What a query knows of its rows beside their values. */
export function foundBy(
  schema: Schema,
  { conditions = [] }: QueryState,
  { order = [] }: Request,
): (row: StoredRow) => RowFindings {
  const found = searchedIn(schema, conditions);
  const place = order.findIndex(({ op }) => op === 'score' || op === 'ranks');
  return ({ keys }) => ({ ...found, score: keys?.[place] == null ? undefined : numberOf(keys[place]) });
}

/** What conditions search in the entities of a model, and beyond its relations. */
function searchedIn(schema: Schema, conditions: readonly ConditionData[]): RowFindings {
  const all = conditions.flatMap(sureConditions);
  const searches = all.filter(({ kind }) => kind === 'search') as SearchCondition[];
  const relations = all.filter(({ kind }) => kind === 'relation') as RelationCondition[];
  return {
    score: undefined,
    searches: searches.map((search) => readCondition(schema, search)),
    beyond(property) {
      const inputs = relations.flatMap((one) => (one.property === property && one.input ? [one.input] : []));
      return inputs.length === 0 ? NOTHING_FOUND : searchedIn(relationEnd(schema, property).target, inputs);
    },
  };
}

/** The conditions that a row may be found by: not those that are excluded. */
const sureConditions = (condition: ConditionData): readonly ConditionData[] =>
  condition.kind === 'and' || condition.kind === 'or' ? condition.inputs.flatMap(sureConditions) : [condition];
