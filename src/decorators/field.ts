import 'reflect-metadata';
import { ulid } from 'ulid';
import { v7 as uuid } from 'uuid';
import { type FieldDraft, recordProperty } from '../schema/draft.js';
import { boolean } from '../types/boolean.js';
import { datetime } from '../types/datetime.js';
import { enumeration } from '../types/enumeration.js';
import type { FieldType } from '../types/field-type.js';
import { float } from '../types/float.js';
import { integer } from '../types/integer.js';
import { text } from '../types/text.js';
import type { FieldFactory, FieldOptions, GeneratedId, OptionalEnum, RequiredEnum, RequiredProperty } from './types.js';

type Extra = Pick<FieldDraft, 'type' | 'generate'>;

/** The type that the compiler emitted for a property; esbuild emits none. */
const reflectedType = (target: object, key: string | symbol): unknown =>
  Reflect.getMetadata('design:type', target, key);

function record(target: object, key: string | symbol, options: FieldOptions<unknown>, { type, generate }: Extra): void {
  const { optional = false, default: given, check, name } = options;
  recordProperty(target, key, ({ fields }, property) => {
    const reflected = type ? undefined : reflectedType(target, property);
    fields.push({ property, type, generate, reflected, optional, default: given, check, name });
  });
}

const decorate =
  (options: FieldOptions<unknown>, extra: Extra) =>
  (target: object, key: string | symbol): void =>
    record(target, key, options, extra);

/** A decorator for fields of one type. */
function fieldOf<V>(type: FieldType<V>): FieldFactory<V> {
  const factory = (options: FieldOptions<unknown> = {}) =>
    decorate(options, { type: type as FieldType, generate: undefined });
  return factory as FieldFactory<V>;
}

const GENERATORS = { uuid: () => uuid(), ulid: () => ulid() };

function id(options?: { readonly generate?: 'increment' }): RequiredProperty<number>;
function id(options: { readonly generate: 'uuid' | 'ulid' | (() => string) }): RequiredProperty<string>;
function id({ generate = 'increment' }: { readonly generate?: GeneratedId } = {}): unknown {
  if (generate === 'increment') return decorate({}, { type: integer as FieldType, generate });
  return decorate(
    {},
    { type: text as FieldType, generate: typeof generate === 'function' ? generate : GENERATORS[generate] },
  );
}

function enumField<const V extends string>(values: readonly V[], options: FieldOptions<V> = {}): unknown {
  return decorate(options as FieldOptions<unknown>, { type: enumeration(values) as FieldType, generate: undefined });
}

/** A stored property whose type is the property's own: String, Number (a float), Boolean, Date. */
const reflected = ((options: FieldOptions<unknown> = {}) =>
  decorate(options, { type: undefined, generate: undefined })) as FieldFactory<string | number | boolean | Date>;

interface EnumFactory {
  <const V extends string>(
    values: readonly V[],
    options: FieldOptions<NoInfer<V>> & { readonly optional: true },
  ): OptionalEnum<V>;
  <const V extends string>(
    values: readonly V[],
    options?: FieldOptions<NoInfer<V>> & { readonly optional?: false },
  ): RequiredEnum<V>;
}

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
  text: fieldOf(text),
  /** A whole number that a `number` holds exactly. */
  integer: fieldOf(integer),
  /** A finite number. */
  float: fieldOf(float),
  /** True or false, stored as 1 or 0. */
  boolean: fieldOf(boolean),
  /** A point in time, stored as milliseconds since 1970. */
  datetime: fieldOf(datetime),
  /** One of a fixed list of strings. */
  enum: enumField as unknown as EnumFactory,
});
