import { expectedBy } from '../../codecs/standard-schema.js';
import { QueryError } from '../../errors/query.js';
import { AREAS, EXPECTED_AREAS } from '../../indexes/area.js';
import type { IndexedField } from '../../indexes/index-kind.js';
import { OPERATORS, type Operator } from '../../indexes/operators.js';
import { describe, describeIn } from '../../schema/describe.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import { elementForm, isElement } from '../../types/elements.js';
import { indexed } from '../../types/index-form.js';
import { text } from '../../types/text.js';
import { isPlainObject } from '../plain-object.js';

/** How much a message repeats of what is not an area. */
const PARTS = 6;
const LONGEST = 20;

/** What a condition says of a field, for messages. */
interface Place {
  readonly schema: Schema;
  readonly field: FieldSchema;
  readonly operator: Operator;
}

function misfit({ schema, field, operator }: Place, expected: string, value: unknown, said = describe): QueryError {
  const isList = Array.isArray(value) && (operator === 'eq' || operator === 'ne');
  const several = `Correct the value, or for several write { ${operator === 'eq' ? 'in' : 'notIn'}: [...] }.`;
  const none = 'Leave the condition out, or use isNull(), in an object { isNull: true }.';
  const hint = value == null ? none : isList ? several : 'Correct the value.';
  return new QueryError(
    `${schema.model}.${field.property}: ${operator} needs ${expected}, and was given ${describeIn(field, value, said)}. ${hint}`,
  );
}

/** What is wrong with what looks right, such as an entity of another database. */
function problemOf(type: IndexedField['type'], value: unknown): string | undefined {
  const [problem] = type.problems?.(value) ?? [];
  return problem && expectedBy(problem.message);
}

function valueForm(place: Place, { type }: Pick<IndexedField, 'type'>, value: unknown): string {
  const { schema, field, operator } = place;
  if (!type.accepts(value)) throw misfit(place, (field.reference && problemOf(type, value)) ?? type.expected, value);
  const stored = type.encode(value);
  if (stored !== '' || !field.reference) return indexed(type, stored);
  throw new QueryError(
    `${schema.model}.${field.property}: ${operator} was given an entity that is new, to which nothing leads. Save it first.`,
  );
}

// a pattern is compared with texts in the form of the index
function patternForm(place: Place, { type }: IndexedField, value: unknown): string {
  if (text.accepts(value)) return indexed(type, type.encode(value));
  throw misfit(place, text.expected, value);
}

function elementOf(place: Place, { type }: IndexedField, value: unknown): string {
  if (type.members) return valueForm(place, { type }, value);
  if (isElement(value)) return elementForm(value);
  throw misfit(place, 'elements that are texts, finite numbers or booleans', value);
}

/** What was given for an area, part by part: it is mostly one of them that is wrong. */
function describeArea(value: unknown): string {
  const parts = isPlainObject(value) ? Object.entries(value).slice(0, PARTS) : [];
  if (parts.length === 0) return describe(value);
  return `{ ${parts.map(([name, part]) => `${name.slice(0, LONGEST)}: ${describe(part)}`).join(', ')} }`;
}

function areaOf(place: Place, takes: 'circle' | 'box', value: unknown): string {
  const form = AREAS[takes](value);
  if (form !== undefined) return form;
  throw misfit(place, EXPECTED_AREAS[takes], value, describeArea);
}

/** What an operator was given, in the form that the index has of it. */
export function operandForm(place: Place, on: IndexedField, value: unknown): string {
  const takes = OPERATORS[place.operator];
  if (takes === 'circle' || takes === 'box') return areaOf(place, takes, value);
  if (takes === 'pattern') return patternForm(place, on, value);
  if (takes === 'element' || takes === 'elements') return elementOf(place, on, value);
  return valueForm(place, on, value);
}
