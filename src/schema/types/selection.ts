import type { Bare, DataKey } from './values.js';

// keys of their own type parameter: see Fields
type SelectByKey<M, K extends keyof M> = { readonly [P in K]?: true };

/** The fields of a row. */
export type Select<M> = SelectByKey<M, DataKey<M>>;

/** A selection that names nothing but fields. */
export type Exactly<M, S extends Select<M>> = S & Select<M> & { readonly [P in Exclude<keyof S, DataKey<M>>]: never };

/** The row that a selection gives. */
export type Selected<M, S> = SelectedByKey<M, keyof S & keyof M>;

type SelectedByKey<M, K extends keyof M> = { -readonly [P in K]: Bare<M[P]> };
