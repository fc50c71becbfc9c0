import type { Connection } from '../../redis/connection/connection.js';
import type { Schema } from '../../schema/schema.js';
import { currentRow, rowNames } from '../../schema/version.js';
import { fetch, fetchLiving } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import type { StoredValues } from '../../write/change.js';
import { MARKER, needsMarker } from '../../write/descriptor.js';

/** Entities of one call at most, and steps of about a microsecond that their rows take: of many entities each takes several. */
const BATCH = 200;
const STEPS = 1800;
/** Calls that are on their way at a time. */
const AHEAD = 3;
/** What a row takes beside its fields, and what a field of it takes. */
const ROW = 6.5;
const FIELD = 0.55;

const batchOf = (fields: number): number => Math.min(BATCH, Math.max(1, Math.floor(STEPS / (ROW + FIELD * fields))));

const namesBySchema = new WeakMap<Schema, string[]>();

/** The stored names to read, in the order of the schema; a marker behind them where every field is optional. */
function namesOf(schema: Schema): string[] {
  const known = namesBySchema.get(schema);
  if (known) return known;
  const fields = schema.fields.map((field) => field.stored);
  const names = [...rowNames(schema, fields)];
  // what may expire is read by a script, which knows whether there is an entity
  if (needsMarker(schema) && !schema.expiry) names.push(MARKER);
  namesBySchema.set(schema, names);
  return names;
}

/** A row as the server gives it, in a reply of its own (null where there is no value) or as JSON (false). */
type RowReply = (string | null | false)[];

/** The stored values of a row; undefined where there is no entity. */
function rowOf({ expiry }: Schema, reply: RowReply): StoredValues | undefined {
  let found = expiry !== undefined && reply.length > 0;
  for (let i = 0; i < reply.length; i++) {
    if (reply[i] === false) reply[i] = null;
    else if (reply[i] !== null) found = true;
  }
  return found ? (reply as StoredValues) : undefined;
}

/**
 * The stored values of one entity, or undefined.
 *
 * Redis: HMGET, O(fields); a script where entities may expire.
 */
export async function loadRow(connection: Connection, schema: Schema, id: string): Promise<StoredValues | undefined> {
  // a script knows what else belongs to the row
  if (schema.expiry || schema.version > 1) return (await loadRows(connection, schema, [id]))[0];
  return rowOf(schema, (await connection.send('hmget', [schema.keyspace.entity(id), ...namesOf(schema)])) as RowReply);
}

/** What calls give for each part of so many, in their order, of which a few are made ahead. */
async function* inTurn<T>(total: number, batch: number, call: (at: number) => Promise<T>): AsyncGenerator<T> {
  const made: Promise<T>[] = [];
  for (let at = 0; at < total || made.length > 0; at += batch) {
    if (at < total) made.push(call(at));
    // until it is waited for, a refusal is not an unhandled one
    made.at(-1)?.catch(() => {});
    if (made.length === AHEAD || at + batch >= total) yield await made.shift()!;
  }
}

/**
 * The stored values of several entities, in the order of the ids.
 *
 * Redis: one script of HMGETs for every 200 ids, or fewer where they have many fields; of several, three are on their way at a time.
 */
export async function loadRows(
  connection: Connection,
  schema: Schema,
  ids: readonly string[],
): Promise<(StoredValues | undefined)[]> {
  const { prefix, ids: all } = schema.keyspace;
  const names = namesOf(schema);
  const batch = batchOf(names.length);
  const input = { keys: { prefix, all }, args: { fields: JSON.stringify(names) } };
  const read = (at: number) =>
    run(connection, schema.expiry ? fetchLiving : fetch, { ...input, rest: ids.slice(at, at + batch) });
  const result: (StoredValues | undefined)[] = [];
  for await (const reply of inTurn(ids.length, batch, read)) {
    const rows = (typeof reply === 'string' ? JSON.parse(reply) : reply) as RowReply[];
    for (const reply of rows) {
      const row = rowOf(schema, reply);
      result.push(row && currentRow(schema, ids[result.length]!, row));
    }
  }
  return result;
}
