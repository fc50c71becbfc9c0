import type { Connection } from '../redis/connection/connection.js';
import type { Schema } from '../schema/schema.js';
import { fetch } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import type { StoredValues } from './snapshot.js';

/** The field that stands for an entity of which nothing else has to be stored. */
const MARKER = '~';
/** Entities of one call, so that none holds the server for long. */
const BATCH = 500;

const namesBySchema = new WeakMap<Schema, string[]>();

/** The stored names to read, in the order of the schema; a marker behind them where every field is optional. */
function namesOf(schema: Schema): string[] {
  const known = namesBySchema.get(schema);
  if (known) return known;
  const names = schema.fields.map((field) => field.stored);
  if (schema.fields.every((field) => field.optional)) names.push(MARKER);
  namesBySchema.set(schema, names);
  return names;
}

const isThere = (row: StoredValues): boolean => row.some((value) => value !== null);

/**
 * The stored values of one entity, or undefined.
 *
 * Redis: HMGET, O(fields).
 */
export async function loadRow(connection: Connection, schema: Schema, id: string): Promise<StoredValues | undefined> {
  const row = (await connection.send('hmget', [schema.keyspace.entity(id), ...namesOf(schema)])) as StoredValues;
  return isThere(row) ? row : undefined;
}

/**
 * The stored values of several entities, in the order of the ids.
 *
 * Redis: one script of HMGETs for every 500 ids.
 */
export async function loadRows(
  connection: Connection,
  schema: Schema,
  ids: readonly string[],
): Promise<(StoredValues | undefined)[]> {
  const result: (StoredValues | undefined)[] = [];
  const input = { keys: { prefix: schema.keyspace.prefix }, args: { fields: JSON.stringify(namesOf(schema)) } };
  for (let at = 0; at < ids.length; at += BATCH) {
    const rows = (await run(connection, fetch, { ...input, rest: ids.slice(at, at + BATCH) })) as StoredValues[];
    for (const row of rows) result.push(isThere(row) ? row : undefined);
  }
  return result;
}
