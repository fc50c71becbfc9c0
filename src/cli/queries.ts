import { QueryError } from '../errors/query.js';
import type { ModelClass } from '../model/model.js';
import { parseWhere } from '../model/parse-where.js';
import type { Query } from '../query/query.js';
import type { Say } from './commands.js';
import { tableOf } from './table.js';

/** What a query is asked on the command line. */
export interface QueryRequest {
  readonly filter: string | undefined;
  readonly order: string | undefined;
  readonly limit: number;
  readonly scan: boolean;
}

type AnyModel = ModelClass & { query(): Query<never> };
type AnyQuery = Query<never, { toJSON(): Record<string, unknown> }>;

function readOrder(order: string): never {
  try {
    return JSON.parse(order) as never;
  } catch (cause) {
    throw new QueryError(`--order is JSON such as {"age":"desc"}: ${(cause as Error).message}. Correct it.`);
  }
}

function queryOf(model: ModelClass, { filter, order, limit, scan }: QueryRequest): AnyQuery {
  const asked = (model as AnyModel).query();
  const all = scan ? asked.scan() : asked;
  const found = filter === undefined ? all : all.where(parseWhere(model, filter) as never);
  const ordered = order === undefined ? found : found.orderBy(readOrder(order));
  return ordered.limit(limit) as unknown as AnyQuery;
}

/** Print the rows that fit. */
async function query(model: ModelClass, request: QueryRequest, say: Say): Promise<void> {
  const asked = queryOf(model, request);
  const rows = (await asked.all()).map((row) => row.toJSON());
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (rows.length > 0) for (const line of tableOf(columns, rows)) say(line);
  const more = rows.length === request.limit ? ', more where --limit is higher' : '';
  say(`${rows.length} ${rows.length === 1 ? 'row' : 'rows'}${more}`);
}

/** Print how the server answers. */
async function explain(model: ModelClass, request: QueryRequest, say: Say): Promise<void> {
  say(String(await queryOf(model, request).explain()));
}

export const QUERIES = { query, explain } as const;

export type QueryName = keyof typeof QUERIES;
