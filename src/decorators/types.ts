import type { StandardSchema } from '../codecs/standard-schema.js';
import type { Bare } from '../schema/types/values.js';

/** Options that every field has. */
export interface FieldOptions<V> {
  /** An entity may be without a value; goes with `?` on the property. @default false */
  readonly optional?: boolean | undefined;
  /** The value of an entity that was given none, or a function that makes it. */
  readonly default?: V | (() => V) | undefined;
  /** A further check by zod or any other Standard Schema; it must be synchronous, and what it returns is not stored. */
  readonly check?: StandardSchema | undefined;
  /** The name in the stored hash. @default the property's */
  readonly name?: string | undefined;
  /** Leave the field out of `toJSON()`, `console.log()` and the messages of errors. @default false */
  readonly hidden?: boolean | undefined;
}

/** Options of points in time. */
export interface DatetimeOptions extends FieldOptions<Date> {
  /** Set it to the present when the entity is created, or whenever it is saved with a change. */
  readonly on?: 'create' | 'save' | undefined;
}

export type GeneratedId = 'increment' | 'uuid' | 'ulid' | (() => string);

type Optional = { readonly optional: true };
type Required = { readonly optional?: false };

// A decorator fits its property or does not compile; `optional: true` and `?` go together, so that what the compiler
// knows and what the server checks are the same. Where `never` would say nothing, a sentence takes its place.
/** Fits a property of this type that is always there. */
export type RequiredProperty<V> = <K extends string>(target: { [P in K]: V }, key: K) => void;
/** Fits a property of this type with `?`. */
export type OptionalProperty<V> = <K extends string, T extends { [P in K]?: V | undefined }>(
  target: T,
  key: undefined extends T[K] ? K : `optional: true needs a ? behind ${K}`,
) => void;

/** Fits a property that can be any of these values, and nothing narrower. */
export type RequiredExact<V> = <K extends string, T extends { [P in K]: V }>(
  target: T,
  key: [V] extends [Bare<T[K]>] ? K : `${K} is narrower than its field`,
) => void;
/** Fits a property with `?` that can be any of these values, and nothing narrower. */
export type OptionalExact<V> = <K extends string, T extends { [P in K]?: V | undefined }>(
  target: T,
  key: [V | undefined] extends [Bare<T[K]>] ? K : `${K} is narrower than its field, or lacks the ?`,
) => void;

export interface FieldFactory<V, O = FieldOptions<V>> {
  (options: O & Optional): OptionalProperty<V>;
  (options?: O & Required): RequiredProperty<V>;
}

export interface ExactFieldFactory<V> {
  (options: FieldOptions<V> & Optional): OptionalExact<V>;
  (options?: FieldOptions<V> & Required): RequiredExact<V>;
}

export interface EnumFactory {
  // an enum of TypeScript whose values are strings
  <const V extends string>(
    values: Readonly<Record<string, V>>,
    options: FieldOptions<NoInfer<V>> & Optional,
  ): OptionalExact<V>;
  <const V extends string>(
    values: Readonly<Record<string, V>>,
    options?: FieldOptions<NoInfer<V>> & Required,
  ): RequiredExact<V>;
  <const V extends string>(values: readonly V[], options: FieldOptions<NoInfer<V>> & Optional): OptionalExact<V>;
  <const V extends string>(values: readonly V[], options?: FieldOptions<NoInfer<V>> & Required): RequiredExact<V>;
}

export interface OwnFactory<T> {
  <V>(
    type: T & { accepts(value: unknown): value is V },
    options: FieldOptions<NoInfer<V>> & Optional,
  ): OptionalExact<V>;
  <V>(
    type: T & { accepts(value: unknown): value is V },
    options?: FieldOptions<NoInfer<V>> & Required,
  ): RequiredExact<V>;
}

// what comes back from JSON as it was
type Json<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends Function | Date | bigint | symbol | ReadonlyMap<never, unknown> | ReadonlySet<never>
      ? never
      : { [K in keyof T]: Json<T[K]> };

/** Fits a property of what JSON can hold; `IsOptional` tells whether one with `?`. */
export type JsonProperty<IsOptional> = <K extends string, T extends { [P in K]?: unknown }>(
  target: T,
  key: Bare<T[K]> extends Json<Bare<T[K]>>
    ? (undefined extends T[K] ? true : false) extends IsOptional
      ? K
      : `${K} and its field differ in ?`
    : `${K} is more than JSON can hold`,
) => void;

export interface JsonFactory {
  (options?: FieldOptions<unknown> & Required & { readonly schema?: undefined }): JsonProperty<false>;
  (options: FieldOptions<unknown> & Optional & { readonly schema?: undefined }): JsonProperty<true>;
  <V>(options: FieldOptions<NoInfer<V>> & Optional & { readonly schema: StandardSchema<V> }): OptionalExact<V>;
  <V>(options: FieldOptions<NoInfer<V>> & Required & { readonly schema: StandardSchema<V> }): RequiredExact<V>;
  <V>(options: FieldOptions<NoInfer<V>> & Optional & { readonly schema?: undefined }): OptionalExact<Json<V>>;
  <V>(options?: FieldOptions<NoInfer<V>> & Required & { readonly schema?: undefined }): RequiredExact<Json<V>>;
  <V extends object>(type: () => new () => V, options: FieldOptions<NoInfer<V>> & Optional): OptionalProperty<V>;
  <V extends object>(type: () => new () => V, options?: FieldOptions<NoInfer<V>> & Required): RequiredProperty<V>;
}

/** Fits the class of these entities. */
export type OnClassOf<M> = (target: abstract new (...args: never[]) => M) => void;

/** Fits any class. */
export type OnClass = <C extends abstract new (...args: never[]) => unknown>(target: C) => void;

/** Fits a method without parameters. */
export type OnMethod = <F extends () => unknown>(
  target: object,
  key: string,
  method: TypedPropertyDescriptor<F>,
) => void;
/** Fits a method without parameters that gives no promise. */
export type OnSyncMethod = <F extends () => unknown>(
  target: object,
  key: ReturnType<F> extends PromiseLike<unknown> ? 'an entity is loaded at once: the method cannot be async' : string,
  method: TypedPropertyDescriptor<F>,
) => void;
