import type { DataKey } from './values.js';

declare const property: unique symbol;

/** A property of a model by itself: what `field()` and `transfer()` are told. */
export interface Property<out T> {
  readonly [property]: T;
}

// keys of their own type parameter, so that an editor's rename finds them: see Fields
type PropertiesByKey<M, K extends keyof M> = { readonly [P in K]-?: Property<M[P]> };

/** The fields of a model, to name one of them. */
export type Properties<M> = PropertiesByKey<M, DataKey<M>>;
