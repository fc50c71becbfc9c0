import { MultipleResultsError, NotFoundError } from '../errors/model.js';
import { QueryError } from '../errors/query.js';
import { type Connection, runCount, runRows, streamRows } from '../plan/execute.js';
import { type Explanation, explainRequest } from '../plan/explain.js';
import type { OrderPlan } from '../plan/order.js';
import type { Request, StoredRow } from '../plan/request.js';
import { describe } from '../schema/describe.js';
import type { Schema } from '../schema/schema.js';
import type { Condition, Fields, OrderBy, OrderTerm, Where } from '../schema/types/operators.js';
import type { Exactly, Select, Selected } from '../schema/types/selection.js';
import type { IdOf } from '../schema/types/values.js';
import { planCondition } from './compile/condition.js';
import { checkSize } from './compile/limits.js';
import { orderObject, planOrder } from './compile/order.js';
import { type Projection, planSelection } from './compile/selection.js';
import { type ConditionData, checkLength, recordCondition } from './condition.js';
import { fieldReferences } from './field-reference.js';
import { requestModel } from './request-model.js';
import { whereObject } from './where.js';

/** Where a query's rows come from and what becomes of them; the model gives it, so that queries know no model. */
export interface QuerySource<M> {
  readonly schema: Schema;
  readonly connection: Connection;
  /** an entity of its row: all fields of the schema in their order */
  entity(row: StoredRow): M;
}

interface State {
  /** all of them hold */
  readonly conditions?: readonly ConditionData[];
  readonly order?: readonly OrderTerm[];
  readonly limit?: number;
  readonly offset?: number;
  readonly projection?: Projection;
  readonly budget?: number;
}

/** Steps of about a microsecond that one run may hold the server: keeps a call under about 5 ms. */
const BUDGET = 3500;
/** Calls of where() that add up. */
const MOST_CONDITIONS = 1000;

function checkCount(name: string, count: unknown, least: number): number {
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= least) return count;
  throw new QueryError(
    `${name} takes a whole number from ${least} on, not ${describe(count)}. Correct it, or leave it out.`,
  );
}

function checkOptions(options: IterateOptions): IterateOptions {
  if (typeof options === 'object' && options !== null) return options;
  throw new QueryError(`iterate() takes options such as { batch: 100 }, not ${describe(options)}. Correct them.`);
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
    const { schema } = this.source;
    const made =
      typeof condition === 'function'
        ? recordCondition((recorder) => condition(fieldReferences(schema, recorder) as unknown as Fields<M>))
        : whereObject(schema, condition);
    if (!made) return this;
    const conditions = [...(this.state.conditions ?? []), made.data];
    checkLength(conditions, 'where()', MOST_CONDITIONS);
    return this.with({ conditions });
  }

  /** Order by one field or several; entities without a value come last, ties by id. Replaces an earlier order. */
  orderBy(order: OrderBy<M> | ((fields: Fields<M>) => readonly OrderTerm[])): Query<M, Row> {
    const { schema } = this.source;
    const terms: unknown =
      typeof order === 'function' ? order(fieldReferences(schema) as unknown as Fields<M>) : orderObject(schema, order);
    if (!Array.isArray(terms) || terms.length === 0)
      throw new QueryError('orderBy() needs a field. Name one, or leave the call out.');
    checkLength(terms, 'orderBy()');
    return this.with({ order: terms as readonly OrderTerm[] });
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
      projection: planSelection(this.source.schema, shape),
    });
  }

  /** All rows. One round trip while they fit the budget of a call, some five hundred rows; then one for each such part. */
  async all(): Promise<Row[]> {
    if (this.state.limit === 0) return [];
    const rows = await runRows(this.source.connection, this.request(this.fieldNames()));
    return rows.map((row) => this.row(row));
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
    const total = await runCount(this.source.connection, {
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
    return (await runCount(this.source.connection, request)) > 0;
  }

  /** The ids alone. */
  async ids(): Promise<IdOf<M>[]> {
    if (this.state.limit === 0) return [];
    const rows = await runRows(this.source.connection, this.request());
    return rows.map(({ id }) => this.source.schema.primary.field.codec.decode(id) as IdOf<M>);
  }

  /**
   * Rows as they are found, in parts of `batch`, without ever holding all of them: an order of several fields holds those
   * that share a value of the first one.
   *
   * An entity that stays and keeps its place in the index that is read comes exactly once, whatever else is written meanwhile.
   */
  async *iterate(options: IterateOptions = {}): AsyncGenerator<Row> {
    const { batch = 500 } = checkOptions(options);
    const size = checkCount('batch', batch, 1);
    if (this.state.limit === 0) return;
    const request = { ...this.request(this.fieldNames()), batch: size };
    for await (const row of streamRows(this.source.connection, request)) yield this.row(row);
  }

  [Symbol.asyncIterator](): AsyncIterator<Row> {
    return this.iterate();
  }

  /** Run the query and tell how: the strategy, each step with its estimated and real number of rows, the time. */
  explain(): Promise<Explanation> {
    return explainRequest(this.source.connection, this.request(this.fieldNames()));
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
  private order(): readonly OrderPlan[] | undefined {
    const { order, limit, offset } = this.state;
    if (order) return planOrder(this.source.schema, order);
    return limit === undefined && !offset ? undefined : [{ op: 'id', reverse: false }];
  }

  private request(fields?: readonly string[]): Request {
    const { schema } = this.source;
    const { conditions = [], limit, offset = 0, budget = BUDGET } = this.state;
    const condition: ConditionData | undefined =
      conditions.length > 1 ? { kind: 'and', inputs: conditions } : conditions[0];
    return checkSize({
      models: [requestModel(schema)],
      mode: 'rows',
      plan: condition && planCondition(schema, condition),
      order: this.order(),
      offset,
      limit,
      fields,
      budget,
    });
  }
}

export interface IterateOptions {
  /** Rows of one round trip. @default 500 */
  readonly batch?: number;
}
