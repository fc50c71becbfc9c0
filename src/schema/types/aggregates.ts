import type { EqualityOperators, NullOperator, RangeOperators } from '../../indexes/operators.js';
import type { Condition, KindOf, Methods } from './operators.js';
import type { IdOf, Ref } from './relations.js';
import type { Bare, DataKey } from './values.js';

type Value<T> = Bare<NonNullable<T>>;

// `${number}` is what decimals are; a text is more, and a day or an enum less
type IsAmount<V> = [V] extends [number | bigint]
  ? true
  : [V] extends [string]
    ? `${number}` extends V
      ? string extends V
        ? false
        : true
      : false
    : false;
type AmountKey<M> = { [K in DataKey<M>]: IsAmount<Value<M[K]>> extends true ? K : never }[DataKey<M>];
type SortKey<M> = { [K in DataKey<M>]: KindOf<NonNullable<M[K]>> extends 'ordered' | 'text' ? K : never }[DataKey<M>];
// groups and measures stand side by side in a row
type GroupKey<M> = Exclude<
  { [K in DataKey<M>]: KindOf<NonNullable<M[K]>> extends 'opaque' ? never : K }[DataKey<M>],
  'count' | Verb | 'percentiles'
>;

interface MeasureKeys<M> {
  sum: AmountKey<M>;
  avg: AmountKey<M>;
  min: SortKey<M>;
  max: SortKey<M>;
  distinct: DataKey<M>;
}
type Verb = 'sum' | 'avg' | 'min' | 'max' | 'distinct';
type Direction = 'asc' | 'desc';

// keys of their own type parameter: see Fields
type Marks<M, K extends keyof M, V = true> = { readonly [P in K]?: V };

/** What is made of the values of the entities. */
export interface Measures<M> {
  /** How many entities. */
  readonly count?: true;
  /** The sum; exact for integers, decimals and bigints. 0 of nothing. */
  readonly sum?: Marks<M, AmountKey<M>>;
  /** The average of the values that there are; undefined of none. Of decimals to six places more than theirs. */
  readonly avg?: Marks<M, AmountKey<M>>;
  /** The least value; undefined of none. */
  readonly min?: Marks<M, SortKey<M>>;
  /** The greatest value; undefined of none. */
  readonly max?: Marks<M, SortKey<M>>;
  /** How many different values; what is missing is none. */
  readonly distinct?: Marks<M, DataKey<M>>;
  /** The least values that these shares of all are not above: `[0.5]` is the median. */
  readonly percentiles?: Marks<M, AmountKey<M>, readonly number[]>;
}

/** The part of a calendar that dates are grouped by, in UTC; weeks begin with Monday. */
export type DateBucket = 'year' | 'month' | 'week' | 'day' | 'hour' | 'minute';

type BucketOf<V> = [V] extends [Date]
  ? DateBucket
  : [V] extends [`${number}-${number}-${number}`]
    ? [`${number}`] extends [V]
      ? never
      : Exclude<DateBucket, 'hour' | 'minute'>
    : never;
type GroupByKey<M, K extends keyof M> = { readonly [P in K]?: true | BucketOf<Value<M[P]>> };

type Comparisons = NullOperator & EqualityOperators & RangeOperators;
type MeasureValue<F, V> = F extends 'distinct'
  ? number
  : F extends 'avg'
    ? V extends string
      ? V
      : number
    : V extends number
      ? number
      : V;
type GroupMeasure<M, F, K extends keyof M> = {
  readonly [P in K]-?: Methods<Comparisons, MeasureValue<F, Value<M[P]>>>;
};

/** A group in `having`: its measures, each with the operators of its values. */
export type Group<M> = { readonly count: Methods<Comparisons, number> } & {
  readonly [F in Verb]: GroupMeasure<M, F, MeasureKeys<M>[F]>;
};

type GroupOrder<M> = { readonly count?: Direction } & { readonly [F in Verb]?: Marks<M, MeasureKeys<M>[F], Direction> };

/** What `aggregate()` is asked. */
export type AggregateSpec<M> = Measures<M> & {
  /** A row for each value, or each date bucket; several fields for each combination. */
  readonly groupBy?: GroupByKey<M, GroupKey<M>>;
  /** The groups to keep; it may compare any measure, also one that is not shown. */
  readonly having?: ((group: Group<M>) => Condition) | undefined;
  /** By the groups themselves, `count`, or any measure. @default by the groups */
  readonly orderBy?: (Marks<M, GroupKey<M>, Direction> & GroupOrder<M>) | undefined;
  /** Groups at most. */
  readonly limit?: number | undefined;
  /** Groups to skip. */
  readonly offset?: number | undefined;
};

/** Refuses what is not part of the spec, which the compiler lets pass beside what is. */
export type KnownInSpec<S, Spec> = { readonly [P in Exclude<keyof S, keyof Spec>]: never };

type Flat<T> = { [P in keyof T]: T[P] };
// of a relation its id
type PlainGroup<T> = T extends Ref<infer R> ? IdOf<R> : Bare<T>;
type Grouped<M, K extends keyof M> = { -readonly [P in K]: PlainGroup<M[P]> };
type Totals<M, F, K extends keyof M> = { -readonly [P in K]-?: MeasureValue<F, Value<M[P]>> };
// a group may be of entities that have no value
type Extremes<M, F, K extends keyof M, None> = {
  -readonly [P in K]-?: MeasureValue<F, Value<M[P]>> | None | Extract<M[P], undefined>;
};
type Element<T> = T extends readonly (infer E)[] ? E : never;
type Percentiles<M, S, K extends keyof M, None> = {
  -readonly [P in K]-?: {
    -readonly [Q in Element<S[P & keyof S]> & number]:
      | MeasureValue<'min', Value<M[P]>>
      | None
      | Extract<M[P], undefined>;
  };
};
type Measured<M, S, None> = {
  -readonly [F in keyof S & keyof Measures<M>]: F extends 'count'
    ? number
    : F extends 'percentiles'
      ? Percentiles<M, S[F], keyof S[F] & keyof M, None>
      : F extends 'sum' | 'distinct'
        ? Totals<M, F, keyof S[F] & keyof M>
        : Extremes<M, F, keyof S[F] & keyof M, None>;
};

/** What `aggregate()` gives: a row for each group, or one of all entities. */
export type Aggregated<M, S> = S extends { readonly groupBy: infer G }
  ? Flat<Grouped<M, keyof G & keyof M> & Measured<M, S, never>>[]
  : Flat<Measured<M, S, undefined>>;

/** Fields, and how many of their values `facets()` gives. */
export type FacetSpec<M> = Marks<M, GroupKey<M>, number>;

// of an array each element
type FacetValue<T> = T extends readonly (infer E)[] ? E : PlainGroup<T>;

/** The values of each field that most entities have, with how many these are; of arrays their elements. */
export type Faceted<M, K extends keyof M> = { -readonly [P in K]-?: [value: FacetValue<Bare<M[P]>>, count: number][] };
