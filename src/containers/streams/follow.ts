import type { Connection } from '../../redis/connection/connection.js';
import { isConnectionError } from '../../redis/connection/connection-error.js';
import { pause } from '../../util/pause.js';
import type { Message } from './message.js';
import type { MessageFormat } from './message-format.js';
import { decodeReplies, LONGEST_BLOCK, type StreamReply, sendRead } from './read.js';

/** How many messages of each stream are fetched at a time. */
const SLICE = 500;
/** Milliseconds before a reader looks for a server that went away. */
const RETRY = 100;

interface FollowSource<F> {
  readonly connection: Connection;
  readonly format: MessageFormat<F>;
  /** say what is wrong with a key */
  ask<T>(work: Promise<T>): Promise<T>;
}

/** Wait for the next entries; none when the signal aborts or the server is away. */
async function next<F>(
  { connection, format, ask }: FollowSource<F>,
  after: ReadonlyMap<string, string>,
  signal: AbortSignal | undefined,
): Promise<readonly StreamReply[]> {
  const command = { head: ['xread'], keys: [...after.keys()], after: [...after.values()] };
  const options = { count: SLICE, timeout: LONGEST_BLOCK, ...(signal && { signal }) };
  try {
    return await ask(sendRead(connection, format, command, options));
  } catch (error) {
    if (signal?.aborted) return [];
    if (!isConnectionError(error) || connection.blocking.closed) throw error;
    await pause(RETRY, signal);
    return [];
  }
}

/** The messages after some points, as they come, until the signal aborts. */
export async function* follow<F>(
  source: FollowSource<F>,
  begin: Promise<Map<string, string>>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Message<F>, void> {
  const after = await begin;
  while (!signal?.aborted) {
    const replies = await next(source, after, signal);
    const decoded = await decodeReplies(source.format, replies);
    // what comes after an abort stays in the stream
    for (const message of decoded.messages) if (!signal?.aborted) yield message;
    for (const [key, entries] of replies) after.set(String(key), String(entries?.at(-1)?.[0]));
    if (decoded.error) throw decoded.error;
  }
}
