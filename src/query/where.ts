import { QueryError } from '../errors/query.js';
import { OPERATORS, type Operator } from '../indexes/operators.js';
import { describe } from '../schema/describe.js';
import type { Schema } from '../schema/schema.js';
import type { Condition } from './condition.js';
import { type FieldReference, fieldReferences } from './field-reference.js';
import { isPlainObject } from './plain-object.js';

const nameOf = ({ model, property }: FieldReference, operator: string): string => `${model}.${property}: ${operator}`;

/** What an operator says, its operand being in the form of an object: a pair is an array, and `isNull` takes true or false. */
function conditionOn(field: FieldReference, operator: Operator, operand: unknown): Condition {
  const takes = OPERATORS[operator];
  if (takes === 'pair') {
    if (Array.isArray(operand) && operand.length === 2) return field.condition(operator, operand);
    throw new QueryError(
      `${nameOf(field, operator)} takes an array of two values. Give both, as in { ${operator}: [1, 5] }.`,
    );
  }
  if (takes !== 'nothing') return field.condition(operator, [operand]);
  if (typeof operand !== 'boolean')
    throw new QueryError(`${nameOf(field, operator)} takes true or false, not ${describe(operand)}. Give one of them.`);
  return operand ? field.condition(operator, []) : field.condition(operator, []).not();
}

function operatorOf(schema: Schema, field: FieldReference, name: string): Operator {
  if (Object.hasOwn(OPERATORS, name)) return name as Operator;
  const target = schema.byProperty.get(field.property)?.reference?.link.target.schema;
  if (target?.queryable.has(name))
    throw new QueryError(
      `${field.model}.${field.property}: a relation is asked for by its id, not by ${name}. Find the ids first, as in { ${field.property}: { in: await ${target.model}.query().where({ ${name}: ... }).ids() } }.`,
    );
  throw new QueryError(
    `${field.model}.${field.property}: there is no operator ${JSON.stringify(name)}. Use one of: ${Object.keys(OPERATORS).join(', ')}.`,
  );
}

/** The entries of an object that a caller gave; a symbol among its keys says nothing that could be asked. */
function entriesOf(object: object, place: string): [string, unknown][] {
  if (Object.getOwnPropertySymbols(object).length > 0)
    throw new QueryError(`${place} has a symbol for a key. Use the names of fields and operators.`);
  return Object.entries(object);
}

function conditionsOn(schema: Schema, field: FieldReference, value: unknown): Condition[] {
  if (!isPlainObject(value)) return [field.condition('eq', [value])];
  const entries = entriesOf(value, `${field.model}.${field.property}`);
  if (entries.length === 0)
    throw new QueryError(
      `${field.model}.${field.property}: {} says nothing. Leave the field out, or give it an operator.`,
    );
  return entries.map(([name, operand]) => conditionOn(field, operatorOf(schema, field, name), operand));
}

/** The condition that an object stands for: each of its fields holds; undefined for an object without fields. */
export function whereObject(schema: Schema, where: unknown): Condition | undefined {
  if (!isPlainObject(where))
    throw new QueryError(
      `where() needs conditions, not ${describe(where)}. Give an object such as { age: { gte: 18 } }, or a function such as (user) => user.age.gte(18).`,
    );
  const references = fieldReferences(schema);
  const [first, ...rest] = entriesOf(where, 'where()').flatMap(([property, value]) =>
    conditionsOn(schema, references[property]!, value),
  );
  return first && (rest.length === 0 ? first : first.and(...rest));
}
