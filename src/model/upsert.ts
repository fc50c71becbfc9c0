import { type Binding, bindingOf } from '../entity/binding.js';
import { buildEntity } from '../entity/build.js';
import { deriveRow } from '../entity/derive.js';
import { hasHooks, runAfter, runBefore } from '../entity/hooks.js';
import { assignAnew, hydrate } from '../entity/loading/hydrate.js';
import { newId } from '../entity/saving/prepare.js';
import { type EntityValues, storedValues } from '../entity/snapshot.js';
import { rewriteStored } from '../entity/stored/rewrite.js';
import { type Constructor, handleOf, type Tracked } from '../entity/tracked.js';
import { EntityDeletedError, EntityExistsError, UniqueError } from '../errors/model.js';
import { QueryError } from '../errors/query.js';
import { uniqueIndex } from '../query/compile/unique.js';
import { unknownField } from '../query/field-reference.js';
import { isPlainObject } from '../query/plain-object.js';
import { describe } from '../schema/describe.js';
import { rowUntil } from '../schema/lifetime.js';
import type { IndexSchema, Schema } from '../schema/schema.js';
import type { Change, StoredValues } from '../write/change.js';
import { ChangeSet } from '../write/change-set.js';
import { refusalOf } from '../write/refusal.js';
import { findRow } from './find.js';

interface Row {
  readonly id: string;
  readonly values: StoredValues;
}

const HELP = 'Name what tells the entity, as in { by: { email: true } }.';

/** What a getter gives is unique perhaps, and the input says nothing of it. */
function notStored(schema: Schema, property: string): QueryError {
  if (!schema.queryable.has(property)) return unknownField(schema, property);
  return new QueryError(
    `${schema.model}.${property} is what a getter gives, and upsert() looks for values of its input. Use findBy({ ${property}: ... }), or name a unique field.`,
  );
}

/** The index that `by` names; undefined for the primary key. */
function indexOf(schema: Schema, by: unknown, input: EntityValues): IndexSchema | undefined {
  if (!isPlainObject(by)) throw new QueryError(`upsert() takes { by } with fields, not ${describe(by)}. ${HELP}`);
  const properties = Object.keys(by).filter((property) => by[property] === true);
  if (properties.length === 0) throw new QueryError(`upsert() was given no field in { by }. ${HELP}`);
  const unknown = properties.find((property) => !schema.byProperty.has(property));
  if (unknown !== undefined) throw notStored(schema, unknown);
  const { property } = schema.primary.field;
  const isKey = properties.length === 1 && properties[0] === property;
  const index = isKey ? undefined : uniqueIndex(schema, properties, 'upsert', 'name unique fields in { by }');
  const missing = properties.find((property) => input[property] === undefined);
  if (missing !== undefined)
    throw new QueryError(
      `${schema.model}.${missing} is in { by } of upsert(), and has no value in its input. Give it one.`,
    );
  return index;
}

/** The fields that an entity which is there gets: those of the input, and the time when it was saved. */
function givenPositions({ fields, stamps }: Schema, input: EntityValues): number[] {
  return [...fields.keys()].filter((i) => input[fields[i]!.property] !== undefined || stamps.includes(i));
}

/** Take over what the server says, also where a unit of work knows the entity already. */
function adoptRow<M extends Tracked>(model: Constructor<M>, schema: Schema, id: string, row: StoredValues): M {
  const entity = hydrate<M>(model, schema, id, row);
  const handle = handleOf(entity);
  if (handle.state.stored !== row) assignAnew(handle, id, row);
  handle.state.stored = row;
  return entity;
}

type Upsert = Extract<Change, { op: 'upsert' }>;

/** The id of the entity that is there already. */
async function holderOf(binding: Binding, { id, by }: Upsert, input: EntityValues): Promise<string | undefined> {
  if (!by) return id === '' ? undefined : id;
  const row = await findRow(binding, Object.fromEntries(by.fields.map(({ property }) => [property, input[property]])));
  return row?.id;
}

/** The change of an entity that is there; undefined where there is none. */
async function changeHolder(binding: Binding, change: Upsert, input: EntityValues): Promise<Row | undefined> {
  const holder = await holderOf(binding, change, input);
  if (holder === undefined) return undefined;
  if (change.named && holder !== change.id)
    throw refusalOf(change, 'UNIQUE', change.by!.name, holder, binding.schema.model);
  try {
    const { given, row } = change;
    const rewritten = await rewriteStored(binding, holder, () => new Map(given.map((at) => [at, row[at]!])));
    return { id: holder, values: rewritten!.row };
  } catch (error) {
    if (error instanceof EntityDeletedError) return undefined;
    throw error;
  }
}

async function insert({ connection }: Binding, { schema, id, row }: Upsert): Promise<Row | undefined> {
  try {
    const [made] = await ChangeSet.of({ op: 'insert', schema, id, row }).write(connection);
    return { id: made as string, values: row };
  } catch (error) {
    // another writer was faster: it is there now
    if (error instanceof UniqueError || error instanceof EntityExistsError) return undefined;
    throw error;
  }
}

/** How often others may make the entity, or delete it, between two steps. */
const ATTEMPTS = 20;

/** Where getters have an index, what they give for an entity that is there is made of its row: it is read first. */
async function upsertHere(binding: Binding, change: Upsert, input: EntityValues): Promise<Row> {
  for (let left = ATTEMPTS; left > 0; left--) {
    const row = (await changeHolder(binding, change, input)) ?? (await insert(binding, change));
    if (row) return row;
  }
  const { schema, id, row } = change;
  const [made] = await ChangeSet.of({ op: 'insert', schema, id, row }).write(binding.connection);
  return { id: made as string, values: row };
}

async function upsertThere({ connection }: Binding, change: Upsert): Promise<Row> {
  const set = ChangeSet.of(change);
  const [written] = await set.write(connection);
  const [id, ...values] = written as readonly (string | null)[];
  // the server tells what indexes keep beside the fields as well
  const row = values.slice(0, change.schema.fields.length);
  return { id: id!, values: rowUntil(change.schema, row, set.until[0] ?? null) };
}

/** The fields that hooks set before the write. */
async function hookChanges(entity: Tracked): Promise<EntityValues> {
  const handle = handleOf(entity);
  if (!hasHooks(handle, 'beforeSave')) return {};
  const before = { ...handle.values };
  await runBefore(handle, 'beforeSave');
  const changed = handle.binding.schema.fields.filter(
    (field) => handle.values[field.property] !== before[field.property],
  );
  return Object.fromEntries(changed.map((field) => [field.property, handle.values[field.property]]));
}

/** Change the entity that a unique value tells, or make a new one. */
export async function upsertEntity<M extends Tracked>(model: Constructor<M>, input: unknown, by: unknown): Promise<M> {
  const binding = bindingOf(model);
  const { schema } = binding;
  const built = buildEntity<M>(model, input);
  const values = built as unknown as EntityValues;
  const given = { ...(input as EntityValues), ...(await hookChanges(built)) };
  const index = indexOf(schema, by, given);
  const id = newId(schema, values);
  const change: Upsert = {
    op: 'upsert',
    schema,
    id,
    row: deriveRow({ schema, values, id }, storedValues(schema, values)),
    given: givenPositions(schema, given),
    by: index,
    named: given[schema.primary.field.property] !== undefined,
  };
  const row = await (schema.derived.length > 0 ? upsertHere(binding, change, given) : upsertThere(binding, change));
  const entity = adoptRow<M>(model, schema, row.id, row.values);
  await runAfter([handleOf(entity)], 'afterSave');
  return entity;
}
