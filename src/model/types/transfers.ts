import type { AmountOf } from '../../schema/types/increments.js';
import type { Properties, Property } from '../../schema/types/properties.js';
import type { Given } from '../../schema/types/relations.js';
import type { Bare } from '../../schema/types/values.js';
import type { Model, ModelClass } from '../model.js';

/** What can be transferred. */
export type Amount = number | bigint | `${number}`;

type FieldOf<M, V> = (properties: Properties<M>) => Property<V>;

/** An entity of another model, and its field. */
export type OtherEnd<O extends Model, V> = readonly [model: ModelClass<O>, entity: Given<O>, field: FieldOf<O, V>];

/** What `transfer()` is told. */
export interface TransferOptions<M extends Model, V, O extends Model, E extends Model> {
  /** The entity that gives: itself, a reference to it, or its id. */
  readonly from: Given<M>;
  /** The entity that gets; of another model of the namespace: `[Shop, 7, (shop) => shop.cash]`. */
  readonly to: Given<M> | OtherEnd<O, V>;
  /** The field that holds the amount: a whole number, a bigint or a decimal; one without a value counts as 0. */
  readonly field: FieldOf<M, V>;
  /** More than nothing. */
  readonly amount: NoInfer<AmountOf<Bare<NonNullable<V>>>>;
  /** The least that may be left. @default none */
  readonly floor?: NoInfer<AmountOf<Bare<NonNullable<V>>>> | undefined;
  /**
   * What makes a repeated call do nothing: a name that is remembered, such as the id of the order, or an entity and its boolean
   * field, which is set by the same script: `[order, (order) => order.paid]`.
   */
  readonly once?:
    | string
    | readonly [entity: E, field: FieldOf<E, boolean> | FieldOf<E, boolean | undefined>]
    | undefined;
  /** Milliseconds that the name is remembered; `null`: for ever. @default 604800000, a week */
  readonly onceFor?: number | null | undefined;
}
