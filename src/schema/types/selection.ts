import type { Bare, DataKey } from './values.js';

/** The fields of a row. */
export type Select<M> = { readonly [K in DataKey<M>]?: true };

/** Refuses names that are no fields, which the compiler lets pass beside one that is. */
export type Exactly<M, S> = S & { readonly [K in Exclude<keyof S, keyof Select<M>>]: never };

/** The row that a selection gives. */
export type Selected<M, S> = { [K in keyof S & keyof M]: Bare<M[K]> };
