import { CodecError } from '../errors/container.js';
import type { FieldSchema, Schema } from './schema.js';

type Values = Record<string, unknown>;
type StoredRow = readonly (string | null | undefined)[];

const CORRECT = 'Correct the stored value, or declare the field as it is stored.';
const SUPPLY = 'Make the field optional, give it a default, or store a value.';

/** What is wrong with a stored value; that of a hidden field is not repeated. */
function reasonOf({ hidden, codec }: FieldSchema, cause: unknown): unknown {
  return hidden ? new TypeError(`expected ${codec.expected}`) : cause;
}

/** A required value is not there. */
const missing = ({ codec }: FieldSchema): TypeError => new TypeError(`expected ${codec.expected}, found nothing`);

const isAbsent = Symbol('absent');

interface UnreadRow {
  readonly schema: Schema;
  readonly id: string;
}

const unread = new WeakMap<CodecError, UnreadRow>();

/** The row that an error is about, where one could not be read. */
export const unreadRow = (error: unknown): UnreadRow | undefined =>
  error instanceof CodecError ? unread.get(error) : undefined;

/** The error for a row whose field cannot be read, or (without a cause) is not there. */
export function unreadable(schema: Schema, field: FieldSchema, id: string, cause: unknown = isAbsent): CodecError {
  const [reason, wayOut] = cause === isAbsent ? [missing(field), SUPPLY] : [reasonOf(field, cause), CORRECT];
  const reader = { name: `${schema.model}.${field.property}`, wayOut };
  const error = new CodecError(schema.keyspace.entity(id), field.stored, reason, {}, reader);
  unread.set(error, { schema, id });
  return error;
}

type Blank = new () => Readonly<Values>;

/**
 * What a field has of which nothing is stored, since it was added after the row was: its default, or what its initializer makes in a new
 * object of the class; undefined where it has neither.
 */
export const defaultOf = ({ prototype }: Schema, { property, default: make }: FieldSchema): unknown =>
  make?.() ?? new (prototype.constructor as Blank)()[property];

/** The stored form of what a required field has of which nothing is stored; undefined for one without a default, and for what is not a field. */
export function storedDefault(schema: Schema, field: FieldSchema): string | undefined {
  const value = field.optional || !schema.fields.includes(field) ? undefined : defaultOf(schema, field);
  return field.codec.accepts(value) ? field.codec.encode(value) : undefined;
}

function fill(schema: Schema, field: FieldSchema, values: Values): boolean {
  values[field.property] ??= defaultOf(schema, field);
  return values[field.property] !== undefined;
}

/**
 * Give an entity what is stored: its fields in the order of the schema, and its id.
 *
 * @returns whether a required field of which nothing is stored was given its default
 * @throws CodecError with key and field where a value does not fit, or a required one is missing
 */
export function assignStored(schema: Schema, values: Values, stored: StoredRow, id: string): boolean {
  const { fields, primary } = schema;
  let field = primary.field;
  let absent: FieldSchema | undefined;
  let isFilled = false;
  // one try for all fields: loading is where programs spend their time
  try {
    values[field.property] = field.codec.decode(id);
    for (let i = 0; i < fields.length; i++) {
      field = fields[i]!;
      const value = stored[i];
      if (value != null) values[field.property] = field.codec.decode(value);
      else if (field.optional) values[field.property] = undefined;
      else if (fill(schema, field, values)) isFilled = true;
      else absent ??= field;
    }
  } catch (cause) {
    throw unreadable(schema, field, id, cause);
  }
  if (absent) throw unreadable(schema, absent, id);
  return isFilled;
}

/**
 * The value of one field of a row, where no entity is made; undefined where an optional one has none.
 *
 * @throws CodecError as `assignStored`
 */
export function decodeStored(
  schema: Schema,
  field: FieldSchema,
  stored: string | null | undefined,
  id: string,
): unknown {
  if (stored == null) {
    if (field.optional) return undefined;
    const value = defaultOf(schema, field);
    if (value === undefined) throw unreadable(schema, field, id);
    return value;
  }
  try {
    return field.codec.decode(stored);
  } catch (cause) {
    throw unreadable(schema, field, id, cause);
  }
}

/** The same in plain data: of a relation the id. */
export function decodePlain(
  schema: Schema,
  field: FieldSchema,
  stored: string | null | undefined,
  id: string,
): unknown {
  const target = stored == null ? undefined : field.reference?.link.target.schema;
  if (target) return decodeStored(target, target.primary.field, stored, stored!);
  const value = decodeStored(schema, field, stored, id);
  return field.codec.plain && value !== undefined ? field.codec.plain(value) : value;
}
