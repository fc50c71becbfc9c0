// The version of a model's rows. A row has the one that it was written in as `~version`, none for the first; older ones are brought
// into shape by the steps of @Migrate() when they are loaded. Scripts give the whole of such a row (lib/layout/versions.lua).

import { MigrationError } from '../errors/migration.js';
import { WHOLE_ROW } from '../plan/request.js';
import { integer } from '../types/integer.js';
import { describe } from './describe.js';
import { EXPIRES } from './lifetime.js';
import type { DerivedSchema, FieldSchema, Schema } from './schema.js';
import { UNDECLARED } from './undeclared.js';

type StoredValues = (string | null)[];

/** The stored fields of an entity by their stored names. */
export type StoredFields = Readonly<Record<string, string | undefined>>;

/** What a step of `@Migrate()` does: it gives the row in the shape of its version. */
export type MigrateStep = (row: Record<string, string | undefined>) => StoredFields;

/** The field that says in which version a row was written. */
export const VERSION = '~version';

/** The column of the version; none in a model of the first one. */
export const versionColumns = (version: number): DerivedSchema[] =>
  version === 1
    ? []
    : [
        Object.freeze({
          property: VERSION,
          stored: VERSION,
          codec: integer,
          optional: true,
          hidden: false,
          ...UNDECLARED,
          make: () => version,
          mentions: new Set<number>(),
        }),
      ];

/**
 * The stored names of some fields with what is read along: the whole of a row of another version, and until when the entity lives
 * where entities may expire.
 */
export function rowNames({ version, expiry }: Schema, names: readonly string[]): readonly string[] {
  if (version === 1) return expiry ? [...names, EXPIRES] : names;
  return [...names, `${WHOLE_ROW}${version}`, ...(expiry ? [EXPIRES] : [])];
}

const idOf = ({ primary }: Schema, id: string): string | number => primary.field.codec.decode(id) as string | number;

function checkRow(given: unknown): asserts given is StoredFields {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new TypeError(`it gave ${describe(given)}, and must give the row, as in (row) => ({ ...row, name: '' })`);
  const wrong = Object.entries(given).find(([, value]) => value !== undefined && typeof value !== 'string');
  if (wrong)
    throw new TypeError(
      `it gave ${describe(wrong[1])} for ${wrong[0]}, and stored values are text, or undefined for none`,
    );
}

function take(schema: Schema, id: string, row: StoredFields, to: number): StoredFields {
  const step = schema.steps.get(to);
  if (!step) throw new MigrationError(schema.model, idOf(schema, id), 'no step', to - 1, to);
  try {
    const given: unknown = step({ ...row });
    checkRow(given);
    return given;
  } catch (cause) {
    throw new MigrationError(schema.model, idOf(schema, id), 'step failed', to - 1, to, cause);
  }
}

/**
 * A row of another version as this program has it, by stored names.
 *
 * @throws MigrationError
 */
export function migrated(schema: Schema, id: string, from: number, row: StoredFields): StoredFields {
  const { version, model } = schema;
  if (from > version) throw new MigrationError(model, idOf(schema, id), 'newer', from, version);
  let result = row;
  for (let to = from + 1; to <= version; to++) result = take(schema, id, result, to);
  return result;
}

/** The version of a row as it is stored. */
export const versionOf = (stored: string | false | null): number => (stored ? Number(stored) : 1);

/**
 * What was read of a row by `rowNames()` of some fields, in the shape of this program, without the version.
 *
 * @throws MigrationError
 */
export function currentValues(
  schema: Schema,
  fields: readonly FieldSchema[],
  id: string,
  values: StoredValues,
): StoredValues {
  const { version } = schema;
  if (version === 1) return values;
  const found = values[fields.length];
  const own = values.slice(0, fields.length);
  const along = values.slice(fields.length + 1);
  if (found == null || found === String(version)) return own.concat(along);
  const [from, row] = JSON.parse(found) as [string | false, StoredFields];
  const now = migrated(schema, id, versionOf(from), row);
  return fields.map(({ stored }) => now[stored] ?? null).concat(along);
}

/** The same of all fields. */
export const currentRow = (schema: Schema, id: string, values: StoredValues): StoredValues =>
  currentValues(schema, schema.fields, id, values);
