import { NotIndexedError, QueryError } from '../../errors/query.js';
import { possibleKinds } from '../../indexes/kinds.js';
import type { OrderPlan } from '../../plan/order.js';
import { describe } from '../../schema/describe.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import type { Geo } from '../../types/geo.js';
import type { ConditionData } from '../condition.js';
import { foreignOrder, unknownField } from '../field-reference.js';
import { DIRECTIONS, OrderTerm, ScoreOrder } from '../order-term.js';
import { isPlainObject } from '../plain-object.js';
import { type Composite, compositeFor } from './composite.js';
import { indexesOf } from './field-indexes.js';
import { planScores } from './outside.js';
import { BY_ROWS, ofOlderRows, orderByRows } from './scan.js';

/** A relation that other entities store orders nothing either. */
function noField(schema: Schema, property: string): QueryError {
  const { model, relations } = schema;
  if (!relations.some((relation) => relation.property === property)) return unknownField(schema, property);
  return new QueryError(
    `${model}.${property} leads to other entities, which order no ${model}. Order by a field of ${model}.`,
  );
}

/** The terms that an object stands for, in the order of its keys. */
export function orderObject(schema: Schema, order: unknown): OrderTerm[] {
  if (!isPlainObject(order))
    throw new QueryError(
      `orderBy() takes an object such as { age: 'desc' }, not ${describe(order)}. Correct it, or leave it out.`,
    );
  return Object.entries(order).map(([property, direction]) => {
    if (!schema.queryable.has(property)) throw noField(schema, property);
    const { reference } = schema.queryable.get(property)!;
    if (isPlainObject(direction) && reference)
      throw foreignOrder(schema.model, property, reference.link.target.model.name);
    if (!DIRECTIONS.has(direction))
      throw new QueryError(
        `${schema.model}.${property}: an order is 'asc' or 'desc', not ${describe(direction)}. Correct it, or leave the field out.`,
      );
    return new OrderTerm(property, direction as 'asc' | 'desc');
  });
}

function planTerm(schema: Schema, term: OrderTerm, scan: boolean, composite?: Composite): OrderPlan {
  const { property, direction, from } = term;
  const field = schema.queryable.get(property);
  if (!field) throw unknownField(schema, property);
  const reverse = direction === 'desc';
  if (from) return { reverse, ...planDistance(schema, field, from, scan) };
  if (field === schema.primary.field) return { op: 'id', reverse };
  if (composite && composite.last.property === property) return { reverse, ...composite.order };
  const index = indexesOf(schema, field).find(({ kind }) => kind.order);
  if (index) {
    const { kind, on } = index;
    const missing = field.optional ? { missing: schema.keyspace.missing(on.index) } : undefined;
    return { reverse, ...kind.order!(on), ...missing };
  }
  const byRows = scan ? orderByRows(schema, field) : undefined;
  if (byRows) return { reverse, ...byRows };
  throw noOrder(schema, field);
}

/** How far places are: from the nearest on an index is walked, else rows are sorted by what they store. */
function planDistance(schema: Schema, field: FieldSchema, from: Geo, scan: boolean): Omit<OrderPlan, 'reverse'> {
  const { property, codec, stored, optional } = field;
  const index = indexesOf(schema, field).find(({ kind }) => kind.distance);
  if (index) {
    const missing = optional ? { missing: schema.keyspace.missing(index.on.index) } : undefined;
    return { ...index.kind.distance!(index.on, from), ...missing };
  }
  const kind = possibleKinds(codec).find(({ distance }) => distance);
  if (!kind)
    throw new QueryError(
      `${schema.model}.${property}: a field of type ${codec.name} has no distance. Ask for that of a field of type geo.`,
    );
  const isStored = schema.fields.includes(field);
  if (!scan || !isStored)
    throw new NotIndexedError(
      schema.model,
      property,
      'distanceTo',
      kind.remedy!(codec, 'orderBy'),
      isStored ? BY_ROWS : undefined,
    );
  return { op: 'distance', field: stored, place: [from.longitude, from.latitude], ...ofOlderRows(schema, field) };
}

function noOrder(schema: Schema, field: FieldSchema): QueryError | NotIndexedError {
  const { property, codec } = field;
  const remedy = possibleKinds(codec)
    .find((kind) => kind.order)
    ?.remedy?.(codec, 'orderBy');
  const otherwise = orderByRows(schema, field) && BY_ROWS;
  if (remedy) return new NotIndexedError(schema.model, property, 'orderBy', remedy, otherwise);
  return new QueryError(
    `${schema.model}.${property}: a field of type ${codec.name} has no order. Order by a field of numbers, dates or text, or put @Index() on a getter that makes one of it.`,
  );
}

/** The field that decides first, if it is one at all. */
export const firstOf = ([first]: readonly unknown[] = []): OrderTerm | undefined =>
  first instanceof OrderTerm && !first.from ? first : undefined;

/**
 * The order as the indexes that it walks.
 *
 * @throws NotIndexedError, QueryError before anything is sent
 */
export function planOrder(
  schema: Schema,
  terms: readonly (OrderTerm | ScoreOrder)[],
  condition?: ConditionData,
  scan = false,
): readonly OrderPlan[] {
  const [first] = terms;
  if (first instanceof ScoreOrder) return planScores(first);
  const composite = compositeFor(schema, condition, firstOf(terms));
  const orders = Array.from(terms, (term, i) => {
    if (term instanceof OrderTerm) return planTerm(schema, term, scan, i === 0 ? composite : undefined);
    throw new QueryError(
      `orderBy() needs an order, not ${describe(term)}. Give an object such as { age: 'desc' }, or a function that returns a list such as [user.age.desc()].`,
    );
  });
  // ids differ: nothing behind them can decide
  const last = orders.findIndex((order) => order.op === 'id');
  return last < 0 ? orders : orders.slice(0, last + 1);
}
