import type { Argument, Connection } from '../redis/connection/connection.js';
import { says } from '../util/thrown.js';
import { functionName, isNoFunction, loadFunction, refusesFunctions, takesFunctions } from './functions.js';
import type { Input, Script } from './script.js';

const isNoScript = (error: unknown): boolean => says(error, /^NOSCRIPT/);

/** Put the named input into the order that the script's header states. */
function flatten(script: Script, input: Input): Argument[] {
  const flat: Argument[] = [script.keys.length];
  for (const name of script.keys) flat.push(input.keys[name]!);
  for (const name of script.args) flat.push(input.args[name]!);
  return input.rest?.length ? flat.concat(input.rest) : flat;
}

/** What the server needs to know of a script. */
export type Program = Pick<Script, 'name' | 'sha1' | 'source' | 'readOnly' | 'freesMemory' | 'library'>;

const suffixOf = ({ readOnly }: Program, { capabilities }: Connection): string =>
  readOnly && capabilities.readOnlyScripts ? '_ro' : '';

async function byDigest(connection: Connection, program: Program, args: Argument[]): Promise<unknown> {
  const suffix = suffixOf(program, connection);
  try {
    return await connection.send(`evalsha${suffix}`, [program.sha1, ...args]);
  } catch (error) {
    if (!isNoScript(error)) throw error;
    return connection.direct.send(`eval${suffix}`, [program.source, ...args]);
  }
}

/** Load what the server did not know, and call it; what is forgotten again meanwhile (FUNCTION FLUSH) goes with its text. */
async function loadAndCall(connection: Connection, program: Program, command: string, args: Argument[]) {
  if (!(await loadFunction(connection, program))) return byDigest(connection, program, args);
  return connection.send(command, [functionName(program), ...args]).catch((error: unknown) => {
    if (!isNoFunction(error)) throw error;
    return byDigest(connection, program, args);
  });
}

function asFunction(connection: Connection, program: Program, args: Argument[]): Promise<unknown> {
  // a name that is made anew in each call is looked up more slowly
  const command = suffixOf(program, connection) === '' ? 'fcall' : 'fcall_ro';
  return connection.send(command, [functionName(program), ...args]).catch((error: unknown) => {
    if (refusesFunctions(connection, error)) return byDigest(connection.direct, program, args);
    if (!isNoFunction(error)) throw error;
    return loadAndCall(connection.direct, program, command, args);
  });
}

/**
 * Run a program with its arguments in the server's order: the number of keys, the keys, the rest.
 *
 * A program with a library stays in the server as a function where that is possible, else it is known by its digest. What the
 * server does not know it says before anything was done, so that sending it again is safe: at once, or behind a pipeline that
 * has gone out. In a transaction that is too late, so that the whole text is sent in the first place.
 */
export function evaluate(connection: Connection, program: Program, args: Argument[]): Promise<unknown> {
  if (connection.inTransaction)
    return connection.send(`eval${suffixOf(program, connection)}`, [program.source, ...args]);
  return program.library && takesFunctions(connection)
    ? asFunction(connection, program, args)
    : byDigest(connection, program, args);
}

/**
 * Run a script, which is sent in full where the server does not have it (first use, SCRIPT FLUSH, failover).
 *
 * Redis: FCALL or EVALSHA, their _RO forms where the script only reads; atomic.
 */
export function run<K extends string, A extends string>(
  connection: Connection,
  script: Script<K, A>,
  input: Input<K, A>,
): Promise<unknown> {
  return evaluate(connection, script, flatten(script, input as Input));
}

/** An error that a script answered with: its code, and the facts it gave as JSON. */
export interface ScriptFailure {
  readonly code: string;
  readonly facts: readonly unknown[];
}

const FAILURE = /^([A-Z_]+) (\[.*\])/s;

/** Tell an answer of `redis.error_reply('CODE [facts]')` from every other error. */
export function scriptFailure(error: unknown): ScriptFailure | undefined {
  const match = error instanceof Error ? FAILURE.exec(error.message) : null;
  return match ? { code: match[1]!, facts: JSON.parse(match[2]!) as unknown[] } : undefined;
}

/** Whether a command runs one of some scripts. */
export const isCallOf = (scripts: readonly Script[], command: string, [program]: readonly Argument[]): boolean =>
  /^(?:fcall|eval|evalsha)(?:_ro)?$/.test(command) &&
  scripts.some((script) => [script.sha1, script.source, functionName(script)].includes(String(program)));
