import { EntityDeletedError, ValidationError, type ValidationIssue } from '../errors/model.js';
import { describe } from '../schema/describe.js';
import type { FieldSchema, Schema } from '../schema/schema.js';
import { writeChanges } from '../write/writer.js';
import { checkInput } from './build.js';
import { loadRow } from './load.js';
import { savedId, saveEntity } from './save.js';
import type { Values } from './snapshot.js';
import { assignStored, type Entity } from './tracked.js';

/** Set fields and save; when the write is refused the entity is as it was. */
export async function updateEntity(entity: Entity, changes: unknown): Promise<void> {
  const { values, binding } = entity;
  checkInput(binding.schema, changes);
  const before = Object.fromEntries(Object.keys(changes).map((property) => [property, values[property]]));
  Object.assign(values, changes);
  try {
    await saveEntity(entity);
  } catch (error) {
    Object.assign(values, before);
    throw error;
  }
}

export async function deleteEntity(entity: Entity): Promise<void> {
  const { connection, schema } = entity.binding;
  await writeChanges(connection, schema, [{ op: 'delete', id: savedId(entity) }]);
}

export async function reloadEntity(entity: Entity): Promise<void> {
  const { connection, schema } = entity.binding;
  const id = savedId(entity);
  const stored = await loadRow(connection, schema, id);
  if (!stored) throw new EntityDeletedError(schema.model, schema.primary.field.codec.decode(id) as string | number);
  assignStored(schema, entity.values, stored);
  entity.state.stored = stored;
}

type Amount = readonly [field: string, amount: string, kind: 'integer' | 'float' | 'decimal'];

function amountIssue(field: FieldSchema, amount: unknown): ValidationIssue | undefined {
  const { property, codec } = field;
  if (codec.sum === undefined)
    return { field: property, expected: 'a field of numbers', found: `one of type ${codec.name}` };
  return codec.accepts(amount) ? undefined : { field: property, expected: codec.expected, found: describe(amount) };
}

function amountsOf(schema: Schema, changes: Values): Amount[] {
  const fields = Object.keys(changes).map((property) => schema.byProperty.get(property)!);
  const issues = fields.flatMap((field) => amountIssue(field, changes[field.property]) ?? []);
  const keyed = fields.find((field) => field === schema.primary.field);
  if (keyed)
    issues.push({ field: keyed.property, expected: 'a field other than the primary key', found: 'the primary key' });
  if (issues.length > 0) throw new ValidationError(schema.model, issues);
  return fields.map((field) => [field.stored, field.codec.encode(changes[field.property]), field.codec.sum!]);
}

/** Take over the sums that the server made. */
function adoptSums({ values, state, binding: { schema } }: Entity, pairs: readonly string[]): void {
  for (let i = 0; i < pairs.length; i += 2) {
    const at = schema.fields.findIndex((field) => field.stored === pairs[i]);
    const sum = pairs[i + 1]!;
    values[schema.fields[at]!.property] = schema.fields[at]!.codec.decode(sum);
    state.stored = state.stored?.with(at, sum);
  }
}

export async function incrementEntity(entity: Entity, changes: unknown): Promise<void> {
  const { connection, schema } = entity.binding;
  checkInput(schema, changes);
  const by = amountsOf(schema, changes);
  if (by.length === 0) return;
  const [pairs] = await writeChanges(connection, schema, [{ op: 'increment', id: savedId(entity), by }]);
  adoptSums(entity, pairs as readonly string[]);
}
