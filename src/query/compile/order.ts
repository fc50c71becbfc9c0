import { NotIndexedError, QueryError } from '../../errors/query.js';
import type { Order } from '../../plan/request.js';
import { describe } from '../../schema/describe.js';
import type { FieldSchema, IndexSchema, Schema } from '../../schema/schema.js';
import { Ordering, unknownField } from '../fields.js';

const DIRECTIONS = new Set(['asc', 'desc']);

/** The orderings that an object stands for, in the order of its keys. */
export function orderObject(schema: Schema, order: Readonly<Record<string, unknown>>): Ordering[] {
  if (typeof order !== 'object' || order === null)
    throw new QueryError(
      `orderBy() takes an object such as { age: 'desc' }, not ${describe(order)}. Correct it, or leave it out.`,
    );
  return Object.entries(order).map(([property, direction]) => {
    if (!schema.byProperty.has(property)) throw unknownField(schema, property);
    if (!DIRECTIONS.has(direction as string))
      throw new QueryError(
        `${schema.model}.${property}: an order is 'asc' or 'desc', not ${describe(direction)}. Correct it, or leave the field out.`,
      );
    return new Ordering(property, direction as 'asc' | 'desc');
  });
}

function orderIndex(schema: Schema, field: FieldSchema): IndexSchema {
  const kind = field.codec.order === 'number' ? 'ordered' : 'lexical';
  const index = schema.indexes.find((i) => i.kind === kind && i.fields[0] === field);
  if (index) return index;
  throw new NotIndexedError(
    schema.model,
    field.property,
    'orderBy',
    field.codec.unordered ? '@Index({ ordered: true })' : '@Index()',
  );
}

function planOrdering(schema: Schema, { property, direction }: Ordering): Order {
  const field = schema.byProperty.get(property);
  if (!field) throw unknownField(schema, property);
  const reverse = direction === 'desc';
  if (field === schema.primary.field) return { op: 'id', reverse };
  if (field.codec.order === undefined)
    throw new QueryError(
      `${schema.model}.${field.property}: a field of type ${field.codec.name} has no order. Order by a field of numbers, dates or text.`,
    );
  const { name, kind } = orderIndex(schema, field);
  const { form } = field.codec;
  const { keyspace } = schema;
  const missing = field.optional ? { missing: keyspace.missing(name) } : undefined;
  const walk =
    kind === 'ordered'
      ? { op: 'range' as const, key: keyspace.ordered(name) }
      : { op: 'lexical' as const, key: keyspace.lexical(name), ...(form && { form }) };

  return { ...walk, field: field.stored, reverse, ...missing };
}

/**
 * The order as the indexes that it walks.
 *
 * @throws NotIndexedError, QueryError before anything is sent
 */
export function planOrder(schema: Schema, orderings: readonly Ordering[]): readonly Order[] {
  const orders = orderings.map((ordering) => {
    if (ordering instanceof Ordering) return planOrdering(schema, ordering);
    throw new QueryError(
      `orderBy() needs an order, not ${describe(ordering)}. Give an object such as { age: 'desc' }, or a function that returns a list such as [user.age.desc()].`,
    );
  });
  // ids differ: nothing behind them can decide
  const last = orders.findIndex((order) => order.op === 'id');
  return last < 0 ? orders : orders.slice(0, last + 1);
}
