// What zod says of the input of create(). zod itself is loaded by the first who asks: most programs never do.
import type * as Zod from 'zod';
import { issueMessage } from '../errors/issues.js';
import { loadPackage } from '../util/load-package.js';
import type { FieldSchema, Schema } from './schema.js';
import { idIssue, validateFields } from './validate.js';

type Validator = Zod.ZodType;
type JsonSchema = Record<string, unknown>;

const isZod = (schema: unknown): schema is Zod.ZodType =>
  (schema as { readonly '~standard'?: { readonly vendor?: unknown } } | undefined)?.['~standard']?.vendor === 'zod';

/** What JSON Schema says of a schema of zod; nothing where it has no words for it. */
function jsonSchemaOf({ toJSONSchema }: typeof Zod, schema: unknown): JsonSchema {
  if (!isZod(schema)) return {};
  const { $schema: _, ...found } = toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return found;
}

/** The type, with the formats and bounds of the field's check; that a number is whole is known to the type alone. */
function jsonSchema(zod: typeof Zod, { codec, check, optional }: FieldSchema): JsonSchema {
  const own: JsonSchema = { ...codec.json?.schema, ...jsonSchemaOf(zod, codec.json?.of) };
  const merged = { ...own, ...jsonSchemaOf(zod, check) };
  const found = own.type === undefined ? merged : { ...merged, type: own.type };
  const isAnything = Object.keys(found).length === 0;
  return optional && !isAnything ? { anyOf: [found, { type: 'null' }] } : found;
}

type Problem = { path: string[]; message: string };

/** What is wrong with a value: the same that `create` would say. */
function problemsOf(schema: Schema, field: FieldSchema, value: unknown): Problem[] {
  const isKey = field === schema.primary.field;
  const issues = isKey ? [idIssue(schema, value) ?? []].flat() : validateFields([field], { [field.property]: value });
  return issues.map((issue) => ({ path: issue.field.split('.').slice(1), message: issueMessage(issue) }));
}

/** JSON has no `undefined`: `null` stands for it. */
function readForm({ codec: { json }, optional }: FieldSchema, form: unknown): unknown {
  const value = json?.read ? json.read(form) : form;
  return optional ? (value ?? undefined) : value;
}

/** One field: reads what JSON cannot say, then checks as `create` does. */
function fieldValidator(zod: typeof Zod, schema: Schema, field: FieldSchema, mayMiss: boolean): Validator {
  const validator = zod.transform((form, context) => {
    const value = readForm(field, form);
    for (const problem of problemsOf(schema, field, value))
      context.issues.push({ ...problem, code: 'custom', input: form });
    return value;
  });
  // zod asks a schema for its own words first
  validator._zod.toJSONSchema = () => jsonSchema(zod, field);
  return mayMiss ? validator.optional() : validator;
}

/** The fields that `create` takes: not the id, where the server or a generator makes it. */
const inputFields = ({ byProperty, primary }: Schema): FieldSchema[] =>
  [...byProperty.values()].filter((field) => field !== primary.field || primary.generate === undefined);

/**
 * The zod object of `create`'s input.
 *
 * @param initial an entity as its class makes it: what an initializer sets may be left out
 */
export function inputSchema(schema: Schema, initial: Readonly<Record<string, unknown>>): Zod.ZodObject {
  const zod = loadPackage('zod') as typeof Zod;
  const shape = inputFields(schema).map((field) => {
    const mayMiss = field.optional || field.default !== undefined || initial[field.property] !== undefined;
    return [field.property, fieldValidator(zod, schema, field, mayMiss)] as const;
  });
  return zod.strictObject(Object.fromEntries(shape));
}
