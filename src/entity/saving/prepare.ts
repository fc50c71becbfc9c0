import type { ValidationIssue } from '../../errors/issues.js';
import { ValidationError } from '../../errors/model.js';
import { describeIn } from '../../schema/describe.js';
import { rowUntil } from '../../schema/lifetime.js';
import type { Schema } from '../../schema/schema.js';
import { idIssue } from '../../schema/validate.js';
import type { OptionNames } from '../../util/options.js';
import type { Change, StoredValues } from '../../write/change.js';
import { settleValues } from '../build.js';
import { deriveRow, deriveUpdate, isDerivedFrom, type Origin } from '../derive.js';
import { fillsOf } from '../fills.js';
import { noteThere } from '../gone.js';
import { identityMap } from '../identity-map.js';
import { changedFields, type EntityValues, storedValues } from '../snapshot.js';
import type { Handle, Tracked } from '../tracked.js';

export interface SaveOptions {
  /** Overwrite what other writers changed, and write the entity again if it was deleted. @default false */
  readonly force?: boolean | undefined;
  /** Check and write all fields, not only those that changed. @default false */
  readonly full?: boolean | undefined;
}

export const SAVE: OptionNames<SaveOptions> = { force: true, full: true };

/** An entity's next stored form, checked, with the change that brings it about. */
export interface Prepared {
  readonly stored: StoredValues;
  readonly change: Change;
}

type Update = Extract<Change, { op: 'update' | 'swap' }>;

// ids of both types can be read from it
const UNKNOWN_ID = '0';

/** The id of a new entity in stored form: given, generated here, or empty for the server to make. */
export function newId(schema: Schema, values: EntityValues): string {
  const { field, generate } = schema.primary;
  const given = values[field.property];
  if (given === undefined && generate === 'increment') return '';
  const id = given === undefined && typeof generate === 'function' ? generate() : given;
  const issue = idIssue(schema, id);
  if (issue) throw new ValidationError(schema.model, [issue]);
  return field.codec.encode(id);
}

/** What is wrong with the id that a new entity has; nothing where one will be made for it. */
export function newIdIssue(schema: Schema, values: EntityValues): ValidationIssue | undefined {
  const { field, generate } = schema.primary;
  const given = values[field.property];
  return given === undefined && generate !== undefined ? undefined : idIssue(schema, given);
}

function checkSameId({ values, state, binding: { schema } }: Handle): string {
  const { field } = schema.primary;
  const { id } = state;
  const value = values[field.property];
  if (field.codec.accepts(value) && field.codec.encode(value) === id) return id;
  throw new ValidationError(schema.model, [
    { field: field.property, expected: `${id}, because a primary key cannot change`, found: describeIn(field, value) },
  ]);
}

const originOf = ({ values, binding: { schema } }: Handle, id: string): Origin => ({ schema, values, id });

/** What is made of an entity's fields can be stored, as far as that is known before it has an id. */
export function checkDerived(entity: Handle): void {
  const { schema } = entity.binding;
  if (schema.derived.length > 0) deriveRow(originOf(entity, UNKNOWN_ID), storedValues(schema, entity.values));
}

/** One that was made by `new`, and lacks what `build()` would have given it. */
function giveDefaults({ fields }: Schema, values: EntityValues): void {
  for (const { property, optional, default: make } of fields)
    if (make && !optional && values[property] === undefined) values[property] = make();
}

export function prepareInsert(entity: Handle): Prepared {
  const { values, binding } = entity;
  const { schema } = binding;
  giveDefaults(schema, values);
  settleValues(schema, values);
  const stored = storedValues(schema, values);
  const id = newId(schema, values);
  return { stored, change: { op: 'insert', schema, id, row: deriveRow(originOf(entity, id), stored) } };
}

/** Set the fields that say when the entity was saved last. */
export function stamp({ stamps }: Schema, stored: StoredValues, positions: number[]): void {
  for (const position of stamps) {
    stored[position] = String(Date.now());
    if (!positions.includes(position)) positions.push(position);
  }
}

const NONE: readonly number[] = [];

/** Fields of which nothing was stored that hold what the entity was given when it was loaded: nobody set them. */
function unsetIn(entity: Tracked, before: StoredValues, stored: StoredValues, compared: readonly number[]) {
  const fills = fillsOf(entity);
  return fills ? compared.filter((at) => before[at] == null && fills.get(at) === stored[at]) : NONE;
}

// what is made of a field belongs to its value, which is compared then
const isMadeOf = (schema: Schema, position: number): boolean =>
  schema.texts.some(({ field }) => field === schema.fields[position]) || isDerivedFrom(schema, [position]);

/** A row that has by now what it lacked keeps it: what nobody set is not a reason to refuse what somebody did. */
function withLacking(change: Update, unset: readonly number[]): Update {
  const { schema } = change;
  const lacking = unset.filter((at) => !schema.stamps.includes(at) && !isMadeOf(schema, at));
  const isFree = (at: number): boolean => lacking.includes(at) || (unset.includes(at) && schema.stamps.includes(at));
  return { ...change, compared: change.compared.filter((at) => !isFree(at)), lacking };
}

function prepareUpdate(entity: Handle, before: StoredValues, full: boolean): Prepared | undefined {
  const { schema } = entity.binding;
  const id = checkSameId(entity);
  settleValues(schema, entity.values);
  const stored = storedValues(schema, entity.values);
  const compared = full ? [...schema.fields.keys()] : changedFields(schema, before, stored);
  if (compared.length === 0) return undefined;
  const unset = unsetIn(entity.entity, before, stored, compared);
  // every writer sets the stamps: compared, they would make each two changes of an entity a race
  const positions = [...compared];
  stamp(schema, stored, positions);
  const after = deriveUpdate(originOf(entity, id), stored, positions, compared);
  const [op, shown] = ['update' as const, fillsOf(entity.entity)];
  const change: Update = { op, schema, id, before, after, positions, compared, shown, lacking: undefined };
  return { stored, change: unset.length > 0 ? withLacking(change, unset) : change };
}

function prepareForced(entity: Handle): Prepared {
  const { schema } = entity.binding;
  settleValues(schema, entity.values);
  const stored = storedValues(schema, entity.values);
  stamp(schema, stored, []);
  const id = checkSameId(entity);
  return { stored, change: { op: 'put', schema, id, row: deriveRow(originOf(entity, id), stored) } };
}

/** What a save has to write; undefined where nothing changed. */
export function prepareSave(entity: Handle, { force = false, full = false }: SaveOptions): Prepared | undefined {
  const { stored } = entity.state;
  if (!stored) return prepareInsert(entity);
  return force ? prepareForced(entity) : prepareUpdate(entity, stored, full);
}

/** Take over what was written of an entity whose id is known. */
export function adoptRow({ values, state, binding }: Handle, stored: StoredValues, until: string | null = null): void {
  const { schema } = binding;
  state.stored = rowUntil(schema, stored, until);
  for (const position of schema.stamps) {
    const { property, codec } = schema.fields[position]!;
    values[property] = codec.decode(stored[position]!);
  }
}

/** Take over what was written. */
export function adopt(handle: Handle, id: string, stored: StoredValues, until: string | null = null): void {
  const { entity, values, state, binding } = handle;
  const { field } = binding.schema.primary;
  state.id = id;
  values[field.property] = field.codec.decode(id);
  adoptRow(handle, stored, until);
  noteThere(handle);
  identityMap()?.keep(entity);
}
