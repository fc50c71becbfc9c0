import type {
  ArrayOperators,
  EqualityOperators,
  NullOperator,
  PlaceOperators,
  RangeOperators,
  SearchOperator,
  TextOperators,
} from '../../indexes/operators.js';
import type { SearchSyntax } from '../../text/search.js';
import type { Geo, GeoBox, GeoCircle } from '../../types/geo.js';
import type { MemberOf, MembersKey } from './members.js';
import type { NoRelation, Relation, RelationKey, To } from './relations.js';
import type { Computed } from './selection.js';
import type { Assignable, DataKey, ValueKind } from './values.js';

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

/** The directions of an order. */
interface Directions {
  asc(): OrderTerm;
  desc(): OrderTerm;
}

/** How far a place is from another one, in metres: an order, and in `select()` a value of rows. */
export interface Distance<V> extends Directions, Computed<V> {}

/** What a place has beside its operators; V is undefined where it may be absent. */
interface Distances<V> {
  /**
   * How far it is from another one, along the surface of a sphere as GEODIST computes it: `orderBy((city) => [city.at.distanceTo(oslo).asc()])`,
   * `select({ away: City.fields().at.distanceTo(oslo) })`. From the nearest on an order reads as many places as it gives.
   *
   * @throws QueryError for what is not a place
   */
  distanceTo(from: Geo): Distance<number | V>;
}

// which operators a kind of value has, and whether it has an order
interface Tables {
  text: NullOperator & EqualityOperators & RangeOperators & TextOperators & SearchOperator;
  ordered: NullOperator & EqualityOperators & RangeOperators;
  equal: NullOperator & EqualityOperators;
  opaque: NullOperator;
  ref: NullOperator & EqualityOperators;
  one: NullOperator;
  // its methods stand for themselves
  many: Record<never, never>;
  array: NullOperator & ArrayOperators;
  members: ArrayOperators;
  place: NullOperator & PlaceOperators;
}
interface Orders<V> {
  text: Directions;
  ordered: Directions;
  equal: unknown;
  opaque: unknown;
  ref: unknown;
  one: unknown;
  many: unknown;
  array: unknown;
  members: unknown;
  place: Distances<V>;
}

type ElementOf<V> = V extends readonly (infer E)[] ? E : MemberOf<V>;

declare const stands: unique symbol;

/** What stands for a value in a condition: a field of a stored entity, as `User.field(7, (user) => user.city)` gives it. */
export interface StandsFor<out V> {
  readonly [stands]: V;
}

// what an operator takes as the argument of a method, and as a value in an object
interface Taken<V> {
  value: [value: V | StandsFor<V>];
  list: [values: readonly V[]];
  pair: [low: V, high: V];
  nothing: [];
  pattern: [pattern: string];
  search: [text: string, options?: SearchSyntax];
  element: [element: ElementOf<V>];
  elements: [elements: readonly ElementOf<V>[]];
  circle: [place: Geo, radius: number];
  box: [box: GeoBox];
}
type Arguments<Takes, V> = Takes extends keyof Taken<V> ? Taken<V>[Takes] : never;
type Operand<Takes, V> = Takes extends 'pair'
  ? readonly [V, V]
  : Takes extends 'nothing'
    ? boolean
    : Takes extends 'circle'
      ? GeoCircle
      : Arguments<Takes, V>[0];

// mapped over the table itself, so that an editor shows what it says of each operator
export type Methods<Table, V> = { readonly [O in keyof Table]: (...operands: Arguments<Table[O], V>) => Condition };
type Operands<Table, V> = { readonly [O in keyof Table]?: Operand<Table[O], V> };

// what is given for a relation is an entity, its reference or its id
export type KindOf<T> = [T] extends [boolean]
  ? 'equal'
  : [T] extends [Relation<infer Kind, unknown>]
    ? Kind extends 'ref' | 'one'
      ? Kind
      : 'many'
    : [MemberOf<T>] extends [never]
      ? ValueKind<Assignable<T>>
      : 'members';
type OperatorsOf<T, V> = Methods<Tables[KindOf<T>], Assignable<T>> & Orders<V>[KindOf<T>] & Beyond<To<T>>[KindOf<T>];

// what a relation leads on to: the fields of the entity there, or what is said of several
interface Beyond<R> extends Record<Exclude<keyof Tables, 'ref' | 'one' | 'many'>, unknown> {
  ref: Fields<R>;
  one: Fields<R>;
  many: ManyOperators<R>;
}

/** What can be asked of the entities of a relation to many. */
interface ManyOperators<R> {
  /** One of them at least fits; without a condition: there is one. */
  some(filter?: Filter<R>): Condition;
  /** None of them fits; without a condition: there is none. */
  none(filter?: Filter<R>): Condition;
  /** All of them fit, or there is none. */
  every(filter: Filter<R>): Condition;
}

/** A condition as `where()` takes it. */
export type Filter<M> = Where<M> | ((fields: Fields<M>) => Condition);

// Mapped over a `K extends keyof M` of its own: only so does the compiler tie a key to the property of the model, and an
// editor's rename finds it in every query.
type FieldsByKey<M, K extends keyof M> = {
  readonly [P in K]-?: OperatorsOf<NonNullable<M[P]>, Extract<M[P], undefined>>;
};

// what a query may name, relations too
type FieldKey<M> = DataKey<M> | RelationKey<M> | MembersKey<M>;

/** The fields of a model, each with the operators of its type; a relation leads on to the fields of its model. */
export type Fields<M> = FieldsByKey<M, FieldKey<M>>;

// of what cannot be compared only that it is there can be said, and not which it is
type MatchOf<T> =
  | (KindOf<T> extends 'many' ? ManyMatch<To<T>> : Operands<Tables[KindOf<T>], Assignable<T>>)
  | (KindOf<T> extends 'opaque' | 'array' | 'members' | 'place' | 'one' | 'many'
      ? never
      : Assignable<T> | StandsFor<Assignable<T>>)
  | (KindOf<T> extends 'ref' | 'one' ? Nested<To<T>> : never);

/** What is said of the entities of a relation to many. */
interface ManyMatch<R> {
  readonly some?: Nested<R>;
  readonly none?: Nested<R>;
  readonly every?: Nested<R>;
}

// an entity or a reference would pass for a filter that names some of its fields
type Nested<R> = Where<R> & NoRelation & { readonly isDirty?: never };

type WhereByKey<M, K extends keyof M> = { readonly [P in K]?: MatchOf<NonNullable<M[P]>> };

// what joins the conditions of other objects; a field or a relation of that name is meant before it
type JoinsByKey<M, J> = { readonly [P in J & string]?: P extends 'not' ? Where<M> : readonly Where<M>[] };

/** A condition as an object: every field named must fit, and what `and`, `or` and `not` say of other objects. */
export type Where<M> = WhereByKey<M, FieldKey<M>> & JoinsByKey<M, Exclude<'and' | 'or' | 'not', keyof M>>;

type OrderByKey<M, K extends keyof M> = {
  readonly [P in K]?: KindOf<NonNullable<M[P]>> extends 'ordered' | 'text' ? 'asc' | 'desc' : never;
};

/** An order as an object: the first key decides first. */
export type OrderBy<M> = OrderByKey<M, DataKey<M>>;
