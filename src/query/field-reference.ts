import { inspect } from 'node:util';
import { QueryError } from '../errors/query.js';
import { OPERATORS, type Operator } from '../indexes/operators.js';
import { describe } from '../schema/describe.js';
import type { ContainerSchema, FieldSchema, Schema } from '../schema/schema.js';
import { didYouMean } from '../util/closest.js';
import { showAs } from '../util/shown.js';
import { Condition, type ConditionRecorder, checkLength, type RelationStep } from './condition.js';
import { Distance, OrderTerm } from './order-term.js';
import { isPlainObject } from './plain-object.js';
import { StoredValue } from './stored-value.js';

/** What takes one value where an operator takes a list. */
const ONE: Partial<Record<Operator, string>> = {
  in: 'eq',
  notIn: 'ne',
  containsAny: 'contains',
  containsAll: 'contains',
};

function checkList(place: string, operator: Operator, values: unknown): unknown[] {
  if (!Array.isArray(values))
    throw new QueryError(
      `${place} takes an array of values, not ${describe(values)}. Use ${ONE[operator]} for one value.`,
    );
  checkLength(values, place);
  // a hole in a sparse array becomes a value of undefined, which is refused later
  return Array.from(values);
}

/** `near(place, radius)` as the one object that `where()` takes as well. */
const circleOf = (place: unknown, radius: unknown): unknown =>
  isPlainObject(place) && radius !== undefined ? { ...place, radius } : place;

/** Which field is meant. */
interface NamedField {
  readonly model: string;
  readonly property: string;
  /** the relations that lead to the model, from the one that is queried on */
  readonly path: readonly RelationStep[];
  readonly recorder?: ConditionRecorder | undefined;
}

/** What the language asks of any value that is awaited, written as JSON or shown: of a proxy console.log() asks for its 0. */
const ASKED: ReadonlySet<unknown> = new Set(['then', 'toJSON', inspect.custom, '0']);
export const isAskedOfAny = (name: string | symbol): boolean => ASKED.has(name);

/** How much of a name a message repeats. */
const LONGEST = 40;

// a symbol, since the references of a relation have the names of the fields beyond it
const NAMED = Symbol('named');

/** A value as it is now, whatever its owner makes of it later. */
function asGiven(value: unknown): unknown {
  if (value instanceof Date) return new Date(value);
  if (value instanceof Uint8Array) return Buffer.from(value);
  return isPlainObject(value) ? { ...value } : value;
}

function valuesOf({ model, property }: NamedField, operator: Operator, [first, second]: readonly unknown[]) {
  const takes = OPERATORS[operator];
  if (takes === 'circle') return [circleOf(first, second)];
  if (takes === 'list' || takes === 'elements') return checkList(`${model}.${property}: ${operator}`, operator, first);
  if (takes === 'nothing') return [];
  return takes === 'pair' ? [first, second] : [first];
}

/** What is said of an entity that relations lead to, as what is said of the first one. */
export const through = (path: readonly RelationStep[], condition: Condition): Condition =>
  path.reduceRight((inner, step) => inner.through(step), condition);

/** What an operator says of a field. */
export function conditionOf(named: NamedField, operator: Operator, operands: readonly unknown[]): Condition {
  const { model, property, path, recorder } = named;
  if (operator === 'search') {
    const [text, options] = operands;
    return through(path, new Condition({ kind: 'search', model, property, text, options }, recorder));
  }
  const [value] = operands;
  if (value !== undefined && OPERATORS[operator] === 'nothing')
    throw new QueryError(
      `${model}.${property}: ${operator}() takes nothing, not ${describe(value)}. For the opposite write ${operator}().not().`,
    );
  if (value instanceof StoredValue)
    return through(path, new Condition({ kind: 'bound', model, property, operator, value }, recorder));
  const values = valuesOf(named, operator, operands).map(asGiven);
  return through(path, new Condition({ kind: 'field', model, property, operator, values }, recorder));
}

/** A field as code, from the model on that is queried: `Post.author.name`. */
export const codeOf = (model: string, property: string, path: readonly RelationStep[]): string =>
  [path[0]?.model ?? model, ...path.map((step) => step.property), property].join('.');

/** A field in a condition or an order: it has a method for each operator, and which of them compile depends on the field's type. */
export class FieldReference {
  static {
    showAs(FieldReference, ({ [NAMED]: { model, property, path } }) => codeOf(model, property, path));
  }

  readonly [NAMED]: NamedField;

  constructor(named: NamedField) {
    this[NAMED] = named;
  }

  asc(): OrderTerm {
    return orderTerm(this[NAMED], 'asc');
  }

  desc(): OrderTerm {
    return orderTerm(this[NAMED], 'desc');
  }

  distanceTo(from: unknown): Distance {
    const named = this[NAMED];
    checkOwn(named);
    return Distance.of(named.model, named.property, from);
  }
}

function orderTerm(named: NamedField, direction: 'asc' | 'desc'): OrderTerm {
  checkOwn(named);
  return new OrderTerm(named.property, direction);
}

/** Refuse a field of another model where entities are ordered. */
function checkOwn({ model, path: [first] }: NamedField): void {
  if (first) throw foreignOrder(first.model, first.property, model);
}

/** The error of an order by what lies beyond a relation. */
export const foreignOrder = (model: string, property: string, to: string): QueryError =>
  new QueryError(
    `${model}.${property} leads to ${to}, whose fields are in no row of ${model} and cannot order them. Keep a copy in a field of ${model} that has @Index(), or sort what with({ ${property}: true }) loads.`,
  );

/** An operator that there is not, on a field. */
export function unknownOperator(place: string, name: string): QueryError {
  const names = Object.keys(OPERATORS);
  const meant = didYouMean(name, names);
  const said = `${place}: there is no operator ${JSON.stringify(name.slice(0, LONGEST))}`;
  return new QueryError(`${said}${meant ? `, ${meant}` : '.'} Use one of: ${names.join(', ')}.`);
}

// a name that no field has is looked up here last: what is known costs nothing more
Object.setPrototypeOf(
  FieldReference.prototype,
  new Proxy(Object.prototype, {
    get(known, name, reference: FieldReference) {
      if (typeof name === 'symbol' || name in known || ASKED.has(name)) return Reflect.get(known, name) as unknown;
      const { model, property } = reference[NAMED];
      throw unknownOperator(`${model}.${property}`, name);
    },
  }),
);

for (const operator of Object.keys(OPERATORS) as Operator[])
  Object.defineProperty(FieldReference.prototype, operator, {
    value(this: FieldReference, ...operands: unknown[]): Condition {
      return conditionOf(this[NAMED], operator, operands);
    },
  });

/** The property that is named by what a callback gave, if it is one of the model itself. */
export function ownProperty({ model }: Schema, given: unknown): string | undefined {
  if (!(given instanceof FieldReference)) return undefined;
  const named = given[NAMED];
  return named.model === model && named.path.length === 0 ? named.property : undefined;
}

/** The properties that lead from the model to what a callback gave, its own the last; undefined for what is not a field. */
export function pathOf({ model }: Schema, given: unknown): [...string[], string] | undefined {
  if (!(given instanceof FieldReference)) return undefined;
  const { path, property, model: last } = given[NAMED];
  return (path[0]?.model ?? last) === model ? [...path.map((step) => step.property), property] : undefined;
}

/** What is said of an entity of another store, of which the server knows the id alone. */
export const beyondReach = (model: string, property: string): QueryError =>
  new QueryError(
    `${model}.${property} leads to another store, whose fields no query here can ask for. Ask for the ids, as in { ${property}: { in: [...] } }.`,
  );

const isIndexed = ({ indexes }: Schema, property: string): boolean =>
  indexes.some(({ fields }) => fields.some((field) => field.property === property));

/** A container where a field is asked for. */
function unreadContainer(schema: Schema, { property, kind, members }: ContainerSchema): QueryError {
  const said = `${schema.model}.${property} is a container (${kind}), `;
  if (!members) return new QueryError(`${said}of which no query asks anything. Read it of the entities.`);
  const values = `where({ ${property}: { contains: ... } })${isIndexed(schema, property) ? '' : ' with @Index()'}`;
  return new QueryError(
    `${said}which has no select, facets, groupBy or orderBy. Ask for its values, as in ${values}, or read it of the entities.`,
  );
}

/** A name that there is not; what may be named beside fields and relations is given. Whoever sent it is told of no field that is hidden. */
export function unknownField(schema: Schema, property: string, beside: Iterable<string> = []): QueryError {
  const { model, queryable, relations, containers } = schema;
  const container = containers.find((each) => each.property === property);
  if (container) return unreadContainer(schema, container);
  const shown = [...queryable].filter(([, { hidden }]) => !hidden).map(([name]) => name);
  const known = [...shown, ...beside, ...relations.map((relation) => relation.property)];
  const said = `${model} has no field ${describe(property).replace(/^string /, '')}`;
  const meant = didYouMean(property, known);
  return new QueryError(`${said}${meant && `: ${meant}`}${meant ? '' : '.'} Use one of: ${known.join(', ')}.`);
}

/** The same of a condition, which may name containers with an index too. */
export const unknownAsked = (schema: Schema, property: string): QueryError =>
  unknownField(
    schema,
    property,
    [...schema.members.keys()].filter((name) => isIndexed(schema, name)),
  );

/** What is said of one field, where no callback says it. */
export const conditionOn = ({ model }: Schema, { property }: FieldSchema, operator: Operator, value: unknown) =>
  conditionOf({ model, property, path: [] }, operator, [value]);
