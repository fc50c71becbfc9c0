import { WrongTypeError } from '../errors/container.js';
import { UnsupportedError } from '../errors/server.js';
import type { Connection } from '../redis/connection/connection.js';
import { says } from '../util/thrown.js';

// inside a script the code of the error may stand in the middle of the message
const WRONG_TYPE = /\bWRONGTYPE\b/;
const UNKNOWN =
  /unknown (sub)?command|unknown redis command|wrong number of arguments|syntax error|invalid subcommand/i;

/** Say which of the keys has which wrong type; every other error goes on as it is. Only now is TYPE asked. */
export async function explainWrongType(
  connection: Connection,
  error: unknown,
  keys: readonly string[],
  expected: string,
): Promise<never> {
  if (!says(error, WRONG_TYPE)) throw error;
  for (const key of keys) {
    const found = String(await connection.direct.send('type', [key]));
    if (found !== 'none' && found !== expected) throw new WrongTypeError(key, found, expected);
  }
  throw error;
}

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
