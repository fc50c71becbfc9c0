import type { EntityMember } from '../entity-members.js';
import type { Bare } from './values.js';

declare const relation: unique symbol;

/** What tells the compiler that a property leads to entities, and how: nothing of it is there at run time. */
export interface Relation<Kind, T> {
  readonly [relation]: { readonly kind: Kind; readonly to: T };
}

/** What is neither a reference nor what an entity has at a relation. */
export interface NoRelation {
  readonly [relation]?: never;
}

/** What a relation leads to. */
export type To<T> = T extends Relation<unknown, infer R> ? R : never;

/** The properties of a model that lead to entities. */
export type RelationKey<M> = {
  [K in Exclude<keyof M, EntityMember>]-?: NonNullable<M[K]> extends Relation<unknown, unknown> ? K : never;
}[Exclude<keyof M, EntityMember>] &
  string;

/** A relation that was loaded: `get()` gives it without asking the server. */
export interface Loaded<T> {
  /** What the relation leads to. */
  get(): T;
}

/** A relation to one entity, whose id is stored here. */
export interface Ref<T> extends Relation<'ref', T> {
  /** the id of the entity, known without loading it */
  readonly id: IdOf<T>;
  /**
   * The entity; it is asked for once. All that is loaded within a tick, by however many references, is one round trip.
   *
   * Redis: one script of HMGETs for every 400 entities.
   *
   * @throws NotFoundError where it is gone
   */
  load(): Promise<T>;
  /** Whether the entity is here; for the compiler `get()` is there then. */
  isLoaded(): this is Loaded<T>;
}

/** The type of an entity's id: that of its property `id`, or any id where the primary key has another name. */
export type IdOf<M> = M extends { id: infer I } ? Bare<NonNullable<I>> : string | number;

/** How an entity is given: itself, a reference to it, or its id. */
export type Given<T> = T | Ref<T> | IdOf<T>;
