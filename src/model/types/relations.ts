import type { Query } from '../../query/query.js';
import type { IdOf, Loaded, Relation } from '../../schema/types/relations.js';

/** A relation to the one entity that stores the id of this one, if there is one. */
export interface One<T> extends Relation<'one', T> {
  /** The entity, or undefined. Redis: one script. @throws QueryError before this entity is saved */
  load(): Promise<T | undefined>;
  /** Whether it was loaded along by a query; for the compiler `get()` is there then. */
  isLoaded(): this is Loaded<T | undefined>;
}

/** A relation to all entities that store the id of this one. Its calls are a QueryError before this entity is saved. */
export interface Many<T> extends Relation<'inverse', T>, AsyncIterable<T> {
  /** A query over them, to be narrowed like any other. */
  query(): Query<T>;
  /** All of them, by id. */
  all(): Promise<T[]>;
  /** Their ids. */
  ids(): Promise<IdOf<T>[]>;
  /** How many there are. */
  count(): Promise<number>;
  /** Whether they were loaded along by a query; for the compiler `get()` is there then. */
  isLoaded(): this is Loaded<readonly T[]>;
}
