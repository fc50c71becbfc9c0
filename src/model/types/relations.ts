import type { Conditions } from '../../containers/conditions.js';
import type { Ranked, ScoreRangeOptions, SliceOptions } from '../../containers/sorted-set/sorted-set-ranges.js';
import type { Query } from '../../query/query.js';
import type { Given, IdOf, Loaded, Relation } from '../../schema/types/relations.js';

/** A relation to the one entity that stores the id of this one, if there is one. */
export interface One<T> extends Relation<'one', T> {
  /** The entity, or undefined. Redis: one script. @throws QueryError before this entity is saved */
  load(): Promise<T | undefined>;
  /** Whether it was loaded along by a query; for the compiler `get()` is there then. */
  isLoaded(): this is Loaded<T | undefined>;
}

/**
 * A relation to several entities: of `@OneToMany()` all that store the id of this one, of `@ManyToMany()` those that were added, by
 * its kind, as in `Many<Group, 'list'>`. Its calls are a QueryError before this entity is saved.
 */
export type Many<T, Kind extends ManyKind = 'inverse'> = ManyByKind<T>[Kind];

type ManyKind = keyof ManyByKind<0>;

interface ManyByKind<T> {
  inverse: ToMany<T, 'inverse'>;
  set: LinkedSet<T>;
  list: LinkedList<T>;
  sortedSet: LinkedSortedSet<T>;
}

/** A relation to several entities. */
export interface ToMany<T, Kind> extends Relation<Kind, T>, AsyncIterable<T> {
  /** A query over them, to be narrowed like any other; by id unless it is ordered. */
  query(): Query<T>;
  /** All of them: of a list or a sorted set in their order, else by id. */
  all(): Promise<T[]>;
  /** Their ids, as `all`. */
  ids(): Promise<IdOf<T>[]>;
  /** How many entities there are: in a list each counts once, however often it stands there (`ids()` has all places). */
  count(): Promise<number>;
  /** Whether they were loaded along by a query; for the compiler `get()` is there then, and gives what was there when they were. */
  isLoaded(): this is Loaded<readonly T[]>;
}

/** A side of a many-to-many relation. What changes it changes the other side in the same script. */
interface Linked<T, Kind> extends ToMany<T, Kind> {
  /** Take entities out, however often they are there. Redis: one script for every 150, atomic. @returns how many were there */
  delete(...others: readonly Given<T>[]): Promise<number>;
  /** Whether an entity is there. Redis: one script. */
  has(other: Given<T>): Promise<boolean>;
  /** Take all of them out. Redis: one script for every 150, atomic each. */
  clear(): Promise<void>;
}

/** Entities in no order, each once. */
export interface LinkedSet<T> extends Linked<T, 'set'> {
  /**
   * Add entities; what is there stays. Redis: one script for every 150, atomic.
   *
   * @returns how many are new
   * @throws MissingReferenceError for one that is not there, EntityDeletedError where this one is gone; that call adds none
   */
  add(...others: readonly Given<T>[]): Promise<number>;
}

/** Entities in an order of their own, where the same one may stand several times unless the list is `unique`. */
export interface LinkedList<T> extends Linked<T, 'list'> {
  /**
   * Add entities behind the last, also those that are there; a `unique` list leaves these where they are. Redis: one script for every 150, with RPUSH, atomic.
   *
   * @returns how many were not there before
   * @throws as `add` of a set
   */
  add(...others: readonly Given<T>[]): Promise<number>;
  /**
   * Add an entity before the one at an index, from the end where it is negative, as `splice` of an array does: beyond either end it
   * becomes the first or the last. A `unique` list moves one that is there. Redis: one script, O(length), atomic.
   */
  insert(index: number, other: Given<T>): Promise<void>;
  /** The entity at an index, from the end where it is negative; undefined where there is none. Redis: LINDEX, then the entity. */
  at(index: number): Promise<T | undefined>;
  /** Take out what stands at an index, and tell whether there was anything. Redis: one script, O(length), atomic. */
  removeAt(index: number): Promise<boolean>;
}

/** A range of scores, which of its entities, and whether with their scores. */
export type LinkedRangeOptions = ScoreRangeOptions;

/** An entity and its score. */
type Scored<T> = readonly [other: Given<T>, score: number];

/** Entities with scores, the least first. What the other side adds has the score 0. */
export interface LinkedSortedSet<T> extends Linked<T, 'sortedSet'> {
  /**
   * Add entities with their scores; those that are there get the new ones. Conditions may stand behind them: `{ only: 'new' }` leaves the
   * scores of those that are there, `{ only: 'existing' }` adds none, `{ when: 'greater' }` gives who is there a greater score alone.
   *
   * Redis: one script for every 150, with ZADD, atomic.
   *
   * @returns how many are new
   * @throws as `add` of a set; RangeError for a score that is not finite
   */
  add(...others: readonly [...Scored<T>[], Conditions]): Promise<number>;
  add(...others: readonly Scored<T>[]): Promise<number>;
  /** The score of an entity, undefined where it is not there. Redis: ZSCORE. */
  score(other: Given<T>): Promise<number | undefined>;
  /**
   * The place of an entity, 0 for the one with the least score; in reverse for the one with the greatest. Undefined where it is not there. One that
   * has expired keeps its place until it is deleted. Redis: ZRANK or ZREVRANK.
   */
  rank(other: Given<T>, options?: { readonly reverse?: boolean | undefined }): Promise<number | undefined>;
  /** Add to the score of an entity, which begins at 0 where it was not there. Redis: one script, with ZINCRBY, atomic. @returns the new score */
  increment(other: Given<T>, by?: number): Promise<number>;
  /**
   * Those from one place to before another, as with Array's `slice`: -1 is the last. `slice(0, 10, { reverse: true, withScores: true })` gives the
   * ten best with their scores, [entity, score]. Redis: ZRANGE, then the entities.
   */
  slice<const O extends SliceOptions = { withScores?: false }>(
    start?: number,
    end?: number,
    options?: O,
  ): Promise<Ranked<T, O>>;
  /** Those with a score from `min` to `max`, the least first; `withScores` gives [entity, score]. Redis: ZRANGEBYSCORE, then the entities. */
  rangeByScore<const O extends LinkedRangeOptions = { withScores?: false }>(options?: O): Promise<Ranked<T, O>>;
}
