import { randomUUID } from 'node:crypto';
import { QueryError } from '../errors/query.js';
import { BY_ID } from '../plan/order.js';
import { writeStored } from '../plan/stored.js';
import { checkOptions } from '../schema/check-options.js';
import { describe } from '../schema/describe.js';
import type { Schema } from '../schema/schema.js';
import type { Condition, Fields, OrderBy, OrderTerm, Where } from '../schema/types/operators.js';
import type {
  Column,
  Columns,
  Computed,
  Exactly,
  Select,
  Selected,
  StoredText,
  Uncomputed,
} from '../schema/types/selection.js';
import type { KnownRelations, With, WithFields } from '../schema/types/with.js';
import type { SelectOptions } from './answer-options.js';
import { Answers } from './answers.js';
import { orderObject } from './compile/order.js';
import { readCondition, type SearchCondition, type TextSearchOptions } from './compile/search.js';
import { isRaw, planColumn, planSelection } from './compile/selection.js';
import { planWith } from './compile/with.js';
import { type ConditionData, checkLength } from './condition.js';
import { fieldReferences, readFilter } from './field-references.js';
import {
  checkSource,
  heldCondition,
  type IdSource,
  idsCondition,
  queryOf,
  type ScoreSource,
  scoreOrder,
} from './intersect.js';
import { checkCount, type QuerySource, type QueryState, UNASKED } from './query-state.js';
import { checkStoredKey, checkStoredTtl, StoredQuery, type StoreOptions } from './stored-query.js';

/** Calls of where() that add up. */
const MOST_CONDITIONS = 1000;

/**
 * A question to the server, made step by step: lazy and immutable. Nothing is sent before `all`, `first`, `one`, `count`,
 * `exists`, `ids`, `explain` or an iteration. Without `orderBy` rows come by id; an iteration hands them out as it finds them.
 */
export class Query<M, Row = M> extends Answers<M, Row> {
  /** @internal */
  static of<M>(source: QuerySource<M>): Query<M> {
    return new Query<M>(source, UNASKED);
  }

  /** The query as code: it is not asked. */
  toJSON(): string {
    return this.toString();
  }

  private derive<R = Row>(state: QueryState): Query<M, R> {
    return new Query<M, R>(this.source, { ...this.state, ...state });
  }

  /**
   * Keep the entities that fit; several calls add up with AND.
   *
   * @throws QueryError for an unknown field, `undefined` or `null` as a value, or a condition that the callback made and lost
   */
  where(condition: Where<M> | ((fields: Fields<M>) => Condition)): Query<M, Row> {
    const { schema } = this.source;
    const made = readFilter(schema, condition, 'where()');
    if (!made) return this;
    const conditions = [...(this.state.conditions ?? []), made.data];
    checkLength(conditions, 'where()', MOST_CONDITIONS);
    return this.derive({ conditions });
  }

  /**
   * Keep the entities whose texts have these words, in any of the fields with `@FullText()`; best first by BM25, unless an order is asked for.
   *
   * `engine AND (loom OR "analytical engine") -steam fuzz~1 pre* title:word`: AND binds before OR, and joins words without a sign.
   *
   * @throws QuerySyntaxError with the place; QueryError where no field has `@FullText()`
   */
  search(text: string, options?: TextSearchOptions): Query<M, Row> {
    const { schema } = this.source;
    const search: SearchCondition = { kind: 'search', model: schema.model, property: undefined, text, options };
    readCondition(schema, search);
    return this.derive({ conditions: [...(this.state.conditions ?? []), search] });
  }

  /** Order by one field or several; entities without a value come last, ties by id. Replaces an earlier order. */
  orderBy(order: OrderBy<M> | ((fields: Fields<M>) => readonly OrderTerm[])): Query<M, Row> {
    const { schema } = this.source;
    const terms: unknown =
      typeof order === 'function' ? order(fieldReferences(schema) as unknown as Fields<M>) : orderObject(schema, order);
    if (!Array.isArray(terms) || terms.length === 0)
      throw new QueryError('orderBy() needs a field. Name one, or leave the call out.');
    checkLength(terms, 'orderBy()');
    return this.derive({ order: terms as readonly OrderTerm[] });
  }

  /**
   * Keep the entities that are in all of these: ids, another query of the model, a `Many`, a stored query, and keys that hold ids as text:
   * a set, a sorted set, or a list of 10,000 at most, as `db.set(key)` or a field of an entity.
   *
   * Redis: in the same script as all conditions; SMISMEMBER, ZMSCORE or, of a list, LRANGE for the ids that it is asked for.
   *
   * @throws QueryError for a query with a limit or an offset; CrossSlotError on a cluster where a key is not in the slot of the model;
   * WrongTypeError, NotFoundError (a stored query that is gone) as it runs
   */
  intersect(...others: readonly IdSource<M>[]): Query<M, Row> {
    const more = others.map((other) => this.among(other));
    const conditions = [...(this.state.conditions ?? []), ...more.flatMap((each) => each.conditions ?? [])];
    checkLength(conditions, 'intersect()', MOST_CONDITIONS);
    const scan = this.state.scan || more.some((each) => each.scan);
    return this.derive({ conditions, outside: true, ...(scan && { scan }) });
  }

  /** What holds for the entities of another list. */
  private among(given: unknown): QueryState {
    const held = heldCondition(this.source, given);
    if (held) return { conditions: [held] };
    const query = given instanceof Query ? given : queryOf(given);
    if (!(query instanceof Query)) return { conditions: [idsCondition(this.source, given)] };
    const { source, state } = query as Query<unknown, unknown>;
    checkSource(this.source, source);
    const { conditions = [], stored, limit, offset, scan } = state;
    if (limit !== undefined || offset)
      throw new QueryError(
        'intersect() takes a query without limit() and offset(). Give its ids, as `await query.ids()`, or what its store() gives.',
      );
    const { model } = this.source.schema;
    const from: readonly ConditionData[] = stored === undefined ? [] : [{ kind: 'stored', model, name: stored }];
    return { conditions: [...from, ...conditions], scan };
  }

  /**
   * Order by the scores that a sorted set has for the ids, the least first; entities without a score come last in both directions.
   * `score()` in `select()` gives it. Replaces an earlier order.
   *
   * Redis: ZRANGE from the end that comes first, until the page is full, or ZSCORE for what the conditions leave.
   *
   * @throws QueryError; CrossSlotError on a cluster where the key is not in the slot of the model; WrongTypeError as it runs
   */
  orderByScore(by: ScoreSource<M>, direction: 'asc' | 'desc' = 'asc'): Query<M, Row> {
    return this.derive({ order: [scoreOrder(this.source, by, direction)], outside: true });
  }

  /**
   * Filter and order by stored fields without an index as well: such a query may read every entity, in slices, some microseconds each.
   * `explain().scanned` names the fields. What an index answers is read from it first. Redis: as `all`, with an HGET for each entity and field.
   */
  scan(): Query<M, Row> {
    return this.derive({ scan: true });
  }

  /** Give at most so many rows. */
  limit(count: number): Query<M, Row> {
    return this.derive({ limit: checkCount('limit()', count, 0) });
  }

  /** Skip so many rows. */
  offset(count: number): Query<M, Row> {
    return this.derive({ offset: checkCount('offset()', count, 0) });
  }

  /**
   * Load relations along, so that `get()` of them is there: `with({ city: true, posts: { where: { done: true }, limit: 3 } })`, nested by
   * another `with`. Redis: no further round trip while all fits the budget of a call.
   *
   * @throws QueryError for what is not a relation
   */
  with<R extends M, const W extends With<M>>(
    this: Query<M, R>,
    relations: W & With<M> & KnownRelations<W, With<M>>,
  ): Query<M, R & WithFields<M, W>> {
    if (this.state.projection)
      throw new QueryError('with() loads relations of entities, and select() gives rows of fields. Use one of them.');
    const parts = planWith(this.source.schema, relations, (schema, options) => this.narrow(schema, options));
    return this.derive<R & WithFields<M, W>>({ with: [...(this.state.with ?? []), ...parts] });
  }

  /** What the options of `with()` say of the entities of a relation. */
  private narrow(schema: Schema, { where, orderBy, limit }: Readonly<Record<string, unknown>>): QueryState {
    let query = new Query<object>({ ...(this.source as unknown as QuerySource<object>), schema }, UNASKED);
    if (where !== undefined) query = query.where(where as Where<object>);
    if (orderBy !== undefined) query = query.orderBy(orderBy as OrderBy<object>);
    return (limit === undefined ? query : query.limit(limit as number)).state;
  }

  /**
   * Only the entities of a stored query, in its order unless another is asked for; those that are gone since are left out. Further conditions
   * hold as well. Redis: as `all`, with an EXISTS sent along.
   *
   * @throws NotFoundError, as it runs, where the stored query is there no more
   */
  fromStored(key: string): Query<M, Row> {
    return this.derive({ stored: checkStoredKey('fromStored()', key), outside: true });
  }

  /**
   * Keep what this query finds now, as ids in their order: `store({ ttl: 60_000 })`. An explicit write. What others read under the key is the
   * old list or the new one, whole. Redis: as `iterate`, and a ZADD for every 500 ids, then RENAME.
   */
  async store(options: StoreOptions = {}): Promise<StoredQuery<M, Row>> {
    const { ttl = 60_000, key = randomUUID() } = checkOptions('store()', options, 'ttl: 60_000', {
      ttl: true,
      key: true,
    });
    const { projection, with: parts, make } = this.state;
    const { schema, connection } = this.source;
    const list = schema.keyspace.stored(checkStoredKey('store({ key })', key));
    const lasts = checkStoredTtl('store({ ttl })', ttl);
    const request = this.request();
    const ordered = { ...request, order: request.order ?? BY_ID };
    const keys = { key: list, temporary: schema.keyspace.storing };
    await this.asked('store', () => writeStored(connection, ordered, keys, lasts));
    const from = () => new Query<M, Row>(this.source, { ...UNASKED, projection, with: parts, make }).fromStored(key);
    return new StoredQuery<M, Row>(key, connection, list, from);
  }

  /**
   * Read only some fields, as plain rows. `select({ age: true }, { raw: true })` gives the texts that are stored, as `'36'`.
   *
   * @throws QueryError for what is not a field
   */
  select<const S extends Select<M> | Readonly<Record<string, Computed<unknown>>>>(
    shape: Exactly<M, S>,
  ): Query<M, Selected<M, S>>;
  select<const S extends Select<M>>(
    shape: Exactly<M, S> & Uncomputed<S>,
    options: SelectOptions,
  ): Query<M, StoredText<M, S>>;
  select(shape: unknown, options?: SelectOptions): Query<M, unknown> {
    const projection = planSelection(this.source.schema, shape, options !== undefined && isRaw(options));
    return this.derive<unknown>({ projection, with: undefined, make: undefined });
  }

  /**
   * The values of one field instead of rows: `pluck((user) => user.name)` gives `string[]`, `pluck((user) => user.city.name)` that of the
   * entity which a relation to one leads to. A missing value is undefined.
   *
   * @throws QueryError for what is not a field
   */
  pluck<V>(field: (fields: Columns<M>) => Column<V>): Query<M, V> {
    if (typeof field !== 'function')
      throw new QueryError(`pluck() takes a function such as (user) => user.name, not ${describe(field)}. Give one.`);
    const { schema } = this.source;
    const column: unknown = field(fieldReferences(schema) as unknown as Columns<M>);
    return this.derive<V>({ projection: planColumn(schema, column), with: undefined, make: undefined });
  }

  /** What becomes of each row, made on the client as it arrives; several calls follow one another. `select` and `pluck` forget them. */
  map<R>(make: (row: Row) => R): Query<M, R> {
    if (typeof make !== 'function')
      throw new QueryError(`map() takes a function such as (user) => user.name, not ${describe(make)}. Give one.`);
    const before = this.state.make as ((row: unknown) => Row) | undefined;
    return this.derive<R>({ make: before ? (row) => make(before(row)) : (row) => make(row as Row) });
  }

  /** The query through a function, so that scopes are shared: `User.query().pipe(adults).limit(3)`. */
  pipe<R>(scope: (query: this) => R): R {
    if (typeof scope !== 'function')
      throw new QueryError(`pipe() takes a function of a query, not ${describe(scope)}. Give one, as in pipe(adults).`);
    return scope(this);
  }

  /**
   * Steps that one round trip may take, so that tests see slices without millions of entities.
   *
   * @internal
   */
  within(budget: number): Query<M, Row> {
    return this.derive({ budget });
  }
}
