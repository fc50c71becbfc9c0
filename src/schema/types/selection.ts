import type { Relation, RelationKey, To } from './relations.js';
import type { DataKey, PlainValue } from './values.js';

declare const computed: unique symbol;
declare const named: unique symbol;

/** A value of a row that the query makes, as `score()` and `highlight()` do. */
export interface Computed<out V> {
  readonly [computed]: V;
}

// keys of their own type parameter: see Fields
type SelectByKey<M, K extends keyof M> = { readonly [P in K]?: SelectOf<NonNullable<M[P]>> };

// of a reference its id or fields of its entity, of other relations fields
type SelectOf<T> = [T] extends [Relation<infer Kind, infer R>]
  ? (Kind extends 'ref' ? true : never) | Select<R>
  : true | Computed<unknown>;

type FieldKey<M> = DataKey<M> | RelationKey<M>;

/** The fields of a row, nested through relations. */
export type Select<M> = SelectByKey<M, FieldKey<M>>;

/** A computed value under another name than that of a field: the compiler shows this name where none is given. */
interface NotAField<P> extends Computed<unknown> {
  readonly [named]?: P;
}

/** Refuses names that are not fields, which the compiler lets pass beside one that is. */
export type Exactly<M, S> = S &
  Select<M> & { readonly [P in Exclude<keyof S, FieldKey<M>>]: NotAField<P> } & Within<M, S, keyof S & RelationKey<M>>;
type Within<M, S, K extends keyof S & keyof M> = {
  readonly [P in K]: S[P] extends true ? true : Exactly<To<NonNullable<M[P]>>, S[P]>;
};

/** The row that a selection gives. */
export type Selected<M, S> = [Exclude<keyof S, keyof M>] extends [never]
  ? SelectedByKey<M, S, keyof S & keyof M>
  : SelectedByKey<M, S, keyof S & keyof M> & { [P in Exclude<keyof S, keyof M>]: ComputedValue<S[P]> };

type ComputedValue<C> = C extends Computed<infer V> ? V : never;

type SelectedByKey<M, S, K extends keyof M> = {
  -readonly [P in K]: SelectedValue<M[P], P extends keyof S ? S[P] : true>;
};

type SelectedValue<T, C> = C extends true
  ? PlainValue<T>
  : C extends Computed<infer V>
    ? V | Extract<T, undefined>
    : SelectedBeyond<T, NonNullable<T>, C>;
type SelectedBeyond<T, N, C> =
  N extends Relation<'ref', infer R>
    ? Selected<R, C> | Extract<T, undefined>
    : N extends Relation<'one', infer R>
      ? Selected<R, C> | undefined
      : Selected<To<N>, C>[];

/** The shape of rows as they are stored: no values that a query makes. */
export type Uncomputed<S> = {
  readonly [P in keyof S]: S[P] extends Computed<unknown> ? never : S[P] extends object ? Uncomputed<S[P]> : S[P];
};

/** The row of a selection in which each value is the text that is stored. */
export type StoredText<M, S> = StoredByKey<M, S, keyof S & keyof M>;

type StoredByKey<M, S, K extends keyof M> = {
  -readonly [P in K]: StoredValue<M[P], P extends keyof S ? S[P] : true>;
};

type StoredValue<T, C> = C extends true
  ? string | Extract<PlainValue<T>, undefined>
  : StoredBeyond<T, NonNullable<T>, C>;
type StoredBeyond<T, N, C> =
  N extends Relation<'ref', infer R>
    ? StoredText<R, C> | Extract<T, undefined>
    : N extends Relation<'one', infer R>
      ? StoredText<R, C> | undefined
      : StoredText<To<N>, C>[];

declare const value: unique symbol;

/** One field as the values of its rows. */
export interface Column<out V> {
  readonly [value]: V;
}

// `None` is undefined where what leads here may lead to nothing
type ColumnsByKey<M, K extends keyof M, None> = {
  readonly [P in K]-?: ColumnOf<M[P], NonNullable<M[P]>, None>;
};
type ColumnOf<T, N, None> =
  N extends Relation<'ref', infer R>
    ? Column<PlainValue<T> | None> & ColumnsBeyond<R, None | Extract<T, undefined>>
    : N extends Relation<'one', infer R>
      ? ColumnsBeyond<R, undefined>
      : Column<PlainValue<T> | None>;
type ColumnsBeyond<R, None> = ColumnsByKey<R, DataKey<R> | OneKey<R>, None>;
type OneKey<M> = {
  [K in RelationKey<M>]: NonNullable<M[K]> extends Relation<'one', unknown> ? K : never;
}[RelationKey<M>];

/** The fields of a model, each standing for its values; a relation to one leads on to those of its entity. */
export type Columns<M> = ColumnsBeyond<M, never>;
