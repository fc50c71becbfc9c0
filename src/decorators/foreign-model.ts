import { kindOptions } from '../indexes/index-kind.js';
import { recordProperty } from '../schema/draft.js';
import type { IdOf, Ref } from '../schema/types/relations.js';
import type { FieldType } from '../types/field-type.js';
import { type ForeignStore, foreignType } from '../types/foreign.js';
import { fieldDecorator, mistakeDecorator } from './record-field.js';
import type { FieldOptions, OptionalProperty, RequiredProperty } from './types.js';

/** Options of a relation to an entity of another store. */
export interface ForeignModelOptions<R> extends Pick<FieldOptions<IdOf<R>>, 'name' | 'hidden'> {
  /** The id of an entity: text that is not empty, or a whole number. */
  readonly id: (entity: R) => IdOf<R>;
  /** Reads entities: one, or undefined, for each id in its order. All ids that are asked for within a tick come in one call, each once. */
  readonly load: (ids: readonly IdOf<R>[]) => Promise<readonly (R | undefined)[]> | readonly (R | undefined)[];
}

/**
 * Declares a relation to one entity of another store, such as a row of an SQL database: the property is a `Ref`, its id is stored, with an
 * exact index. Nobody checks that the entity is there, and nothing happens here when it is deleted there.
 *
 * ```ts
 * @ForeignModel<Customer>({ id: (customer) => customer.id, load: (ids) => customers.byIds(ids) }) customer!: Ref<Customer>;
 * ```
 */
export function ForeignModel<R>(
  options: ForeignModelOptions<R> & { readonly optional: true },
): OptionalProperty<Ref<R>>;
export function ForeignModel<R>(
  options: ForeignModelOptions<R> & { readonly optional?: false },
): RequiredProperty<Ref<R>>;
export function ForeignModel(options: unknown): unknown {
  const { id, load, ...rest } = (options ?? {}) as ForeignStore & FieldOptions<unknown>;
  if (typeof id !== 'function' || typeof load !== 'function')
    return mistakeDecorator('@ForeignModel() takes { id, load }, two functions. Give both.');
  return (target: object, key: string | symbol): void => {
    fieldDecorator(rest, { type: foreignType(String(key), { id, load }) as FieldType })(target, key);
    recordProperty(target, key, ({ indexes }, property) => {
      indexes.push({ property, ...kindOptions({}), ignoreCase: false });
    });
  };
}
