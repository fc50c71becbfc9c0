import type { WritableKey } from './changes.js';
import type { Bare } from './values.js';

/** What can be added to. */
type Amount = number | bigint | `${number}`;
export type AmountOf<V> = V extends number ? number : V extends bigint ? bigint : `${number}`;
type AmountKey<M> = { [K in WritableKey<M>]: Bare<NonNullable<M[K]>> extends Amount ? K : never }[WritableKey<M>];

type Addition<V> = V | { readonly by: V; readonly min?: V | undefined; readonly max?: V | undefined };
// Mapped over a `K extends keyof M` of its own, so that an editor's rename finds each key: see Fields.
type AmountsByKey<M, K extends keyof M> = { readonly [P in K]?: Addition<AmountOf<Bare<NonNullable<M[P]>>>> };

/** The input of `increment`: amounts by field, or amounts with the least and the greatest that the sum may be. */
export type Increments<M> = AmountsByKey<M, AmountKey<M>>;
