import { types } from 'node:util';
import type { FieldCodec } from '../../codecs/codec.js';
import { SchemaError } from '../../errors/model.js';
import { describe } from '../describe.js';
import type { FieldDraft } from '../draft.js';

const isWellFormed = (value: unknown): boolean => typeof value === 'string' && value.isWellFormed();

/** Refuse the list of an enum that has no values, or values that are no distinct strings. */
export function checkValues(name: string, { values }: FieldCodec): void {
  if (!values) return;
  if (values.length === 0)
    throw new SchemaError(`${name}: an enum needs values. List them, as in Field.enum(['draft', 'done']).`);
  const wrong = values.findIndex((value, at) => !isWellFormed(value) || values.indexOf(value) !== at);
  if (wrong >= 0)
    throw new SchemaError(
      `${name}: the values of an enum are distinct strings, and ${describe(values[wrong])} at ${wrong} is not. Correct the list.`,
    );
}

/** Refuse a check that is no Standard Schema. */
export function checkCheck(name: string, { check }: FieldDraft): void {
  if (check === undefined || typeof check?.['~standard']?.validate === 'function') return;
  throw new SchemaError(
    `${name}: check takes a Standard Schema, such as a schema of zod, not ${describe(check)}. For a rule of your own use z.custom() or refine().`,
  );
}

/** What makes the default of a field; a Date is copied, so that no two entities share it. */
export function defaultOf(
  name: string,
  { default: given }: FieldDraft,
  codec: FieldCodec,
): (() => unknown) | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'function') return given as () => unknown;
  if (!codec.accepts(given))
    throw new SchemaError(
      `${name}: its default must be ${codec.expected}, not ${describe(given)}. Correct the default, or give a function that makes it.`,
    );
  return types.isDate(given) ? () => new Date(given) : () => given;
}
