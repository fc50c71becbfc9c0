import { DataRaceError, EntityDeletedError, EntityExistsError, UniqueError, ValidationError } from '../errors/model.js';
import { ScriptError } from '../errors/server.js';
import type { Schema } from '../schema/schema.js';
import { type ScriptFailure, scriptFailure } from '../scripts/run.js';
import type { Change } from './change.js';

const decodeId = (schema: Schema, id: string): string | number => (schema.primary.integer ? Number(id) : id);

const propertyOf = (schema: Schema, stored: string): string =>
  schema.fields.find((field) => field.stored === stored)?.property ?? stored;

function asDataRace(schema: Schema, change: Change, [stored, found]: readonly string[]): Error {
  const expected = change.op === 'update' ? change.expected.find(([field]) => field === stored)?.[1] : undefined;
  return new DataRaceError(
    schema.model,
    decodeId(schema, change.id),
    propertyOf(schema, stored!),
    expected,
    found ?? undefined,
  );
}

function asUnique(schema: Schema, change: Change, [name, holder]: readonly string[]): Error {
  const fields = schema.indexes.find((index) => index.kind === 'unique' && index.name === name)?.fields ?? [];
  const set = new Map('set' in change ? change.set : []);
  const values = fields
    .map((field) => set.get(field.stored))
    .map((value, i) => (value === undefined ? undefined : fields[i]!.codec.decode(value)));
  const id = holder ? decodeId(schema, holder) : undefined;
  return new UniqueError(
    schema.model,
    fields.map((field) => field.property),
    values,
    id,
  );
}

function asNotANumber(schema: Schema, [stored, found]: readonly string[]): Error {
  return new ValidationError(schema.model, [
    {
      field: propertyOf(schema, stored!),
      expected: 'a sum that the field can hold',
      found: found == null ? 'nothing to add to' : `${found} and the amount`,
    },
  ]);
}

/** What a counter of ids that was changed by hand leads to. */
const REFUSALS: Readonly<Record<string, string>> = {
  NO_MORE_IDS: 'the counter of ids has reached 2^53 - 1',
  COUNTER_BEHIND: 'the counter of ids is behind the ids that are stored; set it to the highest of them',
};

function toError(schema: Schema, changes: readonly Change[], { code, facts }: ScriptFailure): Error | undefined {
  const [position, ...rest] = facts as [number, ...string[]];
  const change = changes[position]!;
  if (code === 'ENTITY_EXISTS') return new EntityExistsError(schema.model, decodeId(schema, change.id));
  if (code === 'ENTITY_DELETED') return new EntityDeletedError(schema.model, decodeId(schema, change.id));
  if (code === 'DATA_RACE') return asDataRace(schema, change, rest);
  if (code === 'UNIQUE') return asUnique(schema, change, rest);
  if (code === 'NOT_A_NUMBER') return asNotANumber(schema, rest);
  return REFUSALS[code] ? new ScriptError('write', `${REFUSALS[code]} (${rest[0]})`) : undefined;
}

const isScriptFault = (error: unknown): error is Error =>
  error instanceof Error && /WRONGTYPE|user_script/.test(error.message);

/** The error that a refusal of write.lua stands for; what comes from the connection passes as it is. */
export function refusalError(schema: Schema, changes: readonly Change[], error: unknown): unknown {
  const failure = scriptFailure(error);
  const known = failure && toError(schema, changes, failure);
  if (known) return known;
  return isScriptFault(error) ? new ScriptError('write', error.message, { cause: error }) : error;
}
