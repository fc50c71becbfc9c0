import { ValidationError } from '../errors/model.js';
import { describe } from '../schema/describe.js';
import type { Schema } from '../schema/schema.js';
import { unknownNames } from '../schema/validate.js';
import { bindingOf } from './binding.js';
import { blank } from './companions.js';
import { identityMap } from './identity-map.js';
import type { Values } from './snapshot.js';
import type { Constructor, Tracked } from './tracked.js';

/** Refuse what is not an object, and names that are not fields. */
export function checkInput(schema: Schema, input: unknown): asserts input is Values {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new ValidationError(schema.model, [
      { field: '', expected: 'an object with the values of fields', found: describe(input) },
    ]);
  }
  const issues = unknownNames(schema, input);
  if (issues.length > 0) throw new ValidationError(schema.model, issues);
}

function applyDefaults({ primary, fields }: Schema, values: Values): void {
  if (typeof primary.generate === 'function') values[primary.field.property] ??= primary.generate();
  for (const field of fields) {
    if (field.default && values[field.property] === undefined) values[field.property] = field.default();
  }
}

/** Make references of entities and ids that were given for relations; what fits none is refused when it is saved. */
export function refer({ references, holding }: Schema, values: Values): void {
  for (const { property, codec } of holding) {
    if (values[property] != null) values[property] = codec.hold!(values[property]);
  }
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
  checkInput(schema, input);
  const entity = blank(model, schema);
  const values = entity as unknown as Values;
  for (const property of Object.keys(input)) {
    const value = input[property];
    if (value !== undefined) values[property] = value;
  }
  applyDefaults(schema, values);
  refer(schema, values);
  return entity;
}
