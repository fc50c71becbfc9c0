import { OutOfBoundsError } from '../errors/bounds.js';
import { WrongTypeError } from '../errors/container.js';
import { DataRaceError, EntityDeletedError, EntityExistsError, UniqueError, ValidationError } from '../errors/model.js';
import { CascadeLimitError, MissingReferenceError, RestrictError } from '../errors/relation.js';
import { ScriptError, UnavailableError } from '../errors/server.js';
import type { Schema } from '../schema/schema.js';
import { HIDDEN } from '../schema/value-text.js';
import { type ScriptFailure, scriptFailure } from '../scripts/run.js';
import { schemaChanged } from '../scripts/schema-changed.js';
import { rangeText } from '../util/range-text.js';
import { assignmentOf, type Change, type StoredValues } from './change.js';
import type { LinkChange } from './linking.js';
import { shownName, uniqueError, uniqueFields } from './unique.js';

/** What a call asked for, each of which can be refused. */
type Said = Change | LinkChange;

const decodeId = (schema: Schema, id: string): string | number => (schema.primary.integer ? Number(id) : id);

const positionOf = (schema: Schema, stored: string): number =>
  schema.columns.findIndex((field) => field.stored === stored);

const propertyOf = (schema: Schema, stored: string): string =>
  schema.columns[positionOf(schema, stored)]?.property ?? stored;

const isHidden = (schema: Schema, stored: string): boolean =>
  schema.columns[positionOf(schema, stored)]?.hidden === true;

function asDataRace(change: Change, [stored, found]: readonly string[]): Error {
  const { schema } = change;
  const expected = assignmentOf(change)?.before[positionOf(schema, stored!)];
  const shown = (value: string | null | undefined) =>
    value == null ? undefined : isHidden(schema, stored!) ? HIDDEN : value;
  return new DataRaceError(
    schema.model,
    decodeId(schema, change.id),
    propertyOf(schema, stored!),
    shown(expected),
    shown(found),
  );
}

/** What the caller gave of the row that a change leads to: of fields that it does not set the server alone knows what they hold. */
function givenOf(change: Change): StoredValues {
  if (change.op === 'upsert') return change.row.map((value, at) => (change.given.includes(at) ? value : null));
  if ('row' in change) return change.row;
  const { after = [], positions } = assignmentOf(change) ?? {};
  return after.map((value, position) => (positions!.includes(position) ? value : null));
}

const ofServer = (model: string, name: string, holder: string | number | undefined): Error =>
  new UniqueError(model, name.split('+').map(shownName), [], holder);

// `told`: what the fields of the index hold in the row
function asUnique(change: Change, facts: readonly unknown[]): Error {
  const { schema } = change;
  const [name, holder, model = schema.model, told = []] = facts as readonly [string, string, string?, StoredValues?];
  // of an entity that changes because the caller's is deleted
  if (model !== schema.model) return ofServer(model, name, holder);
  const id = holder ? decodeId(schema, holder) : undefined;
  const fields = uniqueFields(schema, name);
  // another program declared it: the server alone knows its name
  if (!fields) return ofServer(model, name, id);
  const row = givenOf(change);
  return uniqueError(
    schema,
    fields,
    fields.map((field, i) => row[schema.columns.indexOf(field)] ?? told[i]),
    [id],
  );
}

function asNotANumber({ schema }: Change, [stored, found]: readonly string[]): Error {
  return new ValidationError(schema.model, [
    {
      field: propertyOf(schema, stored!),
      expected: 'a sum that the field can hold',
      found: found == null ? 'nothing to add to' : `${isHidden(schema, stored!) ? HIDDEN : found} and the amount`,
    },
  ]);
}

/** The bounds of an amount, in words. */
function boundsOf(change: Change, place: number): string {
  const { min, max } = (change.op === 'increment' && change.amounts[place]) || {};
  if (min !== undefined && max !== undefined) return `from ${min} to ${max}`;
  return min === undefined ? `at most ${max}` : `at least ${min}`;
}

// `place`: of the amount, from 0
function asOutOfBounds(change: Change, [stored, sum, place]: readonly string[]): Error {
  const { schema } = change;
  const what = `${schema.model}.${propertyOf(schema, stored!)}`;
  return new OutOfBoundsError(what, boundsOf(change, Number(place)), isHidden(schema, stored!) ? undefined : sum);
}

// of models that this program may not know: the server says whether their ids are numbers
const shownId = (id: string, integer: boolean): string | number => (integer ? Number(id) : id);

function asRestrict([model, id, integer, by, field, count]: readonly unknown[]): Error {
  return new RestrictError(
    model as string,
    shownId(id as string, integer as boolean),
    { model: by as string, field: field as string },
    count as number,
  );
}

function asCascadeLimit([model, id, integer, by, field, count, limit, isLink]: readonly unknown[]): Error {
  return new CascadeLimitError(
    model as string,
    shownId(id as string, integer as boolean),
    { model: by as string, field: field as string },
    count as number,
    limit as number,
    isLink === true,
  );
}

function asMissingReference({ schema, op }: Said, [model, stored, to, id, integer]: readonly unknown[]): Error {
  const field = model === schema.model ? propertyOf(schema, stored as string) : (stored as string);
  // a deletion writes no field but by the rule `set default`
  const isDefault = op === 'delete';
  const missing = shownId(id as string, integer as boolean);
  return new MissingReferenceError(model as string, field, to as string, missing, isDefault);
}

/** What it leads to that somebody changed by hand what the server knows. */
const REFUSALS: Readonly<Record<string, string>> = {
  ILLEGIBLE_SCHEMA:
    'what the server knows of a model, or of those that lead to it, cannot be read; repair() of it mends that',
  NO_MORE_IDS: 'the counter of ids has reached 2^53 - 1; set "next" to the highest id that is stored',
  COUNTER_BEHIND: 'the counter of ids is behind the ids that are stored; set "next" to the highest of them',
};

function toError(changes: readonly Said[], failure: ScriptFailure): Error | undefined {
  const { code, facts } = failure;
  const changed = schemaChanged(failure);
  if (changed) return changed;
  const [position, ...rest] = facts as [number, ...string[]];
  // also of an expired entity, which no change is about
  if (code === 'CASCADE_LIMIT') return asCascadeLimit(rest);
  const change = changes[position];
  if (!change) return undefined;
  const { schema } = change;
  // an entity that is new is refused for nothing of this
  const id = String(change.id);
  if (code === 'ENTITY_EXISTS') return new EntityExistsError(schema.model, decodeId(schema, id));
  if (code === 'ENTITY_DELETED') return new EntityDeletedError(schema.model, decodeId(schema, id));
  if (code === 'RESTRICT') return asRestrict(rest);
  if (code === 'MISSING_REFERENCE') return asMissingReference(change, rest);
  if (change.op === 'link') return undefined;
  if (code === 'DATA_RACE') return asDataRace(change, rest);
  if (code === 'UNIQUE') return asUnique(change, rest);
  if (code === 'NOT_A_NUMBER') return asNotANumber(change, rest);
  if (code === 'OUT_OF_BOUNDS') return asOutOfBounds(change, rest);
  return REFUSALS[code] ? new ScriptError('write', `${REFUSALS[code]} (${rest[0]})`) : undefined;
}

/** Why a command on a container was refused, which no change of an entity is about. */
function containerError({ code, facts }: ScriptFailure): Error | undefined {
  const [key, field, found, min, max] = facts as readonly string[];
  const place = field === '' ? key : `${key} at ${JSON.stringify(field)}`;
  if (code === 'CONTAINER_FULL')
    return new RangeError(
      `${key} would hold more than ${field} values, which is the most that an index has of one container. Nothing was written: delete some, or remove @Index().`,
    );
  if (code === 'CONTAINER_TYPE') return new WrongTypeError(key!, field!, found!);
  if (code === 'CONTAINER_SUM')
    return new TypeError(
      `${place} holds ${JSON.stringify(found)}, which is not a whole number to add to. Nothing was written: set it to one first.`,
    );
  if (code !== 'CONTAINER_BOUND') return undefined;
  const what = field === '' ? `The counter ${JSON.stringify(key)}` : place!;
  return new OutOfBoundsError(what, rangeText(Number(min), Number(max)), found);
}

const isScriptFault = (error: unknown): error is Error =>
  error instanceof Error && !(error instanceof UnavailableError) && /WRONGTYPE|user_script/.test(error.message);

const positions = new WeakMap<object, number>();

/** The place of the change that an error says was refused, from 0. */
export const refusedPosition = (error: unknown): number | undefined => positions.get(error as object);

/** The error of a change that is refused here, as a script refuses it there. */
export const refusalOf = (change: Change, code: string, ...facts: readonly (string | null)[]): Error =>
  toError([change], { code, facts: [0, ...facts] })!;

/** The error that a refusal of write.lua stands for; what comes from the connection passes as it is. */
export function refusalError(changes: readonly Said[], error: unknown): unknown {
  const failure = scriptFailure(error);
  const ofContainer = failure && containerError(failure);
  if (ofContainer) return ofContainer;
  const known = failure && toError(changes, failure);
  if (known) {
    const [position] = failure.facts;
    if (typeof position === 'number') positions.set(known, position);
    return known;
  }
  return isScriptFault(error) ? new ScriptError('write', error.message, { cause: error }) : error;
}
