import { inspect } from 'node:util';
import { ValidationError } from '../errors/model.js';
import { QueryError } from '../errors/query.js';
import { checkOptions } from '../schema/check-options.js';
import { describe } from '../schema/describe.js';
import type { FieldSchema, Schema } from '../schema/schema.js';
import { unknownNames, validateFields } from '../schema/validate.js';
import { transformer } from '../types/class-transformer.js';
import { messageOf } from '../util/thrown.js';
import { bindingOf } from './binding.js';
import { belonging, buildEntity } from './build.js';
import type { EntityValues } from './snapshot.js';
import type { Constructor, Handle, Tracked } from './tracked.js';

export interface PlainOptions {
  /** Only what `@Expose({ groups })` and `@Exclude({ groups })` of class-transformer give to one of these groups. */
  readonly groups?: string[] | undefined;
}

/** Refuse what class-transformer would pass over. */
function checkPlain(call: string, options: PlainOptions): PlainOptions {
  const { groups } = checkOptions(call, options, "groups: ['admin']", { groups: true });
  if (groups === undefined || Array.isArray(groups)) return options;
  throw new QueryError(`groups is a list of names, not ${describe(groups)}. Write { groups: ['admin'] }.`);
}

const isShown = ({ hidden }: FieldSchema, value: unknown): boolean => !hidden && value !== undefined;

// a value that does not fit its field is shown as it is
function formOf({ codec }: FieldSchema, value: unknown): unknown {
  return codec.json?.write && codec.accepts(value) ? codec.json.write(value) : value;
}

/** The fields that have a value and are not hidden, in their form for JSON. */
export function plainOf({ values, binding: { schema } }: Handle): EntityValues {
  const result: EntityValues = {};
  for (const [property, field] of schema.byProperty) {
    if (isShown(field, values[property])) result[property] = formOf(field, values[property]);
  }
  return result;
}

/** The same as class-transformer's decorators on the class say. */
export function transformedPlain({ values, binding: { schema } }: Handle, options: PlainOptions): EntityValues {
  checkPlain('toPlain()', options);
  // the fields alone: class-transformer would walk into everything else that an entity has
  const carrier = Object.create(Object.getPrototypeOf(values)) as EntityValues;
  for (const [property, field] of schema.byProperty) {
    if (isShown(field, values[property])) carrier[property] = formOf(field, values[property]);
  }
  return transformer().instanceToPlain(carrier, options);
}

function refuse(schema: Schema, plain: unknown): never {
  const expected = 'an object with the values of fields';
  throw new ValidationError(schema.model, [{ field: '', expected, found: describe(plain) }]);
}

/** The getters of a class and of those that it extends. */
function gettersOf(prototype: object): string[] {
  if (prototype === Object.prototype) return [];
  const own = Object.entries(Object.getOwnPropertyDescriptors(prototype)).filter(([, { get }]) => get !== undefined);
  return [...own.map(([name]) => name), ...gettersOf(Object.getPrototypeOf(prototype) as object)];
}

/** A class with the metadata of a model for class-transformer, and without its constructor. */
function carrierOf(model: { readonly prototype: object }): new () => object {
  const getters = gettersOf(model.prototype);
  class Carrier {
    constructor() {
      // class-transformer sets what is exposed, getters too: what is set here is not enumerated afterwards
      for (const name of getters) Object.defineProperty(this, name, { writable: true, value: undefined });
    }
  }
  Object.setPrototypeOf(Carrier, model);
  Object.setPrototypeOf(Carrier.prototype, model.prototype);
  return Carrier;
}

// class-transformer throws at odd names such as "constructor", and so may a getter or a @Transform() of the user
function readPlain(model: object, schema: Schema, plain: object, options: PlainOptions): EntityValues {
  try {
    return {
      ...transformer().plainToInstance(carrierOf(model as { prototype: object }), plain, options),
    } as EntityValues;
  } catch (error) {
    const found = error instanceof Error ? `the error "${messageOf(error)}"` : describe(error);
    throw new ValidationError(schema.model, [{ field: '', expected: 'an object that class-transformer reads', found }]);
  }
}

/**
 * A new entity of what `toPlain` or JSON gives, as class-transformer's decorators on the class say; not saved.
 *
 * @throws ValidationError with everything that does not fit
 */
export function fromPlain<M extends Tracked>(model: Constructor<M>, plain: unknown, options: PlainOptions): M {
  const { schema } = bindingOf(model);
  checkPlain('fromPlain()', options);
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) refuse(schema, plain);
  const found = readPlain(model, schema, plain, options);
  const unknown = unknownNames(schema, found);
  if (unknown.length > 0) throw new ValidationError(schema.model, unknown);
  for (const [property, { codec }] of schema.byProperty) {
    if (Object.hasOwn(found, property)) found[property] = codec.json?.read?.(found[property]) ?? found[property];
  }
  const entity = buildEntity<M>(model, found);
  const issues = validateFields(schema.fields, entity as unknown as EntityValues);
  if (issues.length > 0) throw new ValidationError(schema.model, issues);
  return belonging(entity);
}

/** What console.log() shows of an entity: everything but hidden fields. */
export function inspectEntity(entity: object, schema: Schema | undefined, options: object): string {
  const shown = { ...entity } as EntityValues;
  for (const [property, { hidden }] of schema?.byProperty ?? []) if (hidden) delete shown[property];
  return `${schema?.model ?? entity.constructor.name} ${inspect(shown, options)}`;
}
