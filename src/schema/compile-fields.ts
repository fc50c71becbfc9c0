import { SchemaError } from '../errors.js';
import { checkName } from '../redis/keyspace.js';
import { describe } from './describe.js';
import type { Draft, FieldDraft } from './draft.js';
import { codecOf } from './field-type.js';
import type { FieldSchema } from './schema.js';

/** Names that every model has for itself, or that no object can have for its own. */
const RESERVED = new Set([
  ...[
    'save',
    'update',
    'delete',
    'reload',
    'increment',
    'expire',
    'copy',
    'toJSON',
    'toPlain',
    'isNew',
    'isDirty',
    'changes',
  ],
  ...['constructor', '__proto__', 'prototype', 'then'],
]);

/** A default by its function; a Date is copied, so that no two entities share it. */
function defaultOf(
  model: string,
  { property, default: given }: FieldDraft,
  field: Omit<FieldSchema, 'default'>,
): (() => unknown) | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'function') return given as () => unknown;
  if (!field.codec.accepts(given)) {
    throw new SchemaError(
      `${model}.${property}: its default must be ${field.codec.expected}, not ${describe(given)}. Correct the default, or give a function that makes it.`,
    );
  }
  return given instanceof Date ? () => new Date(given) : () => given;
}

function compileField(model: string, draft: FieldDraft): FieldSchema {
  const { property, optional, check, name } = draft;
  if (RESERVED.has(property))
    throw new SchemaError(
      `${model}.${property}: every model uses this name itself. Name the property otherwise, and keep the stored name with { name: '${property}' }.`,
    );
  const stored = checkName(`stored name of ${model}.${property}`, name ?? property);
  const field = { property, stored, codec: codecOf(model, draft), optional, check };
  return Object.freeze({ ...field, default: defaultOf(model, draft, field) });
}

function checkDuplicates(model: string, fields: readonly FieldSchema[]): void {
  const byStored = new Map<string, string>();
  for (const { property, stored } of fields) {
    const other = byStored.get(stored);
    if (other !== undefined)
      throw new SchemaError(
        `${model}.${property} and ${model}.${other} are both stored as ${JSON.stringify(stored)}. Give one of them another { name }.`,
      );
    byStored.set(stored, property);
  }
}

/** A class may define a field of its base anew, but no field twice itself. */
function latestDrafts(model: string, chain: readonly Draft[]): FieldDraft[] {
  const latest = new Map<string, FieldDraft>();
  for (const { fields } of chain) {
    const own = new Set<string>();
    for (const field of fields) {
      if (own.has(field.property))
        throw new SchemaError(`${model}.${field.property} has two field decorators. Keep one of them.`);
      own.add(field.property);
      latest.set(field.property, field);
    }
  }
  return [...latest.values()];
}

/** Every field of a model, with what its draft said beside it. */
export function compileFields(model: string, chain: readonly Draft[]): Map<FieldDraft, FieldSchema> {
  const drafts = latestDrafts(model, chain);
  const fields = new Map(drafts.map((draft) => [draft, compileField(model, draft)]));
  checkDuplicates(model, [...fields.values()]);
  return fields;
}
