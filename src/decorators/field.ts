import { isSchema, type StandardSchema } from '../codecs/standard-schema.js';
import { checkDeclared } from '../schema/check-options.js';
import { bigint } from '../types/bigint.js';
import { boolean } from '../types/boolean.js';
import { bytes } from '../types/bytes.js';
import { type DateString, date } from '../types/date.js';
import { datetime } from '../types/datetime.js';
import { type DecimalString, decimal } from '../types/decimal.js';
import { type EnumValues, enumeration } from '../types/enumeration.js';
import type { FieldType } from '../types/field-type.js';
import { float } from '../types/float.js';
import { type Geo, geo } from '../types/geo.js';
import { integer } from '../types/integer.js';
import { json, jsonInstance, jsonOf } from '../types/json.js';
import { lackOf, ownType } from '../types/own.js';
import { text } from '../types/text.js';
import { type TimeString, time } from '../types/time.js';
import { uuid } from '../types/uuid.js';
import { containerFields } from './container-fields.js';
import { generateUlid, generateUuid } from './generate-id.js';
import { fieldDecorator, fieldFactory, mistakeDecorator } from './record-field.js';
import type {
  DatetimeOptions,
  EnumFactory,
  ExactFieldFactory,
  FieldFactory,
  FieldOptions,
  GeneratedId,
  JsonFactory,
  OwnFactory,
  RequiredProperty,
} from './types.js';

const GENERATORS = { uuid: generateUuid, ulid: generateUlid };

function id(options?: { readonly generate?: 'increment' }): RequiredProperty<number>;
function id(options: { readonly generate: 'uuid' | 'ulid' | (() => string) }): RequiredProperty<string>;
function id(options: { readonly generate?: GeneratedId } = {}): unknown {
  const { generate = 'increment' } = checkDeclared('@Field.id()', options, { generate: true });
  if (generate === 'increment') return fieldDecorator({}, { type: integer as FieldType, generate });
  const make = typeof generate === 'function' ? generate : GENERATORS[generate];
  return fieldDecorator({}, { type: text as FieldType, generate: make });
}

const enumField = (values: EnumValues<string>, options: FieldOptions<unknown> = {}) =>
  fieldDecorator(options, { type: enumeration(values) as FieldType });

function ownField(type: FieldType, options: FieldOptions<unknown> = {}): unknown {
  const lack = lackOf(type);
  if (lack === undefined) return fieldDecorator(options, { type: ownType(type) });
  return mistakeDecorator(`Field.of() was given a type that cannot be used: ${lack}. See FieldType.`);
}

type JsonOptions = FieldOptions<unknown> & { readonly schema?: StandardSchema };

function jsonField(first: JsonOptions | (() => new () => object) = {}, second: JsonOptions = {}): unknown {
  if (isSchema(first))
    return mistakeDecorator('Field.json() takes a schema as an option. Write Field.json({ schema: ... }).');
  if (typeof first === 'function') return fieldDecorator(second, { type: jsonInstance(first) as FieldType });
  const { schema, ...options } = first;
  return fieldDecorator(options, { type: schema === undefined ? json : jsonOf(schema) });
}

/** A stored property whose type is the property's own: String, Number (a float), Boolean, Date, BigInt, Buffer, Uint8Array. */
const reflected = ((options: FieldOptions<unknown> = {}) => fieldDecorator(options, {})) as FieldFactory<
  string | number | boolean | Date | bigint | Uint8Array
>;

/**
 * Declares a stored property.
 *
 * `Field()` takes the type from the property and needs a compiler that emits it (tsc and swc with `emitDecoratorMetadata`);
 * `Field.text()` and its siblings say it themselves, and do not compile on a property of another type.
 */
export const Field = Object.assign(reflected, {
  /** The primary key, made on the server by counting up (a number), or by uuid v7, ulid or a function (a string). */
  id,
  /** A UTF-8 string, stored as it is written. */
  text: fieldFactory(text),
  /** A whole number that a `number` holds exactly. */
  integer: fieldFactory(integer),
  /** A finite number. */
  float: fieldFactory(float),
  /** An exact decimal number as text, such as `'12.50'`: a `DecimalString`. */
  decimal: fieldFactory<DecimalString, ExactFieldFactory<DecimalString>>(decimal),
  /** A whole number of any size. */
  bigint: fieldFactory(bigint),
  /** True or false, stored as 1 or 0. */
  boolean: fieldFactory(boolean),
  /** Any bytes: a `Uint8Array` or a `Buffer`; they come back as a `Buffer`. */
  bytes: fieldFactory(bytes),
  /** A UUID of any version, stored in lower case. */
  uuid: fieldFactory(uuid),
  /** A point in time, stored as milliseconds since 1970; `{ on: 'create' }` and `{ on: 'save' }` set it by themselves. */
  datetime: fieldFactory<Date, FieldFactory<Date, DatetimeOptions>>(datetime),
  /** A day of the calendar, such as `'1815-12-10'`: a `DateString`. */
  date: fieldFactory<DateString, ExactFieldFactory<DateString>>(date),
  /** A time of day, such as `'08:30:00'` or `'08:30:00.250'`: a `TimeString`. */
  time: fieldFactory<TimeString, ExactFieldFactory<TimeString>>(time),
  /** A place on the earth: `{ longitude, latitude }` in degrees. */
  geo: fieldFactory<Geo, ExactFieldFactory<Geo>>(geo),
  /** One of a fixed list of strings. */
  enum: enumField as EnumFactory,
  /**
   * What JSON can hold: `Field.json()`. With `{ schema }` (zod or any Standard Schema) it is checked when it is written and read;
   * with `() => Address` it comes back as instances of the class, by class-transformer.
   */
  json: jsonField as JsonFactory,
  /** A type of your own: see `FieldType`. */
  of: ownField as OwnFactory<FieldType>,
  ...containerFields,
});
