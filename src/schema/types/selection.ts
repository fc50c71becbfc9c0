import type { DataKey, PlainValue } from './values.js';

// keys of their own type parameter: see Fields
type SelectByKey<M, K extends keyof M> = { readonly [P in K]?: true };

/** The fields of a row. */
export type Select<M> = SelectByKey<M, DataKey<M>>;

/** Refuses names that are no fields, which the compiler lets pass beside one that is. */
export type Exactly<M, S> = S & Select<M> & { readonly [P in Exclude<keyof S, DataKey<M>>]: never };

/** The row that a selection gives. */
export type Selected<M, S> = SelectedByKey<M, keyof S & keyof M>;

type SelectedByKey<M, K extends keyof M> = { -readonly [P in K]: PlainValue<M[P]> };

declare const value: unique symbol;

/** One field as the values of its rows. */
export interface Column<out V> {
  readonly [value]: V;
}

type ColumnsByKey<M, K extends keyof M> = { readonly [P in K]-?: Column<PlainValue<M[P]>> };

/** The fields of a model, each standing for its values. */
export type Columns<M> = ColumnsByKey<M, DataKey<M>>;
