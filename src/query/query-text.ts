import { OPERATORS, type Operator } from '../indexes/operators.js';
import type { FieldSchema, Schema } from '../schema/schema.js';
import { HIDDEN, listText, valueText } from '../schema/value-text.js';
import { type RelationCondition, relationEnd } from './compile/relation.js';
import type { ConditionData } from './condition.js';
import { type OrderTerm, ScoreOrder } from './order-term.js';
import type { QueryState } from './query-state.js';

const SYMBOLS: { readonly [O in Operator]?: string } = { eq: '=', ne: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=' };

/** The id of what was given for a relation: an entity shows no more of itself. */
function shownOf(field: FieldSchema | undefined, value: unknown): unknown {
  const target = field?.reference?.link.target;
  const id = target?.storedId(value);
  return id ? target!.schema.primary.field.codec.decode(id) : value;
}

const PLACE = ['longitude', 'latitude', 'radius', 'west', 'south', 'east', 'north'];

/** A circle or a box, by the numbers that it is given as. */
function placeText(place: unknown): string {
  const numbers = new Map(Object.entries(Object(place)));
  const shown = PLACE.filter((name) => numbers.has(name)).map((name) => `${name}: ${valueText(numbers.get(name))}`);
  return shown.length === 0 ? valueText(place) : `{ ${shown.join(', ')} }`;
}

function operandText(operator: Operator, values: readonly unknown[]): string {
  const takes = OPERATORS[operator];
  if (takes === 'circle' || takes === 'box') return placeText(values[0]);
  return takes === 'list' || takes === 'pair' || takes === 'elements' ? listText(values) : valueText(values[0]);
}

function fieldText(schema: Schema, { property, operator, values }: Extract<ConditionData, { kind: 'field' }>): string {
  const field = schema.byProperty.get(property);
  if (operator === 'isNull') return `${property} isNull`;
  const shown = values.map((value) => shownOf(field, value));
  const text = field?.hidden ? HIDDEN : operandText(operator, shown);
  return `${property} ${SYMBOLS[operator] ?? operator} ${text}`;
}

function boundText({ property, operator, value }: Extract<ConditionData, { kind: 'bound' }>): string {
  const { schema, id, field } = value;
  return `${property} ${SYMBOLS[operator] ?? operator} ${schema.model}.field(${valueText(id)}).${field.property}`;
}

function conditionText(schema: Schema, data: ConditionData): string {
  if (data.kind === 'field') return fieldText(schema, data);
  if (data.kind === 'bound') return boundText(data);
  if (data.kind === 'stored') return `in stored ${valueText(data.name)}`;
  if (data.kind === 'held' || data.kind === 'listed') return `in ${data.name}`;
  if (data.kind === 'search') return `${data.property === undefined ? '' : `${data.property}.`}search(...)`;
  if (data.kind === 'relation') return relationText(schema, data);
  if (data.kind === 'not') return `not(${conditionText(schema, data.input)})`;
  return joinText(schema, data);
}

function joinText(schema: Schema, { kind, inputs }: Extract<ConditionData, { readonly inputs: unknown }>): string {
  if (inputs.length === 0) return kind === 'or' ? 'nothing' : 'everything';
  return `(${inputs.map((input) => conditionText(schema, input)).join(` ${kind} `)})`;
}

/** Where a distance is measured from is a value, and may be hidden. */
const termText = ({ property, direction, from }: OrderTerm): string =>
  `${property}${from ? '.distanceTo(...)' : ''} ${direction}`;

function relationText(schema: Schema, { property, input }: RelationCondition): string {
  const { op, target } = relationEnd(schema, property);
  const within = input ? withoutBrackets(conditionText(target, input)) : '';
  return `${property}${op === 'back' ? '.some' : ''}(${within})`;
}

const withoutBrackets = (text: string): string => (/^\(.*\)$/s.test(text) ? text.slice(1, -1) : text);

/** A query as code: `User.query().where(age >= 18).orderBy(joined desc)`. Values of hidden fields are left out. */
export function queryText(
  schema: Schema,
  { conditions = [], order, limit, offset, projection, scan, stored, with: parts }: QueryState,
): string {
  const wheres = conditions.map(
    (data) =>
      `.where(${data.kind === 'not' ? conditionText(schema, data) : withoutBrackets(conditionText(schema, data))})`,
  );
  const [byScore] = order ?? [];
  const terms = order?.map((term) => (term instanceof ScoreOrder ? '' : termText(term))).join(', ');
  return [
    `${schema.model}.query()`,
    stored === undefined ? '' : `.fromStored(${valueText(stored)})`,
    scan ? '.scan()' : '',
    ...wheres,
    byScore instanceof ScoreOrder ? `.orderByScore(${valueText(byScore.key)}, ${byScore.direction})` : '',
    terms ? `.orderBy(${terms})` : '',
    limit === undefined ? '' : `.limit(${limit})`,
    offset ? `.offset(${offset})` : '',
    parts ? `.with(${parts.map(({ property }) => property).join(', ')})` : '',
    projection ? `.select(${projection.names.join(', ')}${projection.raw ? ', { raw: true }' : ''})` : '',
  ].join('');
}
