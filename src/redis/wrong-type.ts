import { WrongTypeError } from '../errors/container.js';
import { says } from '../util/thrown.js';
import type { Connection } from './connection/connection.js';

/** Whether a command came upon a key of another type than it is for; inside a script the code may stand in the middle of the message. */
export const isWrongType = (error: unknown): boolean => says(error, /\bWRONGTYPE\b/);

/** A key, and the type that it should have, as TYPE answers it. */
type Typed = readonly [key: string, type: string];

/**
 * Say which of the keys has which wrong type; every other error goes on as it is. Only now is TYPE asked.
 *
 * @throws WrongTypeError
 */
export async function explainTypes(connection: Connection, error: unknown, keys: readonly Typed[]): Promise<never> {
  if (!isWrongType(error)) throw error;
  for (const [key, type] of keys) {
    const found = String(await connection.direct.send('type', [key]));
    if (found !== 'none' && found !== type) throw new WrongTypeError(key, found, type);
  }
  throw error;
}
