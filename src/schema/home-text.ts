import type { Connection } from '../redis/connection/connection.js';
import type { Schema } from './schema.js';

/** What lives in a database. */
interface Resident {
  readonly schema: Pick<Schema, 'keyspace'>;
  readonly connection: Pick<Connection, 'server'>;
}

/** Where the entities of a model are, for the message to one who expected them elsewhere. */
export const homeText = ({ schema, connection }: Resident): string =>
  `the namespace ${JSON.stringify(schema.keyspace.namespace)} at ${connection.server}`;
