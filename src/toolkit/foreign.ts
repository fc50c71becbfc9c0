import { WrongTypeError } from '../errors/container.js';
import type { Connection } from '../redis/connection/connection.js';
import { says } from '../util/thrown.js';

/** What a key of a utility may hold: the types as TYPE answers them, and of a text its form. */
export interface Kept {
  readonly key: string;
  readonly types: readonly string[];
  readonly form?: RegExp;
}

/** What a script says that came upon something else than it keeps. */
const FOREIGN = /WRONGTYPE|not an integer|user_function|user_script/;

async function holds(connection: Connection, { key, types, form }: Kept, found: string): Promise<boolean> {
  if (found === 'none') return true;
  if (!types.includes(found)) return false;
  return found !== 'string' || !form || form.test(String(await connection.send('get', [key])));
}

/**
 * Say which key holds something that is not of this utility; every other error goes on as it is. Only now are the keys asked for.
 *
 * @throws WrongTypeError
 */
export async function explainForeign(
  { direct }: Connection,
  error: unknown,
  utility: string,
  kept: readonly Kept[],
): Promise<never> {
  if (!says(error, FOREIGN)) throw error;
  for (const each of kept) {
    const found = String(await direct.send('type', [each.key]));
    if (!(await holds(direct, each, found))) throw new WrongTypeError(each.key, found, utility);
  }
  throw error;
}
