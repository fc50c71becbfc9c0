import { UnsupportedError } from '../errors/server.js';
import type { Connection } from '../redis/connection/connection.js';
import { says } from '../util/thrown.js';

const UNKNOWN =
  /unknown (sub)?command|unknown redis command|wrong number of arguments|syntax error|invalid subcommand/i;

/** A command, or a form of it, that older servers do not know, and the first that do. */
export interface NewerCommand {
  readonly command: string;
  readonly needs: string;
}

/** Tell an older server from a mistake: what it does not know becomes an UnsupportedError. */
export function explainUnknown({ capabilities }: Connection, error: unknown, { command, needs }: NewerCommand): never {
  if (!says(error, UNKNOWN)) throw error;
  throw new UnsupportedError(command, `${capabilities.server} ${capabilities.version}`, needs);
}
