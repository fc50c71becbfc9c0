import { QueryError } from '../errors/query.js';
import { describe } from '../schema/describe.js';
import type { Schema } from '../schema/schema.js';
import type { Filter } from './expression.js';
import { type FieldReference, fieldReferences } from './fields.js';

type Build = (field: FieldReference, value: unknown) => Filter;

function pair(field: FieldReference, value: unknown): Filter {
  if (Array.isArray(value) && value.length === 2) return field.between(value[0], value[1]);
  throw new QueryError(
    `${field.model}.${field.property}: between takes an array of two values. Give both, as in { between: [1, 5] }.`,
  );
}

function nullness(field: FieldReference, value: unknown): Filter {
  if (typeof value !== 'boolean')
    throw new QueryError(`${field.model}.${field.property}: isNull takes true or false. Give one of them.`);
  return value ? field.isNull() : field.isNull().not();
}

/** The operators of the object form. */
const MATCHERS: Readonly<Record<string, Build>> = {
  eq: (field, value) => field.eq(value),
  ne: (field, value) => field.ne(value),
  in: (field, value) => field.in(value),
  notIn: (field, value) => field.notIn(value),
  isNull: nullness,
  lt: (field, value) => field.lt(value),
  lte: (field, value) => field.lte(value),
  gt: (field, value) => field.gt(value),
  gte: (field, value) => field.gte(value),
  between: pair,
  startsWith: (field, value) => field.startsWith(value),
};

const isPlainObject = (value: unknown): value is Record<string, unknown> => {
  const prototype: unknown = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined;
  return prototype === Object.prototype || prototype === null;
};

function matcher(field: FieldReference, operator: string): Build {
  const build = Object.hasOwn(MATCHERS, operator) ? MATCHERS[operator] : undefined;
  if (build) return build;
  throw new QueryError(
    `${field.model}.${field.property}: there is no operator ${JSON.stringify(operator)}. Use one of: ${Object.keys(MATCHERS).join(', ')}.`,
  );
}

function conditions(field: FieldReference, value: unknown): Filter[] {
  if (!isPlainObject(value)) return [field.eq(value)];
  const entries = Object.entries(value);
  if (entries.length === 0)
    throw new QueryError(
      `${field.model}.${field.property}: {} says nothing. Leave the field out, or give it an operator.`,
    );
  return entries.map(([operator, operand]) => matcher(field, operator)(field, operand));
}

/** The filter that an object stands for: each of its fields holds; undefined for an object without fields. */
export function whereObject(schema: Schema, where: unknown): Filter | undefined {
  if (!isPlainObject(where))
    throw new QueryError(
      `where() needs conditions, not ${describe(where)}. Give an object such as { age: { gte: 18 } }, or a function such as (user) => user.age.gte(18).`,
    );
  const references = fieldReferences(schema);
  const [first, ...rest] = Object.entries(where).flatMap(([property, value]) =>
    conditions(references[property]!, value),
  );
  return first && (rest.length === 0 ? first : first.and(...rest));
}
