import { recordProperty } from '../schema/draft.js';
import type { Ref, Relation } from '../schema/types/relations.js';
import type { By, ModelOf, OtherSideDecorator } from './relation-types.js';

/** Records a side of a relation that stores nothing. */
export const inverseDecorator =
  (kind: 'one' | 'inverse', to: unknown, by: unknown) =>
  (target: object, key: string | symbol): void =>
    recordProperty(target, key, ({ relations }, property) => void relations.push({ property, kind, to, by }));

/**
 * Declares the other side of a `@ManyToOne()`: the entities that lead here by the field that is named. It stores nothing; the property is a
 * `Many`.
 *
 * ```ts
 * @OneToMany(() => User, (user) => user.city) users!: Many<User>;
 * ```
 */
export function OneToMany<R, M>(
  to: ModelOf<R>,
  by: By<R, Ref<M> | undefined>,
): OtherSideDecorator<M, Relation<'inverse', R>>;
export function OneToMany(to: unknown, by: unknown): unknown {
  return inverseDecorator('inverse', to, by);
}
