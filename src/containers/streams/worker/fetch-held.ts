import type { EntryReply } from '../message.js';
import { HeldMessage } from './held-message.js';
import type { Subscription } from './options.js';

/** A message that this worker holds and has not read; one that was deleted meanwhile is acknowledged instead. */
export async function fetchHeld<F>(
  { connection, format, group }: Subscription<F>,
  stream: string,
  id: string,
  attempt: number,
): Promise<HeldMessage | undefined> {
  const [entry] = (await format.send(connection, 'xrange', [stream, id, id])) as EntryReply[];
  if (entry) return new HeldMessage(stream, entry, attempt);
  await connection.send('xack', [stream, group, id]);
  return undefined;
}
