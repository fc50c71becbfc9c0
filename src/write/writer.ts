import type { Argument, Connection } from '../redis/connection/connection.js';
import type { Schema } from '../schema/schema.js';
import { write } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { type Change, encodeChange } from './change.js';
import { descriptorOf } from './descriptor.js';
import { refusalError } from './refusal.js';

/** What write.lua gives for a change: an id, a number of entities, or pairs of field and sum. */
export type Written = string | number | readonly string[];

/** Changes as write.lua takes them. */
export interface EncodedChanges {
  readonly changes: readonly Change[];
  readonly rest: readonly Argument[];
}

export function encodeChanges(changes: readonly Change[]): EncodedChanges {
  const rest: Argument[] = [];
  for (const change of changes) encodeChange(rest, change);
  return { changes, rest };
}

export async function sendChanges(
  connection: Connection,
  schema: Schema,
  { changes, rest }: EncodedChanges,
): Promise<readonly Written[]> {
  const input = { keys: { prefix: schema.keyspace.prefix }, args: { models: descriptorOf(schema) }, rest };
  try {
    return (await run(connection, write, input)) as Written[];
  } catch (error) {
    throw refusalError(schema, changes, error);
  }
}

/**
 * Write changes of one model, all of them or none.
 *
 * Redis: one script, one round trip, atomic.
 *
 * @throws DataRaceError, EntityDeletedError, EntityExistsError, UniqueError, ValidationError
 */
export function writeChanges(
  connection: Connection,
  schema: Schema,
  changes: readonly Change[],
): Promise<readonly Written[]> {
  return sendChanges(connection, schema, encodeChanges(changes));
}
