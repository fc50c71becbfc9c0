import type { Geo } from '../../types/geo.js';
import type { EntityMember } from '../entity-members.js';
import type { Given, IdOf, Ref, Relation } from './relations.js';

declare const auto: unique symbol;

/** May be left out of `create()`: it has a default, or is generated. */
export type Auto<T> = T & { readonly [auto]?: true };

export type IsAuto<T> = typeof auto extends keyof NonNullable<T> ? true : false;

/** The type of a property without its brand; the literals of an enum stay. */
export type Bare<T> = T extends infer V & { readonly [auto]?: true } ? V : T;

type DayOrTime = `${number}-${number}-${number}` | `${number}:${number}:${number}`;

/** What can be asked of a value: text and what has an order, what is only equal or not, and what is only there or not. */
export type ValueKind<V> = [V] extends [number | bigint | Date]
  ? 'ordered'
  : [V] extends [string]
    ? StringKind<V>
    : [V] extends [boolean | Uint8Array]
      ? 'equal'
      : [V] extends [readonly (string | number | boolean)[]]
        ? 'array'
        : IsPlace<V> extends true
          ? 'place'
          : [V] extends [Comparable]
            ? 'ordered'
            : 'opaque';

// what < and > compare: an instance of a class that says so, of a type of the user's
interface Comparable {
  valueOf(): number | bigint | string;
}

type IsPlace<V> = [V] extends [Geo] ? ([Geo] extends [V] ? true : false) : false;

// what is neither all strings nor one of the templates is an enum, or branded
type StringKind<V> = string extends V
  ? 'text'
  : `${number}` extends V
    ? 'ordered'
    : [V] extends [DayOrTime]
      ? 'ordered'
      : 'equal';

// a member of a class that is not a value: a method, a container
type Companion = Function | AsyncIterable<unknown> | { readonly key: string; expire(...args: never[]): unknown };

/** What may be given for a field. */
export type Assignable<T> = T extends Ref<infer R> ? Given<R> : T extends Uint8Array ? Uint8Array : Bare<T>;

/** A field in plain data: of a relation the id. */
export type PlainValue<T> = T extends Ref<infer R> ? IdOf<R> : Bare<T>;

// brackets keep boolean from splitting into true | false
type IsData<T> = unknown extends T
  ? true
  : [T] extends [Relation<infer Kind, unknown>]
    ? Kind extends 'ref'
      ? true
      : false
    : [T] extends [Companion]
      ? false
      : true;

/** The stored properties of a model: those that a query may name. */
export type DataKey<M> = {
  [K in Exclude<keyof M, EntityMember>]-?: IsData<NonNullable<M[K]>> extends true ? K : never;
}[Exclude<keyof M, EntityMember>] &
  string;
