import type { Redis } from 'ioredis';
import { Call } from '../redis/connection/call.js';
import type { Argument, Connection } from '../redis/connection/connection.js';
import { wait } from '../redis/connection/wait.js';
import { duration } from '../util/check.js';
import { checkSignal, type OptionNames } from '../util/options.js';

export interface Blocking {
  /** milliseconds to wait; 0 does not wait, Infinity waits for ever @default Infinity */
  readonly timeout?: number | undefined;
  /** ends the wait at once; the call rejects with the reason of the signal */
  readonly signal?: AbortSignal | undefined;
}

/** A command that waits: its arguments hold the seconds to wait, 0 for ever. */
export interface BlockingCommand {
  readonly command: string;
  args(seconds: number): Argument[];
  /** text replies are wanted as Buffers */
  readonly binary: boolean;
}

/** The names of what a call that waits takes. */
export const BLOCKING: OptionNames<Blocking> = { timeout: true, signal: true };

/** Whether a call that can wait was asked not to. */
export function waits({ timeout, signal }: Blocking): boolean {
  checkSignal(signal);
  signal?.throwIfAborted();
  return timeout === undefined || duration('timeout', timeout) > 0;
}

/** Send a command that waits, on a connection of its own. */
export function block(
  { blocking }: Connection,
  { command, args, binary }: BlockingCommand,
  { timeout = 0, signal }: Blocking,
): Promise<unknown> {
  const send = (redis: Redis, seconds: number) =>
    binary ? redis.callBuffer(command, args(seconds)) : redis.call(command, args(seconds));
  const [key] = new Call(command, args(0), null).getKeys();
  return wait(blocking, { key: String(key), timeout: timeout || Number.POSITIVE_INFINITY, signal }, send);
}
