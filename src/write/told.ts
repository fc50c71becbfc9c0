// A descriptor is longer than most of what is written with it: a function of the server that has seen one keeps it, and is told its
// name from then on. A server that was started again, or that took over, says that it does not know the name, before it does anything.
import type { Capabilities } from '../redis/capabilities.js';
import type { Argument, Connection } from '../redis/connection/connection.js';
import type { Schema } from '../schema/schema.js';
import { takesFunctions } from '../scripts/functions.js';
import { scriptFailure } from '../scripts/run.js';
import type { Script } from '../scripts/script.js';
import { descriptorOf } from './descriptor.js';

const told = new WeakMap<Capabilities, Map<Script, WeakSet<Schema>>>();

function toldTo({ capabilities }: Connection, script: Script): WeakSet<Schema> {
  const scripts = told.get(capabilities) ?? new Map<Script, WeakSet<Schema>>();
  told.set(capabilities, scripts);
  const schemas = scripts.get(script) ?? new WeakSet<Schema>();
  scripts.set(script, schemas);
  return schemas;
}

const namesAreUnknown = (error: unknown): boolean => scriptFailure(error)?.code === 'UNKNOWN_MODEL';

type Send = (descriptors: Argument[]) => Promise<unknown>;

async function tell(schemas: readonly Schema[], known: WeakSet<Schema>, send: Send) {
  const reply = await send(schemas.map((schema) => descriptorOf(schema).text));
  for (const schema of schemas) known.add(schema);
  return reply;
}

/** Run a script whose arguments begin with descriptors: their texts where they have to be told, their names where the server has them. */
export function withDescriptors(
  connection: Connection,
  script: Script,
  schemas: readonly Schema[],
  send: Send,
): Promise<unknown> {
  const known = toldTo(connection, script);
  // a script by its digest remembers nothing, and what goes through a queue cannot be repeated
  const remembers = connection.direct === connection && takesFunctions(connection);
  if (!remembers || !schemas.every((schema) => known.has(schema))) return tell(schemas, known, send);
  return send(schemas.map((schema) => descriptorOf(schema).name)).catch((error: unknown) => {
    if (!namesAreUnknown(error)) throw error;
    return tell(schemas, known, send);
  });
}
