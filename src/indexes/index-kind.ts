import type { OrderPlan } from '../plan/order.js';
import { nothing, type Plan } from '../plan/plan.js';
import type { FieldType } from '../types/field-type.js';
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

/** One kind of index: what it is declared with, which keys it has, what it answers and how. */
export interface IndexKind {
  /** Whether `@Index(options)` on a field of this type makes one; left out where it has a decorator of its own. */
  fits?(type: FieldType, options: { readonly ordered: boolean }): boolean;
  /** Where its entries go, as write.lua takes it (scripts/lua/lib/write/indexes). */
  place(keyspace: Keyspace, index: string): object;
  /** it keeps a list of the entities without a value */
  readonly listsMissing: boolean;
  /** What it answers for a field of a type. */
  operators(type: FieldType): ReadonlySet<Operator>;
  /** The plan that answers a condition; the values are in stored form, and there is one at least where an operator takes any. */
  plan(on: IndexedField, operator: Operator, values: readonly string[]): Plan;
  /** Its share in an order: what to walk; left out where it has none. */
  order?(on: IndexedField): Omit<OrderPlan, 'reverse'>;
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
