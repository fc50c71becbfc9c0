import type { Bare, DataKey } from './values.js';

/** The fields of a row. */
export type Select<M> = { readonly [K in DataKey<M>]?: true };

/** The row that a selection gives. */
export type Selected<M, S> = { [K in keyof S & keyof M]: Bare<M[K]> };
