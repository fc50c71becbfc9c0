import { WrongTypeError } from '../errors/container.js';
import type { Argument, Connection } from '../redis/connection/connection.js';
import { ForwardingConnection } from '../redis/connection/forwarding.js';
import { isWrongType } from '../redis/wrong-type.js';
import { says } from '../util/thrown.js';

/** What a key of a utility may hold: by type, as TYPE answers it, the form of a text or of the members, `true` where any will do. */
export interface Kept {
  readonly key: string;
  readonly holds: Readonly<Record<string, RegExp | true>>;
}

/** What the keys of a utility hold. */
export interface Keeping {
  /** what the user takes it for, as in "not a part of a lock" */
  readonly utility: string;
  /** those that can be told beforehand */
  readonly keys: readonly Kept[];
  /** what all others look like, as a pattern */
  readonly others?: string;
}

/** What a script says that came upon something else than it keeps. */
const FOREIGN = /WRONGTYPE|not an integer|user_function|user_script/;
export const WAY_OUT = 'Delete what is there, or give the utility another name.';

/** Some of what is there, to see whether it has the form that it should have. */
async function samples(connection: Connection, key: string, type: string): Promise<string[]> {
  if (type === 'string') return [String(await connection.send('get', [key]))];
  const ends = await Promise.all([0, -1].map((rank) => connection.send('zrange', [key, rank, rank])));
  return (ends as string[][]).flat();
}

async function fits(connection: Connection, { key, holds }: Kept, found: string): Promise<boolean> {
  if (found === 'none') return true;
  const form = Object.hasOwn(holds, found) && holds[found];
  return form instanceof RegExp
    ? (await samples(connection, key, found)).every((each) => form.test(each))
    : form === true;
}

/** The first key that holds something else, and what that is. */
async function findForeign(
  connection: Connection,
  keys: readonly Kept[],
): Promise<[key: string, found: string] | undefined> {
  for (const each of keys) {
    const found = String(await connection.send('type', [each.key]));
    if (!(await fits(connection, each, found))) return [each.key, found];
  }
  return undefined;
}

/**
 * Say which key holds something that is not of this utility; every other error goes on as it is. Only now are the keys asked for, and
 * where that is not allowed, the error goes on as well.
 *
 * @throws WrongTypeError
 */
export async function explainForeign(
  { direct }: Connection,
  error: unknown,
  { utility, keys, others }: Keeping,
): Promise<never> {
  if (!says(error, FOREIGN)) throw error;
  const foreign = await findForeign(direct, keys).catch(() => {
    throw error;
  });
  if (foreign) throw new WrongTypeError(...foreign, utility, WAY_OUT);
  if (others === undefined || !isWrongType(error)) throw error;
  throw new WrongTypeError(others, 'value of another type', utility, WAY_OUT);
}

/** The connection of a utility: where a command comes upon a key that holds something else, the error says which. */
export class UtilityConnection extends ForwardingConnection {
  constructor(
    below: Connection,
    private readonly keeping: Keeping,
  ) {
    super(below);
  }

  override get direct(): Connection {
    return new UtilityConnection(this.below.direct, this.keeping);
  }

  override get impatient(): Connection {
    return new UtilityConnection(this.below.impatient, this.keeping);
  }

  send(command: string, args: Argument[]): Promise<unknown> {
    return this.below.send(command, args).catch((error) => explainForeign(this.below, error, this.keeping));
  }

  sendBuffer(command: string, args: Argument[]): Promise<unknown> {
    return this.below.sendBuffer(command, args).catch((error) => explainForeign(this.below, error, this.keeping));
  }
}
