import type { OrderPlan } from '../plan/order.js';
import { nothing, type Plan } from '../plan/plan.js';
import type { FieldType } from '../types/field-type.js';
import type { Geo } from '../types/geo.js';
import type { IndexForm } from '../types/index-form.js';
import type { Keyspace } from './keyspace.js';
import type { Operator } from './operators.js';

/** The part of a compiled index that a plan needs. */
export interface IndexedField {
  readonly keyspace: Keyspace;
  /** name of the index in keys */
  readonly index: string;
  /** stored name of the field */
  readonly field: string;
  readonly optional: boolean;
  readonly type: FieldType;
}

/** What `@Index(options)` may ask for, so that a kind can fit: all of texts, `ordered` of numbers as well. */
export const INDEX_OPTIONS = ['ordered', 'prefix', 'suffix', 'pattern'] as const;

/** What `@Index(options)` asks of the kinds of a type. */
export type KindOptions = Readonly<Record<(typeof INDEX_OPTIONS)[number], boolean>>;

/** All options, those left out being false. */
export const kindOptions = (given: Partial<KindOptions>): KindOptions =>
  Object.fromEntries(INDEX_OPTIONS.map((option) => [option, given[option] ?? false])) as KindOptions;

/** One kind of index: what it is declared with, which keys it has, what it answers and how. */
export interface IndexKind {
  /** Whether `@Index(options)` on a field of this type makes one; left out where it has a decorator of its own. */
  fits?(type: FieldType, options: KindOptions): boolean;
  /** Whether its own decorator is for fields of this type. */
  isOf?(type: FieldType): boolean;
  /** What to write on a field so that it has one that answers an operator, or an order. */
  remedy?(type: FieldType, operator: Operator | 'orderBy'): string;
  /** How it writes stored values, where the type does not say. */
  readonly form?: IndexForm;
  /** Where its entries go, as write.lua takes it (scripts/lua/lib/write/indexes). */
  place(keyspace: Keyspace, index: string, last?: FieldType): object;
  /** it keeps a list of the entities without a value */
  readonly listsMissing: boolean;
  /** What it answers for a field of a type. */
  operators(type: FieldType): ReadonlySet<Operator>;
  /**
   * The plan that answers a condition; the values are in stored form. The positive operators of a list (`in`, `containsAny`) come
   * with one at least.
   */
  plan(on: IndexedField, operator: Operator, values: readonly string[]): Plan;
  /** Its share in an order: what to walk; left out where it has none. */
  order?(on: IndexedField): Omit<OrderPlan, 'reverse'>;
  /** Its share in an order by the distance from a place; left out where it has none. */
  distance?(on: IndexedField, from: Geo): Omit<OrderPlan, 'reverse'>;
}

/** The entities without a value. */
export function planMissing({ keyspace, index, field, optional }: IndexedField): Plan {
  return optional ? { op: 'posting', key: keyspace.missing(index), field } : nothing;
}

/** What a leaf says of its field: `form` is how the index writes stored values, where it is not as they are. */
export function leafOf({ field, type: { form } }: IndexedField): { readonly field: string; readonly form?: string } {
  return form === undefined ? { field } : { field, form };
}

/** Each value once: a list with one twice would give its entities twice. */
export const distinct = (values: readonly string[]): string[] => [...new Set(values)];

/** Whether an index of a text is asked for what no list of its values answers. */
export const asksForText = (options: KindOptions): boolean => INDEX_OPTIONS.some((option) => options[option]);
