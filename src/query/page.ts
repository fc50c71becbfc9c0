import { QueryError } from '../errors/query.js';
import { planCircle } from '../indexes/geo.js';
import { runRows } from '../plan/execute.js';
import { canWalk, type OrderPlan } from '../plan/order.js';
import { combine, type Plan } from '../plan/plan.js';
import type { Request, StoredRow } from '../plan/request.js';
import type { Connection } from '../redis/connection/connection.js';
import { checkOptions } from '../schema/check-options.js';
import { describe } from '../schema/describe.js';
import type { OptionNames } from '../util/options.js';
import { openCursor, type Position, sealCursor } from './cursor.js';
import { checkCount } from './query-state.js';

/** Which part of the rows `page` gives. */
export interface PageOptions {
  /** rows of a page */
  readonly size: number;
  /** the `next` of a page: give the rows behind it */
  readonly after?: string | undefined;
  /** the `previous` of a page: give the rows before it */
  readonly before?: string | undefined;
  /** count all rows as well: one call more, sent along with the first. @default false */
  readonly total?: boolean | undefined;
}

/** Some rows in the order of the query, and where the pages around them are. */
export interface Page<Row> {
  readonly rows: Row[];
  /** what to give as `after` for the next page; undefined behind the last row */
  readonly next: string | undefined;
  /** what to give as `before` for the page before; undefined at the first row */
  readonly previous: string | undefined;
  /** rows of all pages, where `total` asked for it */
  readonly total?: number;
}

function checkCursor(name: string, cursor: unknown): void {
  if (cursor === undefined || typeof cursor === 'string') return;
  throw new QueryError(`page() takes a cursor as ${name}, not ${describe(cursor)}. Give one that a page gave.`);
}

const PAGE: OptionNames<PageOptions> = { size: true, after: true, before: true, total: true };

/** @throws QueryError */
export function checkPage(options: unknown): PageOptions {
  const { size, after, before } = checkOptions('page()', options as PageOptions, 'size: 20', PAGE);
  checkCount('page({ size })', size, 1, 'Correct it.');
  checkCursor('after', after);
  checkCursor('before', before);
  if (after !== undefined && before !== undefined)
    throw new QueryError('page() was given both after and before. Give one of them.');
  return options as PageOptions;
}

/** The same order from its other end. */
const backwards = (order: OrderPlan): OrderPlan => ({
  ...order,
  reverse: !order.reverse,
  ...((order.missing || !canWalk(order)) && { first: true }),
});

const isById = ([first]: readonly OrderPlan[]): boolean => first!.op === 'id';

/** The condition that ids are behind one as well: no bound that the conditions have is closer, since the id fits them. */
function withIdsBehind({ plan, models: [{ ids }] }: Request, { reverse }: OrderPlan, id: string): Plan {
  const bound = { [reverse ? 'max' : 'min']: `(${id}` };
  const inputs = !plan ? [] : plan.op === 'and' ? plan.inputs : [plan];
  const narrowed = inputs.map((input) => (input.op === 'id_range' ? { ...input, ...bound } : input));
  const isNarrowed = inputs.some((input) => input.op === 'id_range');
  const all: readonly Plan[] = isNarrowed ? narrowed : [{ op: 'id_range', key: ids, ...bound }, ...inputs];
  return combine('and', all);
}

/** From a place towards the nearest: what is not farther away alone is read, and sorted; not where those without a place come behind it. */
function withinDistance(request: Request, order: OrderPlan, distance: string | false | undefined): Request {
  const { op, key, field, place, reverse, missing, first } = order;
  if (op !== 'distance' || !reverse || key === undefined || !distance) return request;
  if (missing !== undefined && !first) return request;
  const circle = planCircle(key, field!, [...place!, Number(distance)]);
  const { plan } = request;
  const inputs = plan?.op === 'and' ? plan.inputs : plan ? [plan] : [];
  return { ...request, plan: inputs.length > 0 ? { op: 'and', inputs: [circle, ...inputs] } : circle };
}

function startingAt(request: Request, order: readonly OrderPlan[], position: Position | undefined): Request {
  const ordered = { ...request, order };
  if (isById(order)) return position ? { ...ordered, plan: withIdsBehind(request, order[0]!, position.id) } : ordered;
  const near = position ? withinDistance(ordered, order[0]!, position.keys[0]) : ordered;
  return { ...near, keys: true, after: position };
}

const positionOf = ({ id, keys = [] }: StoredRow): Position => ({ id, keys: keys.map((key) => key ?? false) });

/**
 * One page of the rows of a request that has an order.
 *
 * A cursor names a row by its place in the order, so that rows that come and go around it shift nothing.
 */
export async function readPage(
  connection: Connection,
  request: Request,
  { size, after, before }: PageOptions,
): Promise<Page<StoredRow>> {
  const isBackwards = before !== undefined;
  const cursor = after ?? before;
  const order = isBackwards ? request.order!.map(backwards) : request.order!;
  const position = cursor === undefined ? undefined : openCursor(request, cursor);
  const found = await runRows(connection, { ...startingAt(request, order, position), limit: size + 1 });
  const rows = found.slice(0, size);
  if (isBackwards) rows.reverse();
  const hasMore = found.length > size;
  const isFirst = isBackwards ? !hasMore : position === undefined;
  const isLast = isBackwards ? position === undefined : !hasMore;
  return {
    rows,
    next: isLast ? undefined : edge(request, rows.at(-1)),
    previous: isFirst ? undefined : edge(request, rows[0]),
  };
}

/** A cursor at the row at the edge of a page; of an empty one, where the rows begin in the direction of who reads. */
const edge = (request: Request, row: StoredRow | undefined): string => sealCursor(request, row && positionOf(row));

/** Rows of an answer: those of a list or a page, or one. */
export function rowsOf(result: unknown): number {
  const [first] = Array.isArray(result) ? (result as unknown[]) : [];
  if (typeof first === 'object' && first !== null && Array.isArray((first as Page<unknown>).rows))
    return (first as Page<unknown>).rows.length;
  return Array.isArray(result) ? result.length : 1;
}
