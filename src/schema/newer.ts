// A row that cannot be read may be one that a newer program has written, or brought forward: the server says of which version it is.
import { MigrationError } from '../errors/migration.js';
import type { Connection } from '../redis/connection/connection.js';
import { unreadRow } from './stored.js';
import { VERSION, versionOf } from './version.js';

/** What a read has failed of: a `MigrationError` where the row is newer than the program. */
async function explained(connection: Connection, error: unknown): Promise<unknown> {
  const row = unreadRow(error);
  if (!row) return error;
  const { schema, id } = row;
  const key = schema.keyspace.entity(id);
  const version = versionOf((await connection.direct.send('hget', [key, VERSION])) as string | null);
  if (version <= schema.version) return error;
  const shown = schema.primary.field.codec.decode(id) as string | number;
  return new MigrationError(schema.model, shown, 'newer', version, schema.version, error);
}

/**
 * Make something of what was read. Where that fails because a row is of a newer version, the error says so.
 *
 * Redis: nothing; HGET where it fails.
 *
 * @throws MigrationError, CodecError
 */
export function legible<T>(connection: Connection, make: () => T): T | Promise<T> {
  try {
    return make();
  } catch (error) {
    return explained(connection, error).then((told) => {
      throw told;
    });
  }
}
