import { bindingOf } from '../entity/binding.js';
import { QueryError } from '../errors/query.js';
import { OPERATORS } from '../indexes/operators.js';
import { checkNesting, isPlainObject } from '../query/plain-object.js';
import { isJoin, whereObject } from '../query/where.js';
import { describe } from '../schema/describe.js';
import type { FieldSchema, RelationSchema, Schema } from '../schema/schema.js';
import type { Where } from '../schema/types/operators.js';
import type { Model, ModelClass } from './model.js';

/** Operators whose operand is not a value of the field. */
const OTHER = new Set(['isNull', 'search', 'like', 'near', 'within', 'contains', 'containsAny', 'containsAll']);

function readOperand({ codec }: FieldSchema, operand: unknown): unknown {
  const read = codec.json?.read;
  if (!read) return operand;
  return Array.isArray(operand) ? operand.map((each) => read(each)) : read(operand);
}

/** The same object with other values; a key `__proto__` stays one. */
const mapValues = (object: Record<string, unknown>, read: (name: string, value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, read(name, value)]));

function readMatch(field: FieldSchema, match: unknown): unknown {
  if (!isPlainObject(match)) return readOperand(field, match);
  const beyond = field.reference?.link.target.schema;
  return mapValues(match, (name, operand) => {
    if (OTHER.has(name)) return operand;
    return beyond && !Object.hasOwn(OPERATORS, name) ? readNamed(beyond, name, operand) : readOperand(field, operand);
  });
}

/** What is said of the entities that a relation leads to. */
function readRelation({ kind, link }: RelationSchema, match: unknown): unknown {
  const { schema } = link.target;
  if (!isPlainObject(match)) return match;
  if (kind === 'one') return mapValues(match, (name, value) => readNamed(schema, name, value));
  return mapValues(match, (_, filter) => readAll(schema, filter));
}

function readNamed(schema: Schema, name: string, match: unknown): unknown {
  const field = schema.queryable.get(name);
  // startsWith would tell a secret letter by letter
  if (field?.hidden)
    throw new QueryError(
      `${schema.model}.${name} is hidden, and cannot be asked for by JSON. Leave it out, or ask by where().`,
    );
  if (field) return readMatch(field, match);
  const relation = schema.relations.find(({ property }) => property === name);
  if (relation) return readRelation(relation, match);
  if (!isJoin(name)) return match;
  return Array.isArray(match) ? match.map((each) => readAll(schema, each)) : readAll(schema, match);
}

const readAll = (schema: Schema, given: unknown): unknown =>
  isPlainObject(given) ? mapValues(given, (name, match) => readNamed(schema, name, match)) : given;

/**
 * A condition from JSON, for `where()`: `parseWhere(User, { or: [{ joined: { gte: '2024-01-01T00:00:00Z' } }, { age: 7 }] })`. What JSON cannot say is read as
 * `Model.schema()` does, beyond relations too: dates from ISO text, bigints from digits. Nothing is sent; a value that does not fit is
 * refused by the query.
 *
 * @throws QueryError for what is not an object, text that is not JSON, hidden fields, and names that are not fields or operators
 */
export function parseWhere<M extends Model>(model: ModelClass<M>, json: unknown): Where<M> {
  const given: unknown = typeof json === 'string' ? parse(json) : json;
  if (!isPlainObject(given))
    throw new QueryError(`A condition is an object such as {"age":{"gte":18}}, not ${describe(given)}. Correct it.`);
  checkNesting(given, 'parseWhere()');
  const { schema } = bindingOf(model);
  const where = readAll(schema, given);
  whereObject(schema, where, 'parseWhere()');
  return where as Where<M>;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new QueryError(`A condition is JSON such as {"age":{"gte":18}}: ${(cause as Error).message}. Correct it.`);
  }
}
