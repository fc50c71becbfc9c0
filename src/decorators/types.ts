import type { StandardSchema } from '../codecs/standard-schema.js';
import type { Bare } from '../schema/types/values.js';

/** Options that every field has. */
export interface FieldOptions<V> {
  /** An entity may be without a value; goes with `?` on the property. @default false */
  readonly optional?: boolean;
  /** The value of an entity that was given none, or a function that makes it. */
  readonly default?: V | (() => V);
  /** A further check by zod or any other Standard Schema; it must be synchronous, and what it returns is not stored. */
  readonly check?: StandardSchema;
  /** The name in the stored hash. @default the property's */
  readonly name?: string;
}

export type GeneratedId = 'increment' | 'uuid' | 'ulid' | (() => string);

// A decorator fits its property or does not compile; `optional: true` and `?` go together, so that what the compiler
// knows and what the server checks are the same.
/** Fits a property of this type that is always there. */
export type RequiredProperty<V> = <K extends string>(target: { [P in K]: V }, key: K) => void;
/** Fits a property of this type with `?`. */
export type OptionalProperty<V> = <K extends string, T extends { [P in K]?: V }>(
  target: T,
  key: undefined extends T[K] ? K : never,
) => void;

/** Fits a property that can be any of these values, and no other. */
export type RequiredEnum<V> = <K extends string, T extends { [P in K]: V }>(
  target: T,
  key: [V] extends [Bare<T[K]>] ? K : never,
) => void;
/** Fits a property with `?` that can be any of these values, and no other. */
export type OptionalEnum<V> = <K extends string, T extends { [P in K]?: V }>(
  target: T,
  key: [V | undefined] extends [Bare<T[K]>] ? K : never,
) => void;

export interface FieldFactory<V> {
  (options: FieldOptions<V> & { readonly optional: true }): OptionalProperty<V>;
  (options?: FieldOptions<V> & { readonly optional?: false }): RequiredProperty<V>;
}

/** Fits the class of these entities. */
export type OnClassOf<M> = (target: abstract new (...args: never[]) => M) => void;

/** Fits any class. */
export type OnClass = <C extends abstract new (...args: never[]) => unknown>(target: C) => void;
