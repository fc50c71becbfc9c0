import type { DataKey, OrderedScalar, Ref, ValueOf } from './values.js';

/** A condition, or several joined. */
export interface Condition {
  /** Both this and all others hold. */
  and(...others: readonly Condition[]): Condition;
  /** This or any of the others holds. */
  or(...others: readonly Condition[]): Condition;
  /** This does not hold. */
  not(): Condition;
}

/** A field's share in an order. */
export interface OrderTerm {
  readonly property: string;
  readonly direction: 'asc' | 'desc';
}

/** What any indexed field answers. `ne` and `notIn` hold for an entity without a value, as `!==` does. */
export interface EqualityOperators<V> {
  eq(value: V): Condition;
  ne(value: V): Condition;
  in(values: readonly V[]): Condition;
  notIn(values: readonly V[]): Condition;
  /** there is no value */
  isNull(): Condition;
}

/** What numbers, dates and ordered text answer besides. */
export interface OrderedOperators<V> extends EqualityOperators<V> {
  lt(value: V): Condition;
  lte(value: V): Condition;
  gt(value: V): Condition;
  gte(value: V): Condition;
  /** both ends included */
  between(low: V, high: V): Condition;
  asc(): OrderTerm;
  desc(): OrderTerm;
}

/** What text with an ordered index answers besides. */
export interface TextOperators<V> extends OrderedOperators<V> {
  startsWith(prefix: string): Condition;
}

// brackets keep boolean from splitting into true | false; text is all strings, not an enum's and not a relation's id
type IsText<V> = [V, string] extends [string, V] ? true : false;

type Operators<V> = [V] extends [OrderedScalar]
  ? OrderedOperators<V>
  : IsText<V> extends true
    ? TextOperators<V>
    : EqualityOperators<V>;

// Mapped over a `K extends keyof M` of its own: only so does the compiler tie a key to the property of the model, and an
// editor's rename finds it in every query.
type FieldsByKey<M, K extends keyof M> = { readonly [P in K]-?: Operators<ValueOf<NonNullable<M[P]>>> };

/** The fields of a model, each with the operators of its type. */
export type Fields<M> = FieldsByKey<M, DataKey<M>>;

type Matcher<V> = {
  readonly eq?: V;
  readonly ne?: V;
  readonly in?: readonly V[];
  readonly notIn?: readonly V[];
  readonly isNull?: boolean;
} & ([V] extends [OrderedScalar]
  ? Bounds<V>
  : IsText<V> extends true
    ? Bounds<V> & { readonly startsWith?: string }
    : unknown);
interface Bounds<V> {
  readonly lt?: V;
  readonly lte?: V;
  readonly gt?: V;
  readonly gte?: V;
  readonly between?: readonly [V, V];
}

type WhereByKey<M, K extends keyof M> = {
  readonly [P in K]?: ValueOf<NonNullable<M[P]>> | Matcher<ValueOf<NonNullable<M[P]>>>;
};

/** A filter as an object: every field named must fit. */
export type Where<M> = WhereByKey<M, DataKey<M>>;

type OrderByKey<M, K extends keyof M> = {
  readonly [P in K]?: NonNullable<M[P]> extends Ref<unknown> ? never : 'asc' | 'desc';
};

/** An order as an object: the first key decides first. */
export type OrderBy<M> = OrderByKey<M, DataKey<M>>;
