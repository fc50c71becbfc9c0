import type { Connection } from '../redis/connection/connection.js';
import type { Schema } from '../schema/schema.js';
import { scriptFailure } from '../scripts/run.js';
import type { Change } from './change.js';

/** Brings rows of some entities into the shape of this program, where they are of another version. */
export type BringUp = (connection: Connection, ids: readonly string[]) => Promise<void>;

const known = new WeakMap<Schema, BringUp>();

/** Say how rows of a model come into shape. */
export function bringUpWith(schema: Schema, bringUp: BringUp): void {
  known.set(schema, bringUp);
}

/** Entities that stood in the way of a call, since their rows are of another version. */
interface Outdated {
  readonly schema: Schema;
  readonly ids: readonly string[];
}

/** What a refusal of write.lua says of rows of another version; undefined for any other error. */
export function outdatedBy(changes: readonly Change[], error: unknown): Outdated | undefined {
  const failure = scriptFailure(error);
  if (failure?.code !== 'ROW_VERSION') return undefined;
  const [position, id] = failure.facts as [number, string];
  const { schema } = changes[position]!;
  const ids = changes.flatMap((change) => (change.schema === schema && change.id !== '' ? [change.id] : []));
  return { schema, ids: [...new Set([id, ...ids])] };
}

/** Bring such rows up, so that the call can be made again. */
export const bringUp = (connection: Connection, { schema, ids }: Outdated): Promise<void> =>
  known.get(schema)!(connection.direct, ids);
