import { NoGroupError } from '../../errors/container.js';
import type { Argument, Connection } from '../../redis/connection/connection.js';
import { natural, positive } from '../../util/check.js';
import type { Entry, Message } from './message.js';
import type { MessageFormat } from './message-format.js';

/** How to read new messages. */
export interface ReadOptions {
  /** At most so many of each stream. @default all there are */
  readonly count?: number;
  /** Wait so many milliseconds for a message when there is none; 0: for ever. @default not at all */
  readonly block?: number;
  /** Ends the waiting: the call rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** `COUNT n`, or nothing. */
export const countArgs = (count: number | undefined): Argument[] =>
  count === undefined ? [] : ['COUNT', positive('count', count)];

const blockArgs = (block: number | undefined): Argument[] =>
  block === undefined ? [] : ['BLOCK', natural('block', block)];

/** One stream's part of a reply. */
export type StreamReply = readonly [key: string | Buffer, entries: readonly Entry[] | null];

/** Send XREAD or XREADGROUP; one that blocks goes over a connection of its own. */
export async function sendRead<F>(
  connection: Connection,
  format: MessageFormat<F>,
  command: readonly Argument[],
  streams: readonly Argument[],
  { count, block, signal }: ReadOptions,
): Promise<readonly StreamReply[]> {
  const [name, ...head] = command;
  const args = [...head, ...countArgs(count), ...blockArgs(block), 'STREAMS', ...streams];
  signal?.throwIfAborted();
  const reply =
    block === undefined
      ? await format.send(connection, String(name), args)
      : await connection.blocking.run((client) => format.sendOn(client, String(name), args), signal);
  return (reply ?? []) as readonly StreamReply[];
}

/** The messages of a reply, one stream after the other. */
export async function decodeReplies<F>(
  format: MessageFormat<F>,
  replies: readonly StreamReply[],
): Promise<Message<F>[]> {
  const messages: Message<F>[] = [];
  for (const [key, entries] of replies) messages.push(...(await format.decodeAll(String(key), entries)));
  return messages;
}

export const isNoGroup = (error: unknown): boolean => error instanceof Error && error.message.startsWith('NOGROUP');

/** Name the group in the error when there is none. */
export async function withGroup<T>(group: string, keys: readonly string[], work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isNoGroup(error) ? new NoGroupError(group, keys) : error;
  }
}
