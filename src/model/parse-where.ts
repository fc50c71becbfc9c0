import { bindingOf } from '../entity/binding.js';
import { QueryError } from '../errors/query.js';
import { isPlainObject } from '../query/plain-object.js';
import { describe } from '../schema/describe.js';
import type { FieldSchema } from '../schema/schema.js';
import type { Where } from '../schema/types/operators.js';
import type { Model, ModelClass } from './model.js';

/** Operators whose operand is no value of the field. */
const OTHER = new Set(['isNull', 'search', 'like', 'near', 'within', 'contains', 'containsAny', 'containsAll']);

function readOperand({ codec }: FieldSchema, operand: unknown): unknown {
  const read = codec.json?.read;
  if (!read) return operand;
  return Array.isArray(operand) ? operand.map((each) => read(each)) : read(operand);
}

function readMatch(field: FieldSchema, match: unknown): unknown {
  if (!isPlainObject(match)) return readOperand(field, match);
  const operands = Object.entries(match).map(([name, operand]) => [
    name,
    OTHER.has(name) ? operand : readOperand(field, operand),
  ]);
  return Object.fromEntries(operands);
}

/**
 * A condition from JSON, for `where()`: `parseWhere(User, { joined: { gte: '2024-01-01T00:00:00Z' } })`. What JSON cannot say is read as
 * `Model.schema()` does: dates from ISO text, bigints from digits. Nothing is sent; what does not fit is refused by `where()`.
 *
 * @throws QueryError for what is no object, and for text that is no JSON
 */
export function parseWhere<M extends Model>(model: ModelClass<M>, json: unknown): Where<M> {
  const given: unknown = typeof json === 'string' ? parse(json) : json;
  if (!isPlainObject(given))
    throw new QueryError(`A condition is an object such as {"age":{"gte":18}}, not ${describe(given)}. Correct it.`);
  const { queryable } = bindingOf(model).schema;
  const entries = Object.entries(given).map(([name, match]) => {
    const field = queryable.get(name);
    return [name, field ? readMatch(field, match) : match];
  });
  return Object.fromEntries(entries) as Where<M>;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new QueryError(`A condition is JSON such as {"age":{"gte":18}}: ${(cause as Error).message}. Correct it.`);
  }
}
