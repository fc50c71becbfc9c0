import { inspect } from 'node:util';
import { MultipleResultsError, NotFoundError } from '../errors/model.js';
import { QueryError } from '../errors/query.js';
import { complete, runAll, streamAll } from '../plan/complete.js';
import { runCount } from '../plan/count.js';
import { runRows, streamRows } from '../plan/execute.js';
import type { Explanation } from '../plan/explain.js';
import { BY_ID } from '../plan/order.js';
import type { Request, StoredRow } from '../plan/request.js';
import { checkOptions, checkProgress } from '../schema/check-options.js';
import { legible } from '../schema/newer.js';
import type { Aggregated, AggregateSpec, Faceted, FacetSpec, KnownInSpec } from '../schema/types/aggregates.js';
import type { Changes } from '../schema/types/changes.js';
import type { IdOf } from '../schema/types/relations.js';
import { rowNames } from '../schema/version.js';
import { observe } from '../util/observe.js';
import { aggregateRows, type NoteTold } from './aggregate/aggregate.js';
import { facetsOf } from './aggregate/facets.js';
import type { ExplainOptions, IterateOptions } from './answer-options.js';
import { type BulkOptions, type BulkTarget, writeAll } from './bulk.js';
import { compileRequest, foundBy } from './compile/request.js';
import { explainAnswer } from './explaining.js';
import { Family } from './family.js';
import { conditionOn } from './field-reference.js';
import { checkPage, type Page, type PageOptions, readPage, rowsOf } from './page.js';
import { checkCount, type QuerySource, type QueryState } from './query-state.js';
import { queryText } from './query-text.js';

/** What is counted is all that fits, in no order. */
const uncut = (state: QueryState): QueryState => ({ ...state, order: undefined, limit: undefined, offset: 0 });

/** The verbs of a query that ask the server. */
export abstract class Answers<M, Row> implements AsyncIterable<Row> {
  protected constructor(
    protected readonly source: QuerySource<M>,
    protected readonly state: QueryState,
  ) {}

  /** All rows. Redis: one read-only script while they fit the budget of a call, some five hundred rows; then one for each such part. */
  async all(): Promise<Row[]> {
    if (this.state.limit === 0) return [];
    return this.asked('all', () => this.rows(this.state));
  }

  /** The first row, or undefined. Redis: as all, with a limit of one row. */
  async first(): Promise<Row | undefined> {
    const [row] = await this.asked('first', () => this.atMost(1));
    return row;
  }

  /**
   * The only row. Redis: as all, with a limit of two rows.
   *
   * @throws NotFoundError, MultipleResultsError
   */
  async one(): Promise<Row> {
    const rows = await this.asked('one', () => this.atMost(2));
    if (rows.length > 1) throw new MultipleResultsError(this.source.schema.model);
    if (rows.length === 0) throw new NotFoundError(this.source.schema.model, undefined);
    return rows[0]!;
  }

  /** How many entities `all` would give. Redis: SCARD or SINTERCARD where indexes know, else as all, without rows. */
  async count(): Promise<number> {
    return this.cut(await this.asked('count', () => this.counted('count')));
  }

  /** How many of so many rows limit and offset leave. */
  private cut(total: number): number {
    const { limit = Number.POSITIVE_INFINITY, offset = 0 } = this.state;
    return Math.min(limit, Math.max(0, total - offset));
  }

  /** Whether any entity fits. Redis: as count, until there is one. */
  async exists(): Promise<boolean> {
    if (this.state.limit === 0) return false;
    if (this.state.offset) return (await this.count()) > 0;
    return (await this.asked('exists', () => this.counted('exists'))) > 0;
  }

  private counted(mode: 'count' | 'exists'): Promise<number> {
    return runCount(this.source.connection, { ...this.request(undefined, uncut(this.state)), mode });
  }

  /** The ids alone. Redis: as all, without HMGET. */
  async ids(): Promise<IdOf<M>[]> {
    if (this.state.limit === 0) return [];
    const rows = await this.asked('ids', () => runRows(this.source.connection, this.request()));
    return rows.map(({ id }) => this.source.schema.primary.field.codec.decode(id) as IdOf<M>);
  }

  /**
   * One page of rows, and where the pages around it are: `page({ size: 20 })`, then `page({ size: 20, after: next })`.
   *
   * Rows that stay come exactly once, whatever comes and goes meanwhile. A cursor is sealed text; it
   * holds what the row is sorted by, and is good for the same conditions and order alone. Redis: one round trip, as `all`.
   *
   * @throws QueryError for a cursor of another query, or one that was changed
   */
  async page(options: PageOptions): Promise<Page<Row>> {
    const { limit, offset } = this.state;
    const checked = checkPage(options);
    if (limit !== undefined || offset)
      throw new QueryError('page() takes its size from its options. Leave out limit() and offset().');
    const request = this.request(this.fieldNames());
    const ordered = { ...request, order: request.order ?? BY_ID };
    const [page, total] = await this.asked('page', () =>
      Promise.all([readPage(this.source.connection, ordered, checked), checked.total ? this.count() : undefined]),
    );
    await complete(this.source.connection, page.rows, ordered.with);
    return { ...page, rows: await this.decoded(page.rows, ordered), ...(total !== undefined && { total }) };
  }

  /**
   * Counts, sums and the like, of all entities or by groups:
   * `aggregate({ groupBy: { country: true }, count: true, sum: { population: true } })`. Orders of the query do not matter.
   *
   * Redis: read-only scripts of some milliseconds each, one after the other, about a microsecond for each entity; of a single field with
   * an ordered index, about one for each value. What others write between two of them may be seen or not.
   *
   * @throws QueryError
   */
  async aggregate<const S extends AggregateSpec<M>>(
    spec: S & AggregateSpec<M> & KnownInSpec<S, AggregateSpec<M>>,
  ): Promise<Aggregated<M, S>> {
    return (await this.asked('aggregate', () => this.aggregated('aggregate', spec))) as Aggregated<M, S>;
  }

  /**
   * The values of some fields that most entities have, with how many these are: `facets({ country: 10, type: 5 })` gives
   * `{ country: [['NO', 12], ...], type: [...] }`. Of arrays each element counts by itself.
   *
   * Redis: as `aggregate`, once for each field.
   */
  async facets<const S extends FacetSpec<M>>(
    counts: S & FacetSpec<M> & KnownInSpec<S, FacetSpec<M>>,
  ): Promise<Faceted<M, keyof S & keyof M>> {
    const facets = () => facetsOf(this.source.schema, counts, (spec) => this.aggregated('facets', spec));
    return (await this.asked('facets', facets)) as Faceted<M, keyof S & keyof M>;
  }

  /**
   * Rows as they are found, in parts of `batch`, without ever holding all of them: an order of several fields holds those
   * that share a value of the first one, some fifty thousand at most: where more share it, these are walked by the next field's index.
   *
   * An entity that stays and keeps its place in the index that is read comes exactly once, whatever else is written. Redis: as all.
   */
  async *iterate(options: IterateOptions = {}): AsyncGenerator<Row> {
    const { batch = 500 } = checkOptions('iterate()', options, 'batch: 100', { batch: true });
    const size = checkCount('batch', batch, 1);
    if (this.state.limit === 0) return;
    const request = { ...this.request(this.fieldNames()), batch: size };
    const decode = this.decoder(request);
    for await (const row of streamAll(this.source.connection, request))
      yield legible(this.source.connection, () => decode(row));
  }

  [Symbol.asyncIterator](): AsyncIterator<Row> {
    return this.iterate();
  }

  /**
   * Run the query and tell how: the strategy, each step with its estimated and real number of rows, the time. Redis: as what is asked.
   *
   * `explain({ aggregate: { groupBy: { country: true }, count: true } })`, `explain({ facets: { country: 10 } })` and
   * `explain({ count: true })` tell it of these.
   */
  async explain(options: ExplainOptions<M> = {}): Promise<Explanation> {
    return explainAnswer(options, {
      schema: this.source.schema,
      connection: this.source.connection,
      rows: () => this.request(this.fieldNames()),
      all: () => this.unordered([]),
      counted: () => this.request(undefined, uncut(this.state)),
      cut: (total) => this.cut(total),
      aggregated: (spec, note) => this.aggregated('explain', spec, note),
    });
  }

  /**
   * Set fields of all entities that fit, in batches, each one script, all or none: unique values, relations and hooks hold as in
   * `entity.update()`. An entity that another writer changes meanwhile is read anew, and left out where it fits no more. A batch that is
   * refused ends the call; those before it are written. Redis: a script that reads and one that writes for each batch of 40 or so.
   *
   * @returns how many entities changed: not those that had these values already
   * @throws ValidationError before anything is read; UniqueError and what else an update throws
   */
  async update(changes: Changes<M>, options: BulkOptions = {}): Promise<number> {
    const write = this.source.updates(changes);
    return this.asked('update', () => writeAll(this.bulk(write), checkProgress('a bulk write', options, {})));
  }

  /**
   * Delete all entities that fit, in batches, each one script, all or none: relations and hooks hold as in `entity.delete()`. One that
   * ceases to fit within the moment between being found and being deleted is deleted all the same. Redis: as update.
   *
   * @returns how many entities were deleted
   * @throws RestrictError and what else a delete throws; the batches before are deleted
   */
  async delete(options: BulkOptions = {}): Promise<number> {
    return this.asked('delete', () =>
      writeAll(this.bulk(this.source.deletes), checkProgress('a bulk write', options, {})),
    );
  }

  private bulk(write: BulkTarget<M>['write']): BulkTarget<M> {
    const { source } = this;
    const { property } = source.schema.primary.field;
    const state: QueryState = { ...this.state, projection: undefined, with: undefined, make: undefined };
    const fields = this.fieldNames(state);
    const idOf = (entity: M): unknown => entity[property as keyof M];
    return {
      entities: () => this.entities(this.request(fields, state)),
      again: async (entities) => {
        const condition = conditionOn(source.schema, source.schema.primary.field, 'in', entities.map(idOf)).data;
        const conditions = [...(state.conditions ?? []), condition];
        const some: QueryState = { ...state, conditions, order: undefined, limit: undefined, offset: undefined };
        const rows = await runRows(source.connection, this.request(fields, some));
        return legible(source.connection, () => rows.map((row) => source.entity(row)));
      },
      count: () => this.count(),
      idOf,
      write,
    };
  }

  private async *entities(request: Request): AsyncGenerator<M> {
    if (this.state.limit === 0) return;
    for await (const row of streamRows(this.source.connection, request))
      yield legible(this.source.connection, () => this.source.entity(row));
  }

  private aggregated(verb: string, spec: unknown, note?: NoteTold): Promise<unknown> {
    const { limit, offset } = this.state;
    if (limit !== undefined || offset)
      throw new QueryError(`${verb}() takes all rows of a query. Leave out limit() and offset().`);
    return aggregateRows(this.source.connection, this.source.schema, spec, (fields) => this.unordered(fields), note);
  }

  private unordered(fields: readonly string[]): Request {
    return { ...this.request(fields, { ...this.state, order: undefined }), order: undefined };
  }

  /** Do what a verb asks, and tell whoever wants to know. */
  protected asked<T>(call: string, work: () => Promise<T>): Promise<T> {
    const { schema, connection } = this.source;
    const asked = () => ({ model: schema.model, call, text: this.toString(), limited: this.state.limit !== undefined });
    return observe<T>({ kind: 'query', connection: connection.direct, asked, rowsOf }, work);
  }

  /** The query as code, as console.log() shows it. */
  toString(): string {
    return queryText(this.source.schema, this.state);
  }

  [inspect.custom](): string {
    return this.toString();
  }

  private async atMost(count: number): Promise<Row[]> {
    const limit = Math.min(count, this.state.limit ?? count);
    if (limit === 0) return [];
    return this.rows({ ...this.state, limit });
  }

  private async rows(state: QueryState): Promise<Row[]> {
    const request = this.request(this.fieldNames(), state);
    return this.decoded(await runAll(this.source.connection, request), request);
  }

  private fieldNames({ projection }: QueryState = this.state): readonly string[] {
    const { schema } = this.source;
    const fields = (projection?.fields ?? schema.fields).map((field) => field.stored);
    // an entity knows when it expires
    return projection && schema.version === 1 ? fields : rowNames(schema, fields);
  }

  private decoded(rows: readonly StoredRow[], request: Request): Row[] | Promise<Row[]> {
    return legible(this.source.connection, () => rows.map(this.decoder(request)));
  }

  /** What makes rows of their stored forms. */
  private decoder(request: Request): (stored: StoredRow) => Row {
    const { projection, make, with: parts } = this.state;
    const { schema } = this.source;
    const family = parts && new Family();
    const found = projection && foundBy(schema, this.state, request);
    return (stored) => {
      const row = projection ? projection.decode(stored, found!(stored)) : this.source.entity(stored);
      family?.attach(row, stored, parts!);
      return (make ? make(row) : row) as Row;
    };
  }

  protected request(fields?: readonly string[], state = this.state): Request {
    const request = compileRequest(this.source.schema, state, fields, this.source.connection);
    const along = state.with?.map((part) => part.request) ?? state.projection?.along;
    return fields && along && along.length > 0 ? { ...request, with: along } : request;
  }
}
