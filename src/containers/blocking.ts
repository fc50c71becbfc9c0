import type { Argument, Connection } from '../redis/connection/connection.js';
import { amount } from './arguments.js';

export interface Blocking {
  /** milliseconds to wait; 0: for ever @default 0 */
  readonly timeout?: number;
  /** ends the wait at once; the call rejects with the reason of the signal */
  readonly signal?: AbortSignal;
}

/**
 * Send a command that waits, on a connection of its own. Its last argument is the timeout in seconds.
 *
 * @throws RangeError for a negative or fractional timeout
 */
export function block(
  { blocking }: Connection,
  [command, ...args]: [string, ...Argument[]],
  { timeout = 0, signal }: Blocking,
  binary: boolean,
): Promise<unknown> {
  const all = [...args, amount(timeout, 'timeout') / 1000];
  return blocking.run((redis) => (binary ? redis.callBuffer(command, all) : redis.call(command, all)), signal);
}
