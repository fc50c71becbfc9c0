import type { OnDelete } from '../schema/draft.js';
import type { Properties, Property } from '../schema/types/properties.js';
import type { IdOf, RelationKey } from '../schema/types/relations.js';
import type { FieldOptions } from './types.js';

/** The model that a relation leads to: a function that gives its class, or its name. */
export type ModelOf<R> = (() => abstract new () => R) | string;

/** Options of a relation to one. */
export interface ReferenceOptions<R, Not extends OnDelete = never>
  extends Pick<FieldOptions<IdOf<R>>, 'default' | 'name' | 'hidden'> {
  /**
   * What becomes of the reference when its entity is deleted: `restrict` refuses that, `cascade` deletes this entity as well,
   * `set null` and `set default` change it, `no action` leaves it, and lets it lead to what is not there.
   */
  readonly onDelete: Exclude<OnDelete, Not>;
}

/** Names a property of the model on the other side: `(user) => user.city`. */
export type By<R, T> = (properties: Properties<R>) => Property<T>;

/** Names a relation of the model on the other side: `(group) => group.members`. */
export type ByRelation<R, T> = (properties: Relations<R>) => Property<T>;

// keys of their own type parameter, so that an editor's rename finds them: see Fields
type RelationsByKey<M, K extends keyof M> = { readonly [P in K]-?: Property<M[P]> };
type Relations<M> = RelationsByKey<M, RelationKey<M>>;

/** Fits a property of the model that the other side leads to. */
export type OtherSideDecorator<M, V> = <K extends string>(target: M & { [P in K]: V }, key: K) => void;
