import type { Bare, DataKey, IsAuto, ValueOf } from '../../schema/types/values.js';

type OptionalKey<M> = {
  [K in DataKey<M>]: undefined extends M[K] ? K : IsAuto<M[K]> extends true ? K : never;
}[DataKey<M>];

/** The input of `create`: every field, those with a default and the optional ones if you like. */
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
