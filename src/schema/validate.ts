import { validateNow } from '../codecs/standard-schema.js';
import { SchemaError, type ValidationIssue } from '../errors/model.js';
import { describe } from './describe.js';
import type { FieldSchema, Schema } from './schema.js';

/** What the field's own check, such as a zod schema, has against a value. */
function checkIssues({ property, check }: FieldSchema, value: unknown): ValidationIssue[] {
  if (!check) return [];
  const verdict = validateNow(check, value);
  if (!verdict)
    throw new SchemaError(
      `The check of ${property} is asynchronous. Use a synchronous one, or check the value before the call.`,
    );
  return (verdict.issues ?? []).map(({ message }) => ({ field: property, expected: message, found: describe(value) }));
}

function valueIssues(field: FieldSchema, value: unknown): ValidationIssue[] {
  const { property, codec, optional } = field;
  if (value === undefined) return optional ? [] : [{ field: property, expected: codec.expected, found: 'undefined' }];
  if (codec.accepts(value)) return checkIssues(field, value);
  const expected = value === null && optional ? `${codec.expected}, or undefined for no value` : codec.expected;
  return [{ field: property, expected, found: describe(value) }];
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
  return fits ? undefined : { field: field.property, expected, found: describe(id) };
}

/** Names in an input that are no fields. */
export function unknownNames(schema: Schema, input: object): ValidationIssue[] {
  const isUnknown = (name: string | symbol): boolean => typeof name !== 'string' || !schema.byProperty.has(name);
  const all = Reflect.ownKeys(input);
  if (!all.some(isUnknown)) return [];
  const names = all.filter(isUnknown);
  const known = [...schema.byProperty.keys()].join(', ');
  return names.map((name) => ({
    field: String(name),
    expected: `one of the fields ${known}`,
    found: 'an unknown name',
  }));
}
