import { expectedBy, ownMessage, type SchemaIssue, validateNow } from '../codecs/standard-schema.js';
import type { ValidationIssue } from '../errors/issues.js';
import { SchemaError } from '../errors/model.js';
import { didYouMean } from '../util/closest.js';
import { truncate } from '../util/truncate.js';
import { describeIn } from './describe.js';
import { textIssues } from './full-text.js';
import { type FieldSchema, isLinked, type Schema } from './schema.js';

/** What the field's own check, such as a zod schema, has against a value. */
function checkIssues(field: FieldSchema, value: unknown): ValidationIssue[] {
  const { property, check } = field;
  if (!check) return [];
  const verdict = validateNow(check, value);
  if (!verdict)
    throw new SchemaError(
      `The check of ${property} is asynchronous. Use a synchronous one, or check the value before the call.`,
    );
  return (verdict.issues ?? []).map((issue) => issueInside(field, value, issue));
}

/** What is at the end of a path, as far as it can be followed. */
function inside(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path) found = (found as Record<string, unknown> | null | undefined)?.[name];
  return found;
}

/** An issue of a schema, about a value or what is inside of it. */
function issueInside(field: FieldSchema, value: unknown, { path, message }: SchemaIssue): ValidationIssue {
  const found = path.length === 0 ? value : inside(value, path);
  const name = [field.property, ...path].join('.');
  return { field: name, expected: expectedBy(message), found: describeIn(field, found), message: ownMessage(message) };
}

function typeIssues(field: FieldSchema, value: unknown): ValidationIssue[] {
  const { property, codec, optional } = field;
  const problems = codec.problems?.(value) ?? [];
  if (problems.length > 0) return problems.map((problem) => issueInside(field, value, problem));
  const expected = value === null && optional ? `${codec.expected}, or undefined for no value` : codec.expected;
  return [{ field: property, expected, found: describeIn(field, value) }];
}

function valueIssues(field: FieldSchema, value: unknown): ValidationIssue[] {
  const { property, codec, optional } = field;
  if (value === undefined) return optional ? [] : [{ field: property, expected: codec.expected, found: 'undefined' }];
  if (!codec.accepts(value)) return typeIssues(field, value);
  const tooLong = textIssues(field, value);
  return tooLong.length > 0 ? tooLong : checkIssues(field, value);
}

/** What is wrong with the values of fields that an entity or an input holds. */
export function validateFields(
  fields: readonly FieldSchema[],
  values: Readonly<Record<string, unknown>>,
): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  for (const field of fields) {
    const found = valueIssues(field, values[field.property]);
    if (found.length > 0) issues.push(...found);
  }
  return issues;
}

/** What is wrong with an id that a caller gave. */
export function idIssue({ primary }: Schema, id: unknown): ValidationIssue | undefined {
  const { field, integer } = primary;
  const expected = integer
    ? 'a whole number from 0 to 2^53 - 1'
    : 'a string that is not empty, without lone surrogates';
  const fits = field.codec.accepts(id) && (integer ? (id as number) >= 0 && !Object.is(id, -0) : id !== '');
  return fits ? undefined : { field: field.property, expected, found: describeIn(field, id) };
}

/** Of a name that is not a field: what was meant, or else that a property is not a field by itself. */
const unknownName = (name: string, { byProperty }: Schema): string =>
  `an unknown name (${didYouMean(name, byProperty.keys()) || 'is @Field() missing there?'})`;

/** What a property takes that is not a field: a getter, or what is filled by its own methods once the entity is saved. */
function expectedElse({ containers, relations, queryable }: Schema, name: PropertyKey): string | undefined {
  if (queryable.has(name as string)) return 'no value for a getter, which makes its own of the fields';
  const container = containers.find(({ property }) => property === name);
  if (container) return `no value for a ${container.kind}, which is filled once the entity is saved`;
  const relation = relations.find(({ property }) => property === name);
  if (!relation) return undefined;
  return isLinked(relation)
    ? `no value, since ${relation.property}.add() links entities once this one is saved`
    : 'no value for a relation that the other side stores';
}

/** How much of a name is told that somebody else may have sent. */
const LONGEST_NAME = 100;

/** Names in an input that are not fields. */
export function unknownNames(schema: Schema, input: object): ValidationIssue[] {
  const names = Reflect.ownKeys(input).filter((name) => typeof name !== 'string' || !schema.byProperty.has(name));
  if (names.length === 0) return [];
  const known = `one of the fields ${[...schema.byProperty.keys()].join(', ')}`;
  return names.map((name) => {
    const [field, other] = [truncate(String(name), LONGEST_NAME), expectedElse(schema, name)];
    return { field, expected: other ?? known, found: other === undefined ? unknownName(field, schema) : 'one' };
  });
}
