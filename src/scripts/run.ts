import type { Argument, Connection } from '../redis/connection.js';
import type { Input, Script } from './script.js';

const isNoScript = (error: unknown): boolean => error instanceof Error && error.message.startsWith('NOSCRIPT');

/** Put the named input into the order that the script's header states. */
function flatten(script: Script, input: Input<Script>): Argument[] {
  const keys = script.keys.map((name) => input.keys[name]!);
  const args = script.args.map((name) => input.args[name]!);
  return [keys.length, ...keys, ...args].concat(input.rest ?? []);
}

/**
 * Run a script by its digest, and by its text where the server does not have it (first use, SCRIPT FLUSH, failover).
 *
 * NOSCRIPT says that nothing was done, so that sending it again is safe.
 *
 * Redis: EVALSHA, EVALSHA_RO where the script only reads; atomic.
 */
export async function run<const S extends Script>(
  connection: Connection,
  script: S,
  input: Input<S>,
): Promise<unknown> {
  const args = flatten(script, input as Input<Script>);
  const suffix = script.readOnly && connection.capabilities.readOnlyScripts ? '_ro' : '';
  try {
    return await connection.send(`evalsha${suffix}`, [script.sha1, ...args]);
  } catch (error) {
    if (!isNoScript(error)) throw error;
    return connection.send(`eval${suffix}`, [script.source, ...args]);
  }
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
