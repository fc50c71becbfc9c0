import type { Assignable, DataKey } from './values.js';

// two conditional types are the same only if what they compare is, modifiers included
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** A getter, or a property declared `readonly`. */
export type IsReadonly<M, K extends keyof M> = Same<Pick<M, K>, Readonly<Pick<M, K>>>;

/** A property that can be assigned to. */
export type WritableKey<M> = { [K in DataKey<M>]: IsReadonly<M, K> extends true ? never : K }[DataKey<M>];

// keys of their own type parameter: see Fields
type ChangesByKey<M, K extends keyof M> = {
  readonly [P in K]?: Assignable<NonNullable<M[P]>> | undefined;
};

/**
 * The input of `update`: the fields that change; `undefined` takes an optional value away. It is refused for a required one when the
 * call is made, and not by the compiler: what `schema().partial()` reads may have it everywhere, by its type.
 */
export type Changes<M> = ChangesByKey<M, WritableKey<M>>;
