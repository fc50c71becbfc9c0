import { QueryError } from '../errors/query.js';
import { OPERATORS, type Operator } from '../indexes/operators.js';
import { describe } from '../schema/describe.js';
import type { FieldSchema, RelationSchema, Schema } from '../schema/schema.js';
import { askedField } from './asked-field.js';
import { Condition, type ConditionRecorder, joinConditions, type RelationStep } from './condition.js';
import { beyondReach, conditionOf, unknownAsked, unknownOperator } from './field-reference.js';
import { checkNesting, isPlainObject } from './plain-object.js';

/** What an operator says, its operand being in the form of an object: a pair is an array, and `isNull` takes true or false. */
function conditionOn({ model, property }: RelationStep, operator: Operator, operand: unknown): Condition {
  const place = `${model}.${property}: ${operator}`;
  const named = { model, property, path: [] };
  const takes = OPERATORS[operator];
  if (takes === 'pair') {
    if (Array.isArray(operand) && operand.length === 2) return conditionOf(named, operator, operand);
    throw new QueryError(`${place} takes an array of two values. Give both, as in { ${operator}: [1, 5] }.`);
  }
  if (takes !== 'nothing') return conditionOf(named, operator, [operand]);
  return asked(place, operand, conditionOf(named, operator, []));
}

/** A condition, or its complement. */
function asked(place: string, operand: unknown, condition: Condition): Condition {
  if (typeof operand === 'boolean') return operand ? condition : condition.not();
  throw new QueryError(`${place} takes true or false, not ${describe(operand)}. Give one of them.`);
}

const isOperator = (name: string): name is Operator => Object.hasOwn(OPERATORS, name);

/** The entries of an object that a caller gave; a symbol among its keys says nothing that could be asked. */
function entriesOf(object: object, place: string): [string, unknown][] {
  if (Object.getOwnPropertySymbols(object).length > 0)
    throw new QueryError(`${place} has a symbol for a key. Use the names of fields and operators.`);
  return Object.entries(object);
}

function saidOf(place: string, value: object): [string, unknown][] {
  const entries = entriesOf(value, place);
  if (entries.length > 0) return entries;
  throw new QueryError(`${place}: {} says nothing. Leave the field out, or give it an operator.`);
}

function operatorOf(place: string, name: string): Operator {
  if (isOperator(name)) return name;
  throw unknownOperator(place, name);
}

/** What is said of the entity at the end of a relation to one. */
function beyond(step: RelationStep, schema: Schema, property: string, value: unknown): Condition[] {
  checkNesting(value, `${step.model}.${step.property}`);
  return conditionsOn(schema, property, value).map((condition) => condition.through(step));
}

const isThere = (schema: Schema, name: string): boolean =>
  askedField(schema, name) !== undefined || schema.relations.some(({ property }) => property === name) || isJoin(name);

function onField(step: RelationStep, { reference, codec }: FieldSchema, value: unknown): Condition[] {
  if (!isPlainObject(value))
    return [conditionOf({ model: step.model, property: step.property, path: [] }, 'eq', [value])];
  const place = `${step.model}.${step.property}`;
  return saidOf(place, value).flatMap(([name, operand]) => {
    // fields beyond a relation may have the name of an operator that no reference has
    const known = reference?.link.target.schema;
    const target = known && (!isOperator(name) || isThere(known, name)) ? known : undefined;
    if (codec.name === 'foreign' && !isOperator(name)) throw beyondReach(step.model, step.property);
    if (target && !isThere(target, name)) throw unknownAsked(target, name);
    return target ? beyond(step, target, name, operand) : [conditionOn(step, operatorOf(place, name), operand)];
  });
}

function onOne(step: RelationStep, { link }: RelationSchema, value: unknown): Condition[] {
  const place = `${step.model}.${step.property}`;
  const { schema } = link.target;
  if (!isPlainObject(value))
    throw new QueryError(
      `${place} is asked for by fields of ${schema.model}, not by ${describe(value)}. Give an object such as { ${schema.primary.field.property}: 7 }, or { isNull: true }.`,
    );
  return saidOf(place, value).flatMap(([name, operand]) =>
    name === 'isNull' ? asked(`${place}: isNull`, operand, exists(step).not()) : beyond(step, schema, name, operand),
  );
}

/** That a relation leads to any entity. */
export const exists = (step: RelationStep, recorder?: ConditionRecorder): Condition =>
  new Condition({ kind: 'relation', ...step, input: undefined }, recorder);

/** What is said of the entities at the end of a relation to many, by `some`, `every` or `none` of them. */
export function ofMany(
  step: RelationStep,
  how: string,
  fits: Condition | undefined,
  recorder?: ConditionRecorder,
): Condition {
  const any = (inner: Condition | undefined) => inner?.through(step, recorder) ?? exists(step, recorder);
  if (how === 'some') return any(fits);
  if (how === 'none') return any(fits).not();
  if (how === 'every' && fits) return any(fits.not()).not();
  throw new QueryError(`${step.model}.${step.property}: every needs a condition, and {} says nothing. Give one.`);
}

const HOW_MANY = new Set(['some', 'none', 'every']);

/** Refuse what says nothing of how many entities at the end of a relation are meant. */
export function checkHow({ model, property }: RelationStep, how: string): void {
  if (HOW_MANY.has(how)) return;
  throw new QueryError(
    `${model}.${property} leads to many, and ${JSON.stringify(how)} does not say to how many of them. Use some, every or none, as in { ${property}: { some: { ... } } } or ${property}.some((one) => ...).`,
  );
}

function onMany(step: RelationStep, { link }: RelationSchema, value: unknown): Condition[] {
  const place = `${step.model}.${step.property}`;
  if (!isPlainObject(value))
    throw new QueryError(
      `${place} is asked for by some, every or none, not by ${describe(value)}. Give an object such as { some: { ... } }.`,
    );
  checkNesting(value, place);
  return saidOf(place, value).map(([how, filter]) => {
    checkHow(step, how);
    return ofMany(step, how, whereObject(link.target.schema, filter, `${place}: ${how}`));
  });
}

/** What joins the conditions of other objects, where no field and no relation has that name. */
export const isJoin = (name: string): name is 'and' | 'or' | 'not' => name === 'and' || name === 'or' || name === 'not';

function joined(schema: Schema, name: 'and' | 'or' | 'not', value: unknown): Condition {
  const place = `where(): ${name}`;
  checkNesting(value, place);
  const said = (each: unknown): Condition => {
    const condition = whereObject(schema, each, place);
    if (condition) return condition;
    throw new QueryError(`${place} was given {}, which says nothing. Leave it out, or name a field.`);
  };
  if (name === 'not') return said(value).not();
  if (Array.isArray(value)) return joinConditions(name, value.map(said));
  const { property: key } = schema.primary.field;
  throw new QueryError(
    `${place} takes an array of objects, not ${describe(value)}. Give one, as in { ${name}: [{ ${key}: 1 }, { ${key}: { gt: 5 } }] }.`,
  );
}

const JOINS = /^\$?(and|or|nor|not)$/i;

/** What is neither a field nor a relation; other libraries have names that join conditions. */
function notThere(schema: Schema, property: string): QueryError {
  if (!JOINS.test(property)) return unknownAsked(schema, property);
  const { property: key } = schema.primary.field;
  return new QueryError(
    `where() has no ${JSON.stringify(property)}. Write { or: [{ ${key}: 1 }, { ${key}: { gt: 5 } }] }, and: [...] or not: { ... }, or give a function such as (it) => it.${key}.eq(1).or(it.${key}.gt(5)).`,
  );
}

function conditionsOn(schema: Schema, property: string, value: unknown): Condition[] {
  const step = { model: schema.model, property };
  const field = askedField(schema, property);
  if (field) return onField(step, field, value);
  const relation = schema.relations.find((each) => each.property === property);
  if (!relation && isJoin(property)) return [joined(schema, property, value)];
  if (!relation) throw notThere(schema, property);
  return relation.kind === 'one' ? onOne(step, relation, value) : onMany(step, relation, value);
}

/** The condition that an object stands for: each of its fields holds; undefined for an object without fields. */
export function whereObject(schema: Schema, where: unknown, place = 'where()'): Condition | undefined {
  if (!isPlainObject(where))
    throw new QueryError(
      `${place} needs conditions, not ${describe(where)}. Give an object such as { age: { gte: 18 } }, or a function such as (user) => user.age.gte(18).`,
    );
  const said = entriesOf(where, place).flatMap(([property, value]) => conditionsOn(schema, property, value));
  const first = said[0];
  return said.length > 1 ? first!.and(...said.slice(1)) : first;
}
