import type { AmountOf } from '../../schema/types/increments.js';
import type { StandsFor } from '../../schema/types/operators.js';
import type { Assignable, Bare } from '../../schema/types/values.js';

/** Bounds of a sum. */
export interface SumBounds<V> {
  /** The least that the sum may be. */
  readonly min?: V | undefined;
  /** The greatest that the sum may be. */
  readonly max?: V | undefined;
}

/**
 * One field of one stored entity, read and written without loading it: each call is one round trip, and the indexes follow.
 *
 * All but `get` throw EntityDeletedError where there is no entity.
 */
export interface ValueHandle<V, T = Assignable<V>> extends StandsFor<T> {
  /** Its value; undefined where there is none, or no entity. Redis: one script, O(1). */
  get(): Promise<V | undefined>;
  /** Set it, whatever it holds. Redis: one script, atomic. @throws ValidationError, UniqueError */
  set(value: T): Promise<void>;
  /** Set it where it has no value; whether that was so. Redis: as `set`. */
  setIfAbsent(value: T): Promise<boolean>;
  /** Set it; what it held before. Redis: as `set`. */
  getAndSet(value: T): Promise<V | undefined>;
}

interface OptionalHandle {
  /** Take the value away; whether there was one. Redis: one script, atomic. */
  delete(): Promise<boolean>;
}

interface AmountHandle<V> {
  /**
   * Add to it, 1 where nothing is said; an absent value counts as the default of a required field, else as 0. Redis: one script, atomic.
   *
   * @throws OutOfBoundsError, a RangeError, when the sum would pass a bound: nothing is written then
   */
  increment(by?: V, bounds?: SumBounds<V>): Promise<V>;
}

/** What can be done with a field of this type. */
export type FieldHandle<T> = ValueHandle<Bare<NonNullable<T>>, Assignable<NonNullable<T>>> &
  (undefined extends T ? OptionalHandle : unknown) &
  ([Bare<NonNullable<T>>] extends [number | bigint | `${number}`]
    ? AmountHandle<AmountOf<Bare<NonNullable<T>>>>
    : unknown);
