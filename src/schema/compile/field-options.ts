import { isSchema } from '../../codecs/standard-schema.js';
import { SchemaError } from '../../errors/model.js';
import type { FieldType } from '../../types/field-type.js';
import { describe } from '../describe.js';
import type { FieldDraft } from '../draft.js';

const isWellFormed = (value: unknown): boolean => typeof value === 'string' && value.isWellFormed();

/** Refuse an enum without values, or with values that are not distinct strings. */
export function refuseBadEnum(name: string, { values }: FieldType): void {
  if (!values) return;
  if (values.length === 0)
    throw new SchemaError(`${name}: an enum needs values. List them, as in Field.enum(['draft', 'done']).`);
  const wrong = values.findIndex((value, at) => !isWellFormed(value) || values.indexOf(value) !== at);
  if (wrong >= 0)
    throw new SchemaError(
      `${name}: the values of an enum are distinct strings, and ${describe(values[wrong])} at ${wrong} is not. Correct the list.`,
    );
}

/** Refuse a `check` that is not a Standard Schema. */
export function refuseBadCheck(name: string, { check }: FieldDraft): void {
  if (check === undefined || isSchema(check)) return;
  throw new SchemaError(
    `${name}: check takes a Standard Schema, such as a schema of zod, not ${describe(check)}. For a rule of your own use z.custom() or refine().`,
  );
}

/** Refuse `on` where no point in time is stored. */
export function refuseBadStamp(name: string, { on }: FieldDraft, type: FieldType): void {
  if (on === undefined || (type.name === 'datetime' && (on === 'create' || on === 'save'))) return;
  throw new SchemaError(
    `${name}: on takes 'create' or 'save', and only fields of type datetime have it, not ${describe(on)} on ${type.name}. Remove it, or use Field.datetime().`,
  );
}

/** What makes the default of a field; each entity gets a value of its own. */
export function makeDefault(
  name: string,
  { default: given, on, relation }: FieldDraft,
  type: FieldType,
): (() => unknown) | undefined {
  if (given === undefined) return on && (() => new Date());
  if (typeof given === 'function') return given as () => unknown;
  // the model that it leads to is not known yet: the default is checked when it is
  if (relation) return () => given;
  if (!type.accepts(given))
    throw new SchemaError(
      `${name}: its default must be ${type.expected}, not ${describe(given)}. Correct the default, or give a function that makes it.`,
    );
  const { copy } = type;
  return copy ? () => copy(given) : () => given;
}
