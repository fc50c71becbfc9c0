import type { EntityMember } from '../entity-members.js';

declare const auto: unique symbol;

/** May be left out of `create()`: it has a default, or is generated. */
export type Auto<T> = T & { readonly [auto]?: true };

export type IsAuto<T> = typeof auto extends keyof NonNullable<T> ? true : false;

/** The type of a property without its brand; the literals of an enum stay. */
export type Bare<T> = T extends infer V & { readonly [auto]?: true } ? V : T;

/** What a field may hold. */
export type Scalar = string | number | boolean | bigint | Date | Uint8Array;

/** Types with an order of their own. */
export type OrderedScalar = number | bigint | Date;

/** A relation to one entity of another model. */
export interface Ref<T> {
  readonly id: IdOf<T>;
  load(): Promise<T>;
  get(): T;
}

/** The type of an entity's id: that of its property `id`, or any id where the primary key has another name. */
export type IdOf<M> = M extends { id: infer I } ? Bare<NonNullable<I>> : string | number;

/** What may be given for a field. */
export type ValueOf<T> = T extends Ref<infer R> ? R | Ref<R> | IdOf<R> : Bare<T>;

/** The stored properties of a model: those that a query may name. */
export type DataKey<M> = {
  [K in Exclude<keyof M, EntityMember>]-?: NonNullable<M[K]> extends Scalar | Ref<unknown> ? K : never;
}[Exclude<keyof M, EntityMember>] &
  string;
