import type { Condition, Fields, OrderBy, OrderTerm, Where } from './operators.js';
import type { Loaded, Ref, Relation, RelationKey, To } from './relations.js';

type ToOne = 'ref' | 'one';

/** What is loaded of a relation to many. */
export interface WithOptions<R> {
  /** the relations of these entities that are loaded along */
  readonly with?: With<R> | undefined;
  /** only those that fit */
  readonly where?: Where<R> | ((fields: Fields<R>) => Condition) | undefined;
  /** in which order they come @default that of a list or a sorted set, else by id */
  readonly orderBy?: OrderBy<R> | ((fields: Fields<R>) => readonly OrderTerm[]) | undefined;
  /** at most so many for each entity */
  readonly limit?: number | undefined;
}

/** What is loaded of a relation to many that keeps its entities in an order. */
export interface WithOrderedOptions<R> extends WithOptions<R> {
  /** the last of a list, or the greatest score of a sorted set, comes first; not beside `orderBy` or a search @default false */
  readonly reverse?: boolean | undefined;
}

type WithOf<T> = true | WithPartOf<T>;
type WithPartOf<T> =
  T extends Relation<ToOne, infer R>
    ? Pick<WithOptions<R>, 'with'>
    : T extends Relation<'list' | 'sortedSet', infer R>
      ? WithOrderedOptions<R>
      : WithOptions<To<T>>;
type WithByKey<M, K extends keyof M> = { readonly [P in K]?: WithOf<NonNullable<M[P]>> };

/** The relations to load along. */
export type With<M> = WithByKey<M, RelationKey<M>>;

/** Refuses names that are not in a shape, which the compiler lets pass where it infers a type. */
export type KnownRelations<S, Shape> = {
  readonly [P in keyof S]: P extends keyof Shape ? KnownPart<S[P], NonNullable<Shape[P]>> : `no ${P & string} here`;
};
type KnownPart<S, Shape> = [Extract<Shape, Function>] extends [never]
  ? S extends object
    ? KnownRelations<S, Extract<Shape, object>>
    : unknown
  : unknown;

// the last step of a type that users see: its members instead of its name
type Flat<T> = { [K in keyof T]: T[K] } & {};

/** What the entities of a query have besides, when relations were loaded along. */
export type WithFields<M, W> = Flat<LoadedFields<M, W, keyof W & keyof M>>;
type LoadedFields<M, W, K extends keyof M> = { [P in K]: LoadedOf<M[P], W[P & keyof W]> };
type LoadedOf<T, W> =
  T extends Ref<infer R>
    ? Loaded<LoadedPart<R, W>>
    : T extends Relation<'one', infer R>
      ? Loaded<LoadedPart<R, W> | undefined>
      : T extends Relation<unknown, infer R>
        ? Loaded<readonly LoadedPart<R, W>[]>
        : T;
type LoadedPart<R, W> = W extends { readonly with: infer N } ? R & WithFields<R, N> : R;
