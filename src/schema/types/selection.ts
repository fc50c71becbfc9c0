import type { DataKey, PlainValue } from './values.js';

declare const computed: unique symbol;

/** A value of a row that the query makes, as `score()` and `highlight()` do. */
export interface Computed<out V> {
  readonly [computed]: V;
}

// keys of their own type parameter: see Fields
type SelectByKey<M, K extends keyof M> = { readonly [P in K]?: true | Computed<unknown> };

/** The fields of a row. */
export type Select<M> = SelectByKey<M, DataKey<M>>;

/** Refuses names that are no fields, which the compiler lets pass beside one that is. */
export type Exactly<M, S> = S & Select<M> & { readonly [P in Exclude<keyof S, DataKey<M>>]: Computed<unknown> };

/** The row that a selection gives. */
export type Selected<M, S> = [Exclude<keyof S, keyof M>] extends [never]
  ? SelectedByKey<M, S, keyof S & keyof M>
  : SelectedByKey<M, S, keyof S & keyof M> & { [P in Exclude<keyof S, keyof M>]: ComputedValue<S[P]> };

type ComputedValue<C> = C extends Computed<infer V> ? V : never;

type SelectedByKey<M, S, K extends keyof M> = {
  -readonly [P in K]: SelectedValue<M[P], P extends keyof S ? S[P] : true>;
};

type SelectedValue<T, C> = C extends Computed<infer V> ? V | Extract<T, undefined> : PlainValue<T>;

declare const value: unique symbol;

/** One field as the values of its rows. */
export interface Column<out V> {
  readonly [value]: V;
}

type ColumnsByKey<M, K extends keyof M> = { readonly [P in K]-?: Column<PlainValue<M[P]>> };

/** The fields of a model, each standing for its values. */
export type Columns<M> = ColumnsByKey<M, DataKey<M>>;
