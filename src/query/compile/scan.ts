import { possibleKinds } from '../../indexes/kinds.js';
import type { Operator } from '../../indexes/operators.js';
import type { OrderPlan } from '../../plan/order.js';
import { inputsOf, type Plan, type RowTest } from '../../plan/plan.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import { defaultOf } from '../../schema/stored.js';
import { type FieldIndex, indexedField } from './field-indexes.js';

/** What the values of a field are compared by: of a text whose indexes ignore its case, what the row has of it without. */
const comparedColumn = ({ derived }: Schema, field: FieldSchema): FieldSchema =>
  derived.find(({ property }) => property === field.property) ?? field;

/** A kind of index that the field could have, for its form of values alone; undefined for what no row stores. */
function imagined(
  schema: Schema,
  field: FieldSchema,
  fits: (kind: FieldIndex['kind']) => boolean,
): FieldIndex | undefined {
  if (!schema.fields.includes(field)) return undefined;
  const column = comparedColumn(schema, field);
  const kind = possibleKinds(column.codec).find(fits);
  return kind && { kind, on: indexedField(schema, column, column.stored, kind) };
}

/** What a row counts as having that was stored before a required field: its default, as the loaded entity has it. */
export function ofOlderRows(schema: Schema, field: FieldSchema): { readonly absent?: string } {
  const value = field.optional || !schema.fields.includes(field) ? undefined : defaultOf(schema, field);
  return value === undefined ? {} : { absent: comparedColumn(schema, field).codec.encode(value) };
}

/** What a message says of a query that rows can answer. */
export const BY_ROWS = 'let scan() read every entity';

/** The index that would answer an operator on a stored field, were there one. */
export function indexToScan(schema: Schema, field: FieldSchema, operator: Operator): FieldIndex | undefined {
  return imagined(schema, field, (kind) => kind.operators(field.codec).has(operator));
}

/** The order of a stored field without an index: its rows are sorted by what they store. */
export function orderByRows(schema: Schema, field: FieldSchema): Omit<OrderPlan, 'reverse'> | undefined {
  const index = imagined(schema, field, (kind) => kind.order !== undefined);
  if (!index) return undefined;
  const { key: _, ...order } = index.kind.order!(index.on);
  return { ...order, ...ofOlderRows(schema, field) };
}

function testOf(leaf: Extract<Plan, { key: string } | { op: 'stored' }>): RowTest | undefined {
  if (leaf.op === 'stored') return leaf;
  const { key: _, ...rest } = leaf;
  switch (rest.op) {
    case 'posting':
      return { ...rest, op: 'stored' };
    case 'in':
      // texts as they are stored, as the values of posting lists are
      return { ...rest, leaf: rest.leaf === 'range' ? 'range' : 'lexical' };
    case 'area': {
      // the cells of the grid around it are what an index is asked for
      const { ranges: _, ...area } = rest;
      return area;
    }
    case 'range':
    case 'lexical':
    case 'pattern':
      return rest;
    default:
      return undefined;
  }
}

/** The plan that an index would be asked, as a test of the rows. */
export function byRow(plan: Plan, older: { readonly absent?: string }): Plan {
  if (plan.op === 'not') return negate(byRow(plan.input, older));
  if (plan.op === 'and' || plan.op === 'or')
    return { ...plan, inputs: plan.inputs.map((input) => byRow(input, older)) };
  const test = 'key' in plan || plan.op === 'stored' ? testOf(plan) : undefined;
  return test ? { op: 'scanned', test: { ...test, ...older } } : plan;
}

/** All other entities. What is scanned stays a test of the rows: how many fail is as unknown as how many pass. */
export function negate(plan: Plan): Plan {
  if (plan.op === 'not') return plan.input;
  if (plan.op === 'scanned') return { ...plan, negated: !plan.negated };
  if ((plan.op === 'and' || plan.op === 'or') && inputsOf(plan).every(({ op }) => op === 'scanned'))
    return { op: plan.op === 'and' ? 'or' : 'and', inputs: plan.inputs.map(negate) };
  return { op: 'not', input: plan };
}
