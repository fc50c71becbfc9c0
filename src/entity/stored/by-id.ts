// Work on stored entities that are named by their ids: none is loaded, and no identity map hears of it.
import type { ValidationIssue } from '../../errors/issues.js';
import { DataRaceError, ValidationError } from '../../errors/model.js';
import { QueryError } from '../../errors/query.js';
import { describeIn } from '../../schema/describe.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import { validateFields } from '../../schema/validate.js';
import { currentValues, rowNames } from '../../schema/version.js';
import { readFields } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import type { Change, StoredValues } from '../../write/change.js';
import { ChangeSet, type Written } from '../../write/change-set.js';
import type { Binding } from '../binding.js';
import { checkInput, wrongValues } from '../build.js';
import { isDerivedFrom } from '../derive.js';
import { stamp } from '../saving/prepare.js';
import type { EntityValues } from '../snapshot.js';
import { addStored, amountsOf } from './increment.js';
import { type Rewriting, rewriteIfThere, rewriteStored } from './rewrite.js';

type Update = Extract<Change, { op: 'update' | 'swap' }>;

/** The stored values of some fields of an entity; undefined where there is none. */
export async function readStored(
  { schema, connection }: Binding,
  id: string,
  fields: readonly FieldSchema[],
): Promise<StoredValues | undefined> {
  const { prefix, ids: all } = schema.keyspace;
  const rest = rowNames(
    schema,
    fields.map((field) => field.stored),
  );
  const row = await run(connection, readFields, { keys: { prefix, all }, args: { id }, rest });
  return row ? currentValues(schema, fields, id, row as StoredValues) : undefined;
}

/** Whether there is an entity with this id. */
export async function existsStored(binding: Binding, id: string): Promise<boolean> {
  const { schema, connection } = binding;
  if (schema.expiry) return (await readStored(binding, id, [])) !== undefined;
  return (await connection.send('exists', [schema.keyspace.entity(id)])) === 1;
}

function keyIssue({ primary: { field } }: Schema, id: string, values: EntityValues): ValidationIssue[] {
  const value = values[field.property];
  if (!(field.property in values) || (field.codec.accepts(value) && field.codec.encode(value) === id)) return [];
  return [
    { field: field.property, expected: `${id}, because a primary key cannot change`, found: describeIn(field, value) },
  ];
}

/** The change that gives fields their values, whatever they hold; undefined where none is named. */
function updateOf(schema: Schema, op: Update['op'], id: string, values: EntityValues): Update | undefined {
  const named = schema.fields.filter(({ property }) => property in values);
  const issues = [...keyIssue(schema, id, values), ...validateFields(named, values)];
  if (issues.length > 0) throw new ValidationError(schema.model, issues);
  if (named.length === 0) return undefined;
  const after: StoredValues = new Array<string | null>(schema.fields.length).fill(null);
  const positions = named.map((field) => schema.fields.indexOf(field));
  for (const [i, { property, codec }] of named.entries())
    after[positions[i]!] = values[property] === undefined ? null : codec.encode(values[property]);
  stamp(schema, after, positions);
  return { op, schema, id, before: [], after, positions, compared: [] };
}

async function writeOne({ connection }: Binding, change: Change): Promise<Written> {
  const [written] = await ChangeSet.of(change).write(connection);
  return written!;
}

/** What a change gives its fields. */
const rewritingOf = ({ positions, after }: Update): Rewriting =>
  new Map(positions.map((position) => [position, after[position]!]));

const isDerived = ({ schema, positions }: Update): boolean => isDerivedFrom(schema, positions);

/** Whether there was such an entity. */
async function updateIfThere(binding: Binding, change: Update): Promise<boolean> {
  if (!isDerived(change)) return (await ChangeSet.of(change).writeIfThere(binding.connection)) !== undefined;
  return rewriteIfThere(binding, change.id, () => rewritingOf(change));
}

async function writeUpdate(binding: Binding, change: Update): Promise<void> {
  if (isDerived(change)) await rewriteStored(binding, change.id, () => rewritingOf(change));
  else await writeOne(binding, change);
}

/** Set fields of an entity, whatever others do to it; false where there is none. */
export async function changeStored(binding: Binding, id: string, changes: unknown): Promise<boolean> {
  const { schema } = binding;
  checkInput(schema, changes, wrongValues(schema));
  const change = updateOf(schema, 'update', id, { ...changes });
  return change ? updateIfThere(binding, change) : existsStored(binding, id);
}

/** Set one field of an entity. */
export async function setStored(binding: Binding, id: string, field: FieldSchema, value: unknown): Promise<void> {
  await writeUpdate(binding, updateOf(binding.schema, 'update', id, { [field.property]: value })!);
}

/** The same, where it has no value; false where it has one. */
export async function setAbsent(binding: Binding, id: string, field: FieldSchema, value: unknown): Promise<boolean> {
  const change = updateOf(binding.schema, 'update', id, { [field.property]: value })!;
  const position = binding.schema.fields.indexOf(field);
  if (isDerived(change)) {
    const fill = (row: StoredValues) => (row[position] === null ? rewritingOf(change) : undefined);
    return (await rewriteStored(binding, id, fill)) !== undefined;
  }
  const compared = [position];
  try {
    await writeOne(binding, { ...change, compared });
    return true;
  } catch (error) {
    if (error instanceof DataRaceError) return false;
    throw error;
  }
}

/** Set one field, or take its value away; what it held before in stored form. */
export async function swapStored(
  binding: Binding,
  id: string,
  field: FieldSchema,
  value: unknown,
): Promise<string | null> {
  const change = updateOf(binding.schema, 'swap', id, { [field.property]: value })!;
  if (isDerived(change)) {
    const rewritten = await rewriteStored(binding, id, () => rewritingOf(change));
    return rewritten!.before[binding.schema.fields.indexOf(field)] ?? null;
  }
  const held = (await writeOne(binding, change)) as readonly (string | null)[];
  // values that are set come first, stamps among them, and then those that are taken away
  return held.at(value === undefined ? -1 : 0) ?? null;
}

/** Add to one field; the sum in stored form. */
export async function incrementStored(binding: Binding, id: string, amounts: EntityValues): Promise<string> {
  const { sums } = await addStored(binding, id, amountsOf(binding.schema, amounts));
  return sums[0]!;
}

/** Entities that one call may delete. */
const MOST = 10_000;

/** Delete entities; how many of them were there. */
export async function deleteStored({ schema, connection }: Binding, ids: readonly string[]): Promise<number> {
  const distinct = [...new Set(ids)];
  if (distinct.length > MOST)
    throw new QueryError(
      `${schema.model}.deleteMany() was given ${distinct.length} ids, and takes ${MOST} at most. Delete them in steps.`,
    );
  const written = await ChangeSet.of(...distinct.map((id) => ({ op: 'delete', schema, id }) as const)).write(
    connection,
  );
  return written.filter((number) => number === 1).length;
}
