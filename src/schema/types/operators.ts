import type { DataKey, Ref, ValueKind, ValueOf } from './values.js';

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

/** What any indexed field answers. */
export interface NullOperator {
  /** there is no value */
  isNull(): Condition;
}

/** What a field answers whose values can be compared. `ne` and `notIn` hold for an entity without a value, as `!==` does. */
export interface EqualityOperators<V> extends NullOperator {
  eq(value: V): Condition;
  ne(value: V): Condition;
  in(values: readonly V[]): Condition;
  notIn(values: readonly V[]): Condition;
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

interface OperatorTable<V> {
  text: TextOperators<V>;
  ordered: OrderedOperators<V>;
  equal: EqualityOperators<V>;
  opaque: NullOperator;
}

// what is given for a relation is an entity, its reference or its id
type KindOf<T> = T extends Ref<unknown> ? 'equal' : ValueKind<ValueOf<T>>;
type OperatorsOf<T> = OperatorTable<ValueOf<T>>[[T] extends [boolean] ? 'equal' : KindOf<T>];

// Mapped over a `K extends keyof M` of its own: only so does the compiler tie a key to the property of the model, and an
// editor's rename finds it in every query.
type FieldsByKey<M, K extends keyof M> = { readonly [P in K]-?: OperatorsOf<NonNullable<M[P]>> };

/** The fields of a model, each with the operators of its type. */
export type Fields<M> = FieldsByKey<M, DataKey<M>>;

interface NullMatch {
  readonly isNull?: boolean;
}
interface EqualityMatch<V> extends NullMatch {
  readonly eq?: V;
  readonly ne?: V;
  readonly in?: readonly V[];
  readonly notIn?: readonly V[];
}
interface OrderedMatch<V> extends EqualityMatch<V> {
  readonly lt?: V;
  readonly lte?: V;
  readonly gt?: V;
  readonly gte?: V;
  readonly between?: readonly [V, V];
}
interface TextMatch<V> extends OrderedMatch<V> {
  readonly startsWith?: string;
}

interface MatchTable<V> {
  text: V | TextMatch<V>;
  ordered: V | OrderedMatch<V>;
  equal: V | EqualityMatch<V>;
  opaque: NullMatch;
}
type MatchOf<T> = MatchTable<ValueOf<T>>[[T] extends [boolean] ? 'equal' : KindOf<T>];

type WhereByKey<M, K extends keyof M> = { readonly [P in K]?: MatchOf<NonNullable<M[P]>> };

/** A filter as an object: every field named must fit. */
export type Where<M> = WhereByKey<M, DataKey<M>>;

type OrderByKey<M, K extends keyof M> = {
  readonly [P in K]?: KindOf<NonNullable<M[P]>> extends 'ordered' | 'text' ? 'asc' | 'desc' : never;
};

/** An order as an object: the first key decides first. */
export type OrderBy<M> = OrderByKey<M, DataKey<M>>;
