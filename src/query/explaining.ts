import { QueryError } from '../errors/query.js';
import { type Explanation, explainCount, explainRequest, explanationOf, type Told } from '../plan/explain.js';
import type { Request } from '../plan/request.js';
import type { Connection } from '../redis/connection/connection.js';
import { checkOptions } from '../schema/check-options.js';
import { describe } from '../schema/describe.js';
import type { Schema } from '../schema/schema.js';
import type { NoteTold } from './aggregate/aggregate.js';
import { facetsOf } from './aggregate/facets.js';
import type { ExplainOptions } from './answer-options.js';

/** What a query asks for each of its verbs. */
interface Explained {
  readonly schema: Schema;
  readonly connection: Connection;
  rows(): Request;
  /** all that fits, in no order and without fields */
  all(): Request;
  counted(): Request;
  /** how many of so many rows the query gives */
  cut(total: number): number;
  aggregated(spec: unknown, note: NoteTold): Promise<unknown>;
}

async function explainAggregates<M>(query: Explained, { aggregate, facets }: ExplainOptions<M>): Promise<Explanation> {
  const start = performance.now();
  const told: Told[] = [];
  const ask = (spec: unknown) => query.aggregated(spec, (slice) => told.push(slice));
  const groups = aggregate === undefined ? [] : [await ask(aggregate)].flat();
  const counted = facets === undefined ? {} : await facetsOf(query.schema, facets, ask);
  const rows = groups.length + Object.values(counted).flat().length;
  return explanationOf(query.all(), told, rows, performance.now() - start);
}

/** Whether a count is explained, which nothing else is along with. */
function asksForCount<M>({ count, aggregate, facets }: ExplainOptions<M>): boolean {
  if (count === undefined) return false;
  if (count !== true) throw new QueryError(`count is true in explain(), not ${describe(count)}. Leave it out.`);
  if (aggregate === undefined && facets === undefined) return true;
  throw new QueryError('explain() tells of a count alone. Ask for aggregate and facets in a call of their own.');
}

/** Run what a verb of a query asks, and tell how it went. */
export async function explainAnswer<M>(options: ExplainOptions<M>, query: Explained): Promise<Explanation> {
  const names = { aggregate: true, facets: true, count: true } as const;
  const asked = checkOptions('explain()', options, 'aggregate: { count: true }', names);
  if (asksForCount(asked)) return explainCount(query.connection, query.counted(), (total) => query.cut(total));
  if (asked.aggregate === undefined && asked.facets === undefined)
    return explainRequest(query.connection, query.rows());
  return explainAggregates(query, asked);
}
