import type { Bare, DataKey, IsAuto, ValueOf } from '../../schema/types/values.js';

// two conditional types are the same only if what they compare is, modifiers included
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** A getter, or a property declared `readonly`. */
type IsReadonly<M, K extends keyof M> =
  Same<{ [P in K]: M[P] }, { -readonly [P in K]: M[P] }> extends true ? false : true;

type OptionalKey<M> = {
  [K in DataKey<M>]: undefined extends M[K]
    ? K
    : IsAuto<M[K]> extends true
      ? K
      : IsReadonly<M, K> extends true
        ? K
        : never;
}[DataKey<M>];

/**
 * The input of `create`: every field, those with a default and the optional ones if you like.
 *
 * Decorators leave no trace in types: a property that could be a field counts as one. Methods do not. Getters and
 * `readonly` properties may be left out, whether they are fields or not; so may those declared `Auto<T>` or with `?`.
 * A plain property that is no field should be one of these, or private (`#name`), or `create` asks for it.
 */
export type CreateInput<M> = { readonly [K in Exclude<DataKey<M>, OptionalKey<M>>]: ValueOf<M[K]> } & {
  readonly [K in OptionalKey<M>]?: ValueOf<NonNullable<M[K]>> | undefined;
};

/** The input of `update`: the fields that change; `undefined` takes an optional value away. */
export type Changes<M> = {
  readonly [K in DataKey<M>]?: ValueOf<NonNullable<M[K]>> | (undefined extends M[K] ? undefined : never);
};

/** The input of `increment`: amounts by field. */
export type Increments<M> = {
  readonly [K in DataKey<M> as Bare<NonNullable<M[K]>> extends number ? K : never]?: number;
};

/** The fields of an entity as plain data. */
export type Plain<M> = { [K in DataKey<M>]: Bare<M[K]> };

/** What changed since an entity was loaded, by field. */
export type ChangeReport<M> = {
  readonly [K in DataKey<M>]?: { readonly from: Bare<M[K]> | undefined; readonly to: Bare<M[K]> | undefined };
};

/** One value, or the values of a class-level `@Unique()`, that only one entity can have. */
export type UniqueInput<M> = { readonly [K in DataKey<M>]?: ValueOf<NonNullable<M[K]>> };
