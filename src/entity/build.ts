import type { ValidationIssue } from '../errors/issues.js';
import { ValidationError } from '../errors/model.js';
import { describe } from '../schema/describe.js';
import type { Schema } from '../schema/schema.js';
import { unknownNames, validateFields } from '../schema/validate.js';
import { bindingOf } from './binding.js';
import { blank } from './containers/companions.js';
import { identityMap } from './identity-map.js';
import type { EntityValues } from './snapshot.js';
import type { Constructor, Tracked } from './tracked.js';

function checkObject({ model }: Schema, input: unknown): asserts input is EntityValues {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return;
  throw new ValidationError(model, [
    { field: '', expected: 'an object with the values of fields', found: describe(input) },
  ]);
}

/** Refuse what is not an object, and names that are not fields: with all else that is wrong, as far as `wrong` knows it. */
export function checkInput(
  schema: Schema,
  input: unknown,
  wrong: (input: EntityValues) => readonly ValidationIssue[] = () => [],
): asserts input is EntityValues {
  checkObject(schema, input);
  const issues = unknownNames(schema, input);
  if (issues.length > 0) throw new ValidationError(schema.model, [...issues, ...wrong(input)]);
}

/** What is wrong with the values that changes name. */
export const wrongValues =
  ({ fields }: Schema) =>
  (changes: EntityValues): ValidationIssue[] =>
    validateFields(
      fields.filter(({ property }) => Object.hasOwn(changes, property)),
      changes,
    );

function applyDefaults({ primary, fields }: Schema, values: EntityValues): void {
  if (typeof primary.generate === 'function') values[primary.field.property] ??= primary.generate();
  for (const field of fields) {
    if (field.default && values[field.property] === undefined) values[field.property] = field.default();
  }
}

/** Make of what was given what the types of fields hold; what fits none is refused when it is saved. */
export function settleValues({ holding }: Schema, values: EntityValues): void {
  for (const { property, codec } of holding) {
    if (values[property] != null) values[property] = codec.hold!(values[property]);
  }
}

/** The same, and references of entities and ids that were given for relations. */
export function refer(schema: Schema, values: EntityValues): void {
  const { references } = schema;
  settleValues(schema, values);
  for (const { property, reference } of references) {
    const value = values[property];
    if (value == null) continue;
    const { target } = reference!.link;
    const stored = target.storedId(value);
    if (stored !== undefined) values[property] = target.refer(typeof value === 'object' ? value : stored);
  }
}

/** A new entity that belongs to the unit of work that its maker is in. */
export function belonging<M extends Tracked>(entity: M): M {
  identityMap()?.built(entity);
  return entity;
}

/** A new entity with the values of the input, those of initializers and of defaults; nothing is sent. */
export function buildEntity<M extends Tracked>(model: Constructor<M>, input: unknown): M {
  const { schema } = bindingOf(model);
  checkInput(schema, input, (known) => wrongEntity(model, schema, known));
  return fill(blank(model, schema), schema, input);
}

// in the order of a loaded one: objects whose properties came in one order share their layout, and take less memory
function fill<M extends Tracked>(entity: M, schema: Schema, input: EntityValues): M {
  const values = entity as unknown as EntityValues;
  take(values, input, schema.primary.field.property);
  for (const { property } of schema.fields) take(values, input, property);
  applyDefaults(schema, values);
  refer(schema, values);
  return entity;
}

function take(values: EntityValues, input: EntityValues, property: string): void {
  const given = Object.hasOwn(input, property) ? input[property] : undefined;
  values[property] = given === undefined ? values[property] : given;
}

/** What is wrong with the fields of an entity whose input has more than them. */
function wrongEntity(model: Constructor<Tracked>, schema: Schema, input: EntityValues): ValidationIssue[] {
  const issues = validateFields(schema.fields, fill(blank(model, schema), schema, input) as unknown as EntityValues);
  // a hook before the save may set what is missing
  return schema.hooks?.has('beforeSave') ? issues.filter(({ found }) => found !== 'undefined') : issues;
}
