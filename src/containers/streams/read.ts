import type { Redis } from 'ioredis';
import { NoGroupError } from '../../errors/container.js';
import { Batch } from '../../redis/connection/batch.js';
import type { Call } from '../../redis/connection/call.js';
import type { Argument, Connection } from '../../redis/connection/connection.js';
import { duration, positive } from '../../util/check.js';
import { checkSignal, type OptionNames } from '../../util/options.js';
import { says } from '../../util/thrown.js';
import { Decoded } from './decoded.js';
import type { EntryReply } from './message.js';
import type { MessageFormat } from './message-format.js';

/** How to read new messages. */
export interface ReadOptions {
  /** At most so many of each stream. @default all there are */
  readonly count?: number | undefined;
  /** Milliseconds to wait for a message when there is none; 0 does not wait, Infinity waits for ever. @default 0 */
  readonly timeout?: number | undefined;
  /** Ends the waiting: the call rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The names of what a read takes. */
export const READ: OptionNames<ReadOptions> = { count: true, timeout: true, signal: true };

/** A wait without an end is made of waits of so many milliseconds, so that a connection that went dead is noticed. */
export const LONGEST_BLOCK = 2000;

/** `COUNT n`, or nothing. */
export const countArgs = (count: number | undefined): Argument[] =>
  count === undefined ? [] : ['COUNT', positive('count', count)];

/** One stream's part of a reply. */
export type StreamReply = readonly [key: string | Buffer, entries: readonly EntryReply[] | null];

/** What to read: the command up to its options, the streams, and the point in each of them. */
interface ReadCommand {
  readonly head: readonly Argument[];
  readonly keys: readonly string[];
  readonly after: readonly string[];
}

/** Send XREAD or XREADGROUP; one that blocks goes over a connection of its own. */
export async function sendRead<F>(
  connection: Connection,
  format: MessageFormat<F>,
  command: ReadCommand,
  { count, timeout = 0, signal }: ReadOptions,
  /** what goes out before a read that blocks, in the same write */
  before: () => readonly Call[] = () => [],
): Promise<readonly StreamReply[]> {
  const [name, ...head] = [...command.head, ...countArgs(count)];
  const streams = ['STREAMS', ...command.keys, ...command.after];
  const forEver = duration('timeout', timeout) === Number.POSITIVE_INFINITY;
  const wait = forEver ? LONGEST_BLOCK : timeout;
  checkSignal(signal);
  signal?.throwIfAborted();
  if (wait === 0) return repliesOf(await format.send(connection, String(name), [...head, ...streams]));
  const options = { signal, within: wait, key: command.keys[0], resumes: true };
  for (;;) {
    const end = performance.now() + wait;
    const send = (client: Redis) => {
      // what begins again waits for the rest of its time; 0 would be for ever
      const left = Math.max(1, Math.min(wait, Math.ceil(end - performance.now())));
      const read = format.callOf(String(name), [...head, 'BLOCK', left, ...streams]);
      Batch.send(client, [...before(), read]);
      return read.promise;
    };
    const reply = await connection.blocking.run(send, options);
    if (reply !== null || !forEver) return repliesOf(reply);
  }
}

const repliesOf = (reply: unknown): readonly StreamReply[] => (reply ?? []) as readonly StreamReply[];

/** The messages of a reply, one stream after the other. */
export async function decodeReplies<F>(format: MessageFormat<F>, replies: readonly StreamReply[]): Promise<Decoded<F>> {
  const decoded = new Decoded<F>();
  for (const [key, entries] of replies) await format.decodeInto(decoded, String(key), entries);
  return decoded;
}

export const isNoGroup = (error: unknown): boolean => says(error, /^NOGROUP/);

/** Whether a command of a group was refused because there is not even the stream. */
export const isNoStream = (error: unknown): boolean => says(error, /requires the key to exist|no such key/);

/** Name the group in the error when there is none. */
export async function withGroup<T>(group: string, keys: readonly string[], work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isNoGroup(error) || isNoStream(error) ? new NoGroupError(group, keys) : error;
  }
}
