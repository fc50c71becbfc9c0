import { EntityDeletedError, ValidationError } from '../errors/model.js';
import type { Schema } from '../schema/schema.js';
import { idIssue, validateFields } from '../schema/validate.js';
import type { Change } from '../write/change.js';
import { writeChanges } from '../write/writer.js';
import { changedFields, presentPairs, type StoredValues, storedValues, updateChange, type Values } from './snapshot.js';
import type { Entity } from './tracked.js';

export interface SaveOptions {
  /** Overwrite what other writers changed, and write the entity again if it was deleted. @default false */
  readonly force?: boolean;
  /** Check and write all fields, not only those that changed. @default false */
  readonly full?: boolean;
}

/** An entity's next stored form, checked, with the change that brings it about. */
export interface Prepared {
  readonly stored: StoredValues;
  readonly change: Change;
}

function checkValues(schema: Schema, values: Values): void {
  const issues = validateFields(schema.fields, values);
  if (issues.length > 0) throw new ValidationError(schema.model, issues);
}

/** The id of a new entity in stored form: given, generated here, or empty for the server to make. */
function newId(schema: Schema, values: Values): string {
  const { field, generate } = schema.primary;
  const given = values[field.property];
  if (given === undefined && generate === 'increment') return '';
  const id = given === undefined && typeof generate === 'function' ? generate() : given;
  const issue = idIssue(schema, id);
  if (issue) throw new ValidationError(schema.model, [issue]);
  return field.codec.encode(id);
}

function checkSameId({ values, state, binding }: Entity): string {
  const { field } = binding.schema.primary;
  const value = values[field.property];
  if (field.codec.accepts(value) && field.codec.encode(value) === state.id) return state.id;
  throw new ValidationError(binding.schema.model, [
    { field: field.property, expected: `${state.id}, because a primary key cannot change`, found: String(value) },
  ]);
}

export function prepareInsert({ values, binding: { schema } }: Entity): Prepared {
  checkValues(schema, values);
  const stored = storedValues(schema, values);
  return { stored, change: { op: 'insert', id: newId(schema, values), set: presentPairs(schema, stored) } };
}

/** Take over what was written. */
export function adopt({ values, state, binding: { schema } }: Entity, id: string, stored: StoredValues): void {
  state.id = id;
  state.stored = stored;
  values[schema.primary.field.property] = schema.primary.field.codec.decode(id);
}

function prepareUpdate(entity: Entity, before: StoredValues, full: boolean): Prepared | undefined {
  const { schema } = entity.binding;
  const id = checkSameId(entity);
  checkValues(schema, entity.values);
  const stored = storedValues(schema, entity.values);
  const positions = full ? [...schema.fields.keys()] : changedFields(schema, before, stored);
  return positions.length === 0 ? undefined : { stored, change: updateChange(schema, id, before, stored, positions) };
}

function prepareForced(entity: Entity): Prepared {
  const { schema } = entity.binding;
  checkValues(schema, entity.values);
  const stored = storedValues(schema, entity.values);
  return { stored, change: { op: 'put', id: checkSameId(entity), set: presentPairs(schema, stored) } };
}

function prepareSave(entity: Entity, { force = false, full = false }: SaveOptions): Prepared | undefined {
  const { stored } = entity.state;
  if (!stored) return prepareInsert(entity);
  return force ? prepareForced(entity) : prepareUpdate(entity, stored, full);
}

/** Run one write of an entity after the other, so that it does not race with itself. */
export function inTurn<T>({ state }: Entity, work: () => Promise<T>): Promise<T> {
  const turn = state.writing ? state.writing.then(work, work) : work();
  state.writing = turn;
  const done = () => {
    if (state.writing === turn) state.writing = undefined;
  };
  turn.then(done, done);
  return turn;
}

/** Write what changed, in one round trip; nothing is sent when nothing did. */
export async function saveEntity(entity: Entity, options: SaveOptions = {}): Promise<void> {
  const prepared = prepareSave(entity, options);
  if (!prepared) return;
  const { connection, schema } = entity.binding;
  const [written] = await writeChanges(connection, schema, [prepared.change]);
  adopt(entity, prepared.change.op === 'update' ? prepared.change.id : (written as string), prepared.stored);
}

/** The stored form of the id, of an entity that has one. */
export function savedId({ state, binding }: Entity): string {
  if (state.id !== undefined) return state.id;
  throw new EntityDeletedError(binding.schema.model, undefined);
}
