import type { ReferenceDraft } from '../schema/draft.js';
import type { Ref } from '../schema/types/relations.js';
import { fieldDecorator } from './record-field.js';
import type { ModelOf, ReferenceOptions } from './relation-types.js';
import type { OptionalProperty, RequiredProperty } from './types.js';

type Given = ReferenceOptions<unknown> & { readonly optional?: boolean };

/** Records a property that stores the id of an entity. */
export function referenceDecorator(to: ReferenceDraft['to'], given: unknown, unique: boolean): unknown {
  // a missing onDelete is refused when the model is registered
  const { onDelete, ...options } = (given ?? {}) as Given;
  return fieldDecorator(options, { relation: { to, onDelete, unique } });
}

/**
 * Declares a relation to one entity, which many may share: the property is a `Ref`, and the id is stored, with an index of its
 * own. `onDelete` says what becomes of it when that entity is deleted.
 *
 * A reference to an entity that is not there is refused in the script that would write it, unless `onDelete` is `no action`.
 */
export function ManyToOne<R>(
  to: ModelOf<R>,
  options: ReferenceOptions<R> & { readonly optional: true },
): OptionalProperty<Ref<R>>;
export function ManyToOne<R>(
  to: ModelOf<R>,
  options: ReferenceOptions<R, 'set null'> & { readonly optional?: false },
): RequiredProperty<Ref<R>>;
export function ManyToOne(to: unknown, options: unknown): unknown {
  return referenceDecorator(to, options, false);
}
