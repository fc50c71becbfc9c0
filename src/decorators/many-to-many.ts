import { checkDeclared } from '../schema/check-options.js';
import { recordProperty } from '../schema/draft.js';
import type { LinkKind } from '../schema/pair.js';
import type { Relation } from '../schema/types/relations.js';
import type { ByRelation, ModelOf, OtherSideDecorator } from './relation-types.js';

interface ListOptions {
  /**
   * A list has each entity once: `add` leaves one where it is, and `insert` moves it. What stands there twice from before stays until it is
   * moved or deleted. @default false
   */
  readonly unique?: boolean;
}

interface NoListOptions {
  readonly unique?: undefined;
}

/** Options of a many-to-many relation. */
export type ManyToManyOptions<R, M, Kind extends LinkKind> = LinkOptions<R, M, Kind> &
  (Kind extends 'list' ? ListOptions : NoListOptions);

interface LinkOptions<R, M, Kind extends LinkKind> {
  /**
   * How this side keeps its entities: `set`, each once; `list`, in an order of its own, the same one several times unless it is `unique`;
   * `sortedSet`, each with a score.
   */
  readonly kind: Kind;
  /** Names the property of the other side: `(group) => group.members`. Leave it out where that has none. */
  readonly inverse?: ByRelation<R, Relation<LinkKind, M>>;
}

/**
 * Declares a relation of any number of entities on either side: the property is a `Many<Group, 'set'>`. Both sides say the same at
 * any time: what changes one changes the other in the same script, and so does a deletion.
 *
 * ```ts
 * @ManyToMany(() => Group, { kind: 'set', inverse: (group) => group.members }) groups!: Many<Group, 'set'>;
 * @ManyToMany(() => User, { kind: 'list', inverse: (user) => user.groups }) members!: Many<User, 'list'>;
 * ```
 */
export function ManyToMany<R, M, const Kind extends LinkKind>(
  to: ModelOf<R>,
  options: ManyToManyOptions<R, M, Kind>,
): OtherSideDecorator<M, Relation<Kind, R>>;
export function ManyToMany(to: unknown, options: unknown): unknown {
  // a missing kind is refused when the model is registered
  const given = (options ?? {}) as { readonly kind?: unknown; readonly inverse?: unknown; readonly unique?: unknown };
  const {
    kind,
    inverse: by,
    unique,
  } = checkDeclared('@ManyToMany()', given, { kind: true, inverse: true, unique: true });
  return (target: object, key: string | symbol): void =>
    recordProperty(target, key, ({ relations }, property) => {
      relations.push({ property, kind: { linked: kind, unique }, to, by });
    });
}
