import type { ZodObject, ZodOptional, ZodType } from 'zod';
import type { IsReadonly } from '../../schema/types/changes.js';
import type { Ref } from '../../schema/types/relations.js';
import type { Assignable, Bare, DataKey, IsAuto, PlainValue } from '../../schema/types/values.js';

type OptionalKey<M> = {
  [K in DataKey<M>]: undefined extends M[K]
    ? K
    : IsAuto<M[K]> extends true
      ? K
      : IsReadonly<M, K> extends true
        ? K
        : never;
}[DataKey<M>];

// Mapped over a `K extends keyof M` of its own, so that an editor's rename finds each key: see Fields.
type Given<M, K extends keyof M> = { readonly [P in K]: Assignable<M[P]> };
type Omittable<M, K extends keyof M> = { readonly [P in K]?: Assignable<NonNullable<M[P]>> | undefined };
// JSON has no form of its own for these two: digits, and base64
type JsonValue<V> = V extends bigint | Uint8Array ? string : V;
type PlainByKey<M, K extends keyof M> = { -readonly [P in K]: JsonValue<PlainValue<M[P]>> };
type ShapeByKey<M, K extends keyof M, O extends keyof M> = { [P in K]: ZodType<InputValue<M[P]>> } & {
  [P in O]-?: ZodOptional<ZodType<InputValue<NonNullable<M[P]>>>>;
};
// a form has the ids of relations
type InputValue<T> = T extends Ref<unknown> ? PlainValue<T> : Assignable<T>;
type ReportByKey<M, K extends keyof M> = {
  readonly [P in K]?: { readonly from: Bare<M[P]> | undefined; readonly to: Bare<M[P]> | undefined };
};
type MarksByKey<M, K extends keyof M> = { readonly [P in K]?: true };
type UniqueByKey<M, K extends keyof M> = { readonly [P in K]?: Assignable<NonNullable<M[P]>> };

/**
 * The input of `create`: every field, those with a default and the optional ones if you like.
 *
 * Decorators leave no trace in types: a property that could be a field counts as one. Methods do not. Getters and
 * `readonly` properties may be left out, whether they are fields or not; so may those declared `Auto<T>` or with `?`.
 * A plain property that is not a field should be one of these, or private (`#name`), or `create` asks for it.
 */
export type CreateInput<M> = Given<M, Exclude<DataKey<M>, OptionalKey<M>>> & Omittable<M, OptionalKey<M>>;

/** The fields of an entity as plain data. */
export type Plain<M> = PlainByKey<M, DataKey<M>>;

/** The zod object of `create`'s input. */
export type InputSchema<M> = ZodObject<ShapeByKey<M, Exclude<DataKey<M>, OptionalKey<M>>, OptionalKey<M>>>;

/** What changed since an entity was loaded, by field. */
export type ChangeReport<M> = ReportByKey<M, DataKey<M>>;

/** One value, or the values of a class-level `@Unique()`, that only one entity can have. */
export type UniqueInput<M> = UniqueByKey<M, DataKey<M>>;

/** The fields that tell an entity: those of a `@Unique()`, or the primary key. */
export type UniqueMarks<M> = MarksByKey<M, DataKey<M>>;
