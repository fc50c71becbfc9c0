import { setGate } from '../plan/gate.js';
import type { Connection } from '../redis/connection/connection.js';
import type { Schema } from '../schema/schema.js';
import { Readiness } from './readiness.js';

/** Refuse queries of a model that need an index which is not complete. */
export function guardQueries(connection: Connection, schema: Schema): void {
  setGate(connection, schema.keyspace.prefix, new Readiness(connection, schema).gate);
}
