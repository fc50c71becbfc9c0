import { MultipleResultsError, NotFoundError } from '../errors/model.js';
import { QueryError } from '../errors/query.js';
import { runCount, runRows, runSlices, type Target } from '../plan/execute.js';
import { type Explanation, explainRequest } from '../plan/explain.js';
import type { Order, Request, StoredRow } from '../plan/request.js';
import type { Schema } from '../schema/schema.js';
import type { Condition, Fields, OrderBy, OrderTerm, Where } from '../schema/types/operators.js';
import type { Exactly, Select, Selected } from '../schema/types/selection.js';
import type { IdOf } from '../schema/types/values.js';
import { planFilter } from './compile/filter.js';
import { orderObject, planOrder } from './compile/order.js';
import { type Projection, planSelection } from './compile/selection.js';
import { type Expression, recordFilter } from './expression.js';
import { fieldReferences, type Ordering } from './fields.js';
import { whereObject } from './where.js';

/** Where a query's rows come from and what becomes of them; the model gives it, so that queries know no model. */
export interface QuerySource<M> {
  readonly schema: Schema;
  readonly target: Target;
  /** an entity of its stored values: all fields of the schema in their order, then the id */
  entity(row: StoredRow): M;
}

interface State {
  readonly filter?: Expression;
  readonly order?: readonly Ordering[];
  readonly limit?: number;
  readonly offset?: number;
  readonly projection?: Projection;
  readonly budget?: number;
}

/** Steps of about a microsecond that one run may hold the server: keeps a call under about 5 ms. */
const BUDGET = 3500;
const ROW_COST = 6;

function checkCount(name: string, count: unknown, least: number): number {
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= least) return count;
  throw new QueryError(
    `${name} takes a whole number from ${least} on, not ${String(count)}. Correct it, or leave it out.`,
  );
}

/**
 * A question to the server, made step by step: lazy and immutable. Nothing is sent before `all`, `first`, `one`, `count`,
 * `exists`, `ids`, `explain` or an iteration. Without `orderBy` rows come by id; an iteration hands them out as it finds them.
 */
export class Query<M, Row = M> implements AsyncIterable<Row> {
  private constructor(
    private readonly source: QuerySource<M>,
    private readonly state: State,
  ) {}

  /** @internal */
  static of<M>(source: QuerySource<M>): Query<M> {
    return new Query<M>(source, {});
  }

  private with<R = Row>(state: State): Query<M, R> {
    return new Query<M, R>(this.source, { ...this.state, ...state });
  }

  /**
   * Keep the entities that fit; several calls add up with AND.
   *
   * @throws QueryError for an unknown field, `undefined` or `null` as a value, or a condition that the callback made and lost
   */
  where(condition: Where<M> | ((fields: Fields<M>) => Condition)): Query<M, Row> {
    const filter =
      typeof condition === 'function'
        ? recordFilter((recorder) => condition(fieldReferences(this.source.schema, recorder) as unknown as Fields<M>))
        : whereObject(this.source.schema, condition);
    if (!filter) return this;
    const before = this.state.filter;
    const both: Expression = before ? { kind: 'and', inputs: [before, filter.expression] } : filter.expression;
    return this.with({ filter: both });
  }

  /** Order by one field or several; entities without a value come last, ties by id. Replaces an earlier order. */
  orderBy(order: OrderBy<M> | ((fields: Fields<M>) => readonly OrderTerm[])): Query<M, Row> {
    const { schema } = this.source;
    const orderings =
      typeof order === 'function'
        ? (order(fieldReferences(schema) as unknown as Fields<M>) as readonly Ordering[])
        : orderObject(schema, order as Readonly<Record<string, unknown>>);
    if (!Array.isArray(orderings) || orderings.length === 0)
      throw new QueryError('orderBy() needs a field. Name one, or leave the call out.');
    return this.with({ order: orderings });
  }

  /** Give at most so many rows. */
  limit(count: number): Query<M, Row> {
    return this.with({ limit: checkCount('limit()', count, 0) });
  }

  /** Skip so many rows. */
  offset(count: number): Query<M, Row> {
    return this.with({ offset: checkCount('offset()', count, 0) });
  }

  /** Read only some fields, as plain rows. */
  select<const S extends Select<M>>(shape: Exactly<M, S>): Query<M, Selected<M, S>> {
    return this.with<Selected<M, S>>({
      projection: planSelection(this.source.schema, shape as Readonly<Record<string, unknown>>),
    });
  }

  /** All rows. One round trip while they fit the budget of a call, some five hundred rows; then one for each such part. */
  async all(): Promise<Row[]> {
    if (this.state.limit === 0) return [];
    const rows = await runRows(this.source.target, this.request(this.fieldNames()));
    return rows.map((row) => this.row(row as StoredRow));
  }

  /** The first row, or undefined. */
  async first(): Promise<Row | undefined> {
    const [row] = await this.atMost(1).all();
    return row;
  }

  /**
   * The only row.
   *
   * @throws NotFoundError, MultipleResultsError
   */
  async one(): Promise<Row> {
    const rows = await this.atMost(2).all();
    if (rows.length > 1) throw new MultipleResultsError(this.source.schema.model);
    if (rows.length === 0) throw new NotFoundError(this.source.schema.model, undefined);
    return rows[0]!;
  }

  /** How many entities `all` would give. */
  async count(): Promise<number> {
    const { limit = Number.POSITIVE_INFINITY, offset = 0 } = this.state;
    const total = await runCount(this.source.target, {
      ...this.request(),
      mode: 'count',
      order: undefined,
      limit: undefined,
      offset: 0,
    });
    return Math.min(limit, Math.max(0, total - offset));
  }

  /** Whether any entity fits. */
  async exists(): Promise<boolean> {
    if (this.state.limit === 0) return false;
    if (this.state.offset) return (await this.count()) > 0;
    const request: Request = { ...this.request(), mode: 'exists', order: undefined, limit: undefined };
    return (await runCount(this.source.target, request)) > 0;
  }

  /** The ids alone. */
  async ids(): Promise<IdOf<M>[]> {
    if (this.state.limit === 0) return [];
    const rows = await runRows(this.source.target, this.request());
    return rows.map((id) => this.source.schema.primary.field.codec.decode(id as string) as IdOf<M>);
  }

  /**
   * Rows as they are found, in parts of `batch`, without ever holding all of them.
   *
   * An entity that stays and keeps its place in the index that is read comes exactly once, whatever else is written meanwhile.
   */
  async *iterate({ batch = 500 }: IterateOptions = {}): AsyncGenerator<Row> {
    const size = checkCount('batch', batch, 1);
    if (this.state.limit === 0) return;
    const request = this.request(this.fieldNames());
    // an order of several fields sorts groups of ties, which only the end of a slice completes
    if (request.order && request.order.length > 1) return yield* await this.all();
    const streamed = { ...request, budget: size * ROW_COST, chunk: size };
    for await (const slice of runSlices(this.source.target, streamed, request.order && 'walk')) {
      for (const row of slice.rows) yield this.row(row as StoredRow);
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<Row> {
    return this.iterate();
  }

  /** Run the query and tell how: the strategy, each step with its estimated and real number of rows, the time. */
  explain(): Promise<Explanation> {
    return explainRequest(this.source.target, this.request(this.fieldNames()));
  }

  /**
   * Steps that one round trip may take, so that tests see slices without millions of entities.
   *
   * @internal
   */
  within(budget: number): Query<M, Row> {
    return this.with({ budget });
  }

  private atMost(count: number): Query<M, Row> {
    return this.limit(Math.min(count, this.state.limit ?? count));
  }

  private fieldNames(): readonly string[] {
    const fields = this.state.projection?.fields ?? this.source.schema.fields;
    return fields.map((field) => field.stored);
  }

  private row(stored: StoredRow): Row {
    const { projection } = this.state;
    return projection ? (projection.decode(stored) as Row) : (this.source.entity(stored) as unknown as Row);
  }

  /** Rows of which a page is cut need an order: by id where none was asked for. */
  private order(): readonly Order[] | undefined {
    const { order, limit, offset } = this.state;
    if (order) return planOrder(this.source.schema, order);
    return limit === undefined && !offset ? undefined : [{ op: 'id', reverse: false }];
  }

  private request(fields?: readonly string[]): Request {
    const { schema } = this.source;
    const { filter, limit, offset = 0, budget = BUDGET } = this.state;
    return {
      integer: schema.primary.integer,
      mode: 'rows',
      filter: filter && planFilter(schema, filter),
      order: this.order(),
      offset,
      limit,
      fields,
      budget,
    };
  }
}

export interface IterateOptions {
  /** Rows of one round trip. @default 500 */
  readonly batch?: number;
}
