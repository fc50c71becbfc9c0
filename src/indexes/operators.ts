/** What any index of a field answers, and what each operator takes. */
export interface NullOperator {
  /** There is no value. */
  readonly isNull: 'nothing';
}

/** What an index of values that can be compared answers besides. */
export interface EqualityOperators {
  /** The value is this one. */
  readonly eq: 'value';
  /** The value is another one, or there is none, as `!==` says. */
  readonly ne: 'value';
  /** The value is one of these; of an empty list no entity is found. */
  readonly in: 'list';
  /** The value is none of these, or there is none. */
  readonly notIn: 'list';
}

/** What an index of ordered values answers besides. */
export interface RangeOperators {
  /** The value is less. */
  readonly lt: 'value';
  /** The value is less, or this one. */
  readonly lte: 'value';
  /** The value is greater. */
  readonly gt: 'value';
  /** The value is greater, or this one. */
  readonly gte: 'value';
  /** The value lies between two, both ends included. */
  readonly between: 'pair';
}

/** What indexes of texts answer besides. */
export interface TextOperators {
  /** The text begins so. */
  readonly startsWith: 'value';
  /** The text ends so. */
  readonly endsWith: 'value';
  /** The whole text fits: `*` is any characters, `+` one or more, `!` exactly one, `?` one or none; all others are themselves. */
  readonly like: 'pattern';
}

/** What an index of arrays answers. */
export interface ArrayOperators {
  /** The array has this element. */
  readonly contains: 'element';
  /** The array has one of these at least; of an empty list no entity is found. */
  readonly containsAny: 'elements';
  /** The array has all of these. */
  readonly containsAll: 'elements';
}

/** What a full-text index answers. */
export interface SearchOperator {
  /** The text has these words; best first where no order is asked for. Syntax: `and AND "a phrase" OR NOT begin* fuzzy~1`. */
  readonly search: 'search';
}

/** What an index of places answers. */
export interface PlaceOperators {
  /** The place is at most so many metres away, along the surface of a sphere as Redis computes it. */
  readonly near: 'circle';
  /** The place lies in a box, its edges included; one whose `west` is above its `east` crosses the date line. */
  readonly within: 'box';
}

/** Every operator: the methods of fields, the keys of an object in `where()` and their types follow from this table. */
export interface Operators
  extends NullOperator,
    EqualityOperators,
    RangeOperators,
    TextOperators,
    ArrayOperators,
    SearchOperator,
    PlaceOperators {}

export type Operator = keyof Operators;

export const OPERATORS: Operators = {
  eq: 'value',
  ne: 'value',
  in: 'list',
  notIn: 'list',
  isNull: 'nothing',
  lt: 'value',
  lte: 'value',
  gt: 'value',
  gte: 'value',
  between: 'pair',
  startsWith: 'value',
  endsWith: 'value',
  like: 'pattern',
  contains: 'element',
  containsAny: 'elements',
  containsAll: 'elements',
  search: 'search',
  near: 'circle',
  within: 'box',
};

/** What every index of values answers that can be compared. */
export const EQUALITY = ['eq', 'ne', 'in', 'notIn'] as const satisfies readonly (keyof EqualityOperators)[];

/** What every index of ordered values answers. */
export const RANGES = [...EQUALITY, 'lt', 'lte', 'gt', 'gte', 'between'] as const satisfies readonly Operator[];

/** What a condition says of a reference, beside which stand the fields of the entity beyond it. */
export const OF_REFERENCES: ReadonlySet<unknown> = new Set<Operator>([...EQUALITY, 'isNull']);

/** The operators that are another one's complement. */
export const COMPLEMENTS: { readonly [O in Operator]?: Operator } = { ne: 'eq', notIn: 'in' };
