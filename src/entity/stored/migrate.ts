import { MigrationError } from '../../errors/migration.js';
import { DataRaceError, EntityDeletedError } from '../../errors/model.js';
import type { Connection } from '../../redis/connection/connection.js';
import type { Schema } from '../../schema/schema.js';
import { assignStored } from '../../schema/stored.js';
import { migrated, type StoredFields, versionOf } from '../../schema/version.js';
import { fetchOutdated } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import type { Change } from '../../write/change.js';
import { ChangeSet } from '../../write/change-set.js';
import { descriptorOf } from '../../write/descriptor.js';
import type { BringUp } from '../../write/outdated.js';
import type { Binding } from '../binding.js';
import { deriveRow } from '../derive.js';
import type { EntityValues } from '../snapshot.js';

type OldRow = readonly [id: string, version: string | false, row: StoredFields];
type Reply = readonly [rows: OldRow[] | Record<string, never>, seen: number, next: string | false];

/** Entities of one read, and rows of one write: some milliseconds each. */
const READ = 200;
const WRITTEN = 40;

interface Asked {
  readonly from?: string;
  readonly most?: number;
  readonly ids?: readonly string[];
}

/** Rows of other versions: of some ids, or of about so many entities from a position on. */
async function fetchOld(connection: Connection, schema: Schema, { from = '', most = 0, ids = [] }: Asked) {
  const { keyspace, version } = schema;
  const reply = await run(connection, fetchOutdated, {
    keys: { prefix: keyspace.prefix, ids: keyspace.ids },
    args: { model: descriptorOf(schema).text, version, from, most },
    rest: ids,
  });
  const [rows, seen, next] = JSON.parse(reply as string) as Reply;
  // Lua writes an empty list as an object
  return { rows: Array.isArray(rows) ? rows : [], seen, next: next === false ? undefined : next };
}

/**
 * Read rows until one is newer than the program.
 *
 * Redis: scripts that read, for every 200 entities one.
 *
 * @throws MigrationError of that row
 */
export async function refuseNewerRows({ connection, schema }: Binding, signal?: AbortSignal): Promise<void> {
  let from: string | undefined;
  do {
    signal?.throwIfAborted();
    const found = await fetchOld(connection.direct, schema, { most: READ, ...(from !== undefined && { from }) });
    for (const [id, version, row] of found.rows)
      if (versionOf(version) > schema.version) migrated(schema, id, versionOf(version), row);
    from = found.next;
  } while (from !== undefined);
}

const failed = (schema: Schema, id: string, cause: unknown): MigrationError => {
  const { version, model, primary } = schema;
  const shown = primary.field.codec.decode(id) as string | number;
  return new MigrationError(model, shown, 'step failed', version - 1, version, cause);
};

/** The change that gives a row its new shape, where it is still as it was read. */
function changeOf(schema: Schema, [id, found, old]: OldRow): Change {
  const now = migrated(schema, id, versionOf(found), old);
  const made = schema.fields.map((field) => now[field.stored] ?? null);
  const values: EntityValues = {};
  try {
    // what a program reads must be what it could have written
    assignStored(schema, values, made, id);
  } catch (cause) {
    throw failed(schema, id, cause);
  }
  const stored = made.map((value, i) => {
    const { property, codec, optional } = schema.fields[i]!;
    // a required field that was added has its default
    return value ?? (optional ? null : codec.encode(values[property]));
  });
  const gone = Object.keys(old).filter((name) => now[name] === undefined);
  const row = deriveRow({ schema, values, id }, stored);
  return { op: 'migrate', schema, id, row, old: { version: found, row: old, gone } };
}

const isRace = (error: unknown): boolean => error instanceof DataRaceError || error instanceof EntityDeletedError;

/** How often others may be faster. */
const ATTEMPTS = 100;

async function bringUpSome(connection: Connection, schema: Schema, ids: readonly string[]): Promise<void> {
  for (let left = ATTEMPTS; ; left--) {
    const { rows } = await fetchOld(connection, schema, { ids });
    if (rows.length === 0) return;
    try {
      await ChangeSet.of(...rows.map((row) => changeOf(schema, row))).write(connection);
      return;
    } catch (error) {
      if (!isRace(error) || left === 0) throw error;
    }
  }
}

/** How rows of a model come into the shape of this program. */
export const bringUpOf =
  ({ schema }: Binding): BringUp =>
  (connection, ids) =>
    bringUpSome(connection, schema, ids);

export interface MigrateProgress {
  readonly model: string;
  /** entities that were looked at, of those that there were at the start */
  readonly done: number;
  readonly total: number;
}

export interface MigrateOptions {
  /** Called after each step. */
  readonly onProgress?: ((progress: MigrateProgress) => void) | undefined;
  /** Ends it; what was done stays, and the next call goes on. */
  readonly signal?: AbortSignal | undefined;
}

async function writeRows(connection: Connection, schema: Schema, rows: readonly OldRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += WRITTEN) {
    const some = rows.slice(at, at + WRITTEN);
    const changes = some.map((row) => changeOf(schema, row));
    try {
      await ChangeSet.of(...changes).write(connection);
    } catch (error) {
      if (!isRace(error)) throw error;
      // one of them was changed meanwhile: it is read anew
      for (const [id] of some) await bringUpSome(connection, schema, [id]);
    }
  }
}

/** Bring all rows of a model into the shape of this program; how many it were. */
export async function migrateAll(
  { connection, schema }: Binding,
  total: number,
  { onProgress, signal }: MigrateOptions,
): Promise<number> {
  let [done, count] = [0, 0];
  let from: string | undefined;
  do {
    signal?.throwIfAborted();
    const { rows, seen, next } = await fetchOld(connection.direct, schema, {
      most: READ,
      ...(from !== undefined && { from }),
    });
    await writeRows(connection.direct, schema, rows);
    done += seen;
    count += rows.length;
    onProgress?.({ model: schema.model, done: Math.min(done, total), total });
    from = next;
  } while (from !== undefined);
  return count;
}
