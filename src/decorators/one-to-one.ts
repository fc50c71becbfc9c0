import type { Ref, Relation } from '../schema/types/relations.js';
import { referenceDecorator } from './many-to-one.js';
import { inverseDecorator } from './one-to-many.js';
import type { By, ModelOf, OtherSideDecorator, ReferenceOptions } from './relation-types.js';
import type { OptionalProperty, RequiredProperty } from './types.js';

/**
 * Declares a relation of two entities. The side that stores the id is a `Ref` with the options of `@ManyToOne()`, and no two
 * entities may lead to the same one; the side that stores nothing names the field of the other one, and is a `One`.
 *
 * ```ts
 * @OneToOne(() => User, { onDelete: 'cascade' }) user!: Ref<User>;
 * @OneToOne(() => Profile, (profile) => profile.user) profile!: One<Profile>;
 * ```
 */
export function OneToOne<R>(
  to: ModelOf<R>,
  options: ReferenceOptions<R> & { readonly optional: true },
): OptionalProperty<Ref<R>>;
export function OneToOne<R>(
  to: ModelOf<R>,
  options: ReferenceOptions<R, 'set null'> & { readonly optional?: false },
): RequiredProperty<Ref<R>>;
export function OneToOne<R, M>(
  to: ModelOf<R>,
  by: By<R, Ref<M> | undefined>,
): OtherSideDecorator<M, Relation<'one', R>>;
export function OneToOne(to: unknown, second: unknown): unknown {
  return typeof second === 'function' ? inverseDecorator('one', to, second) : referenceDecorator(to, second, true);
}
