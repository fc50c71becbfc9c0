import type { Argument, Connection } from '../redis/connection/connection.js';
import { natural } from '../util/check.js';

export interface Blocking {
  /** milliseconds to wait; 0 does not wait @default for ever */
  readonly timeout?: number;
  /** ends the wait at once; the call rejects with the reason of the signal */
  readonly signal?: AbortSignal;
}

/** A command that waits: its arguments hold the seconds to wait, 0 for ever. */
export interface BlockingCommand {
  readonly command: string;
  args(seconds: number): Argument[];
  /** text replies are wanted as Buffers */
  readonly binary: boolean;
}

/** Whether a call that can wait was asked not to. */
export function waits({ timeout, signal }: Blocking): boolean {
  signal?.throwIfAborted();
  return timeout === undefined || natural('timeout', timeout) > 0;
}

/** Send a command that waits, on a connection of its own. */
export function block(
  { blocking }: Connection,
  { command, args, binary }: BlockingCommand,
  { timeout = 0, signal }: Blocking,
): Promise<unknown> {
  const all = args(timeout / 1000);
  return blocking.run((redis) => (binary ? redis.callBuffer(command, all) : redis.call(command, all)), signal);
}
