import type { Connection } from '../../../redis/connection/connection.js';
import { type EntryReply, Message } from '../message.js';
import { Stream } from '../stream.js';

/** How far a group is behind. */
export interface GroupMetrics {
  /** how many messages are still to be read; undefined where the server cannot tell */
  readonly lag: number | undefined;
  /** how many were read and are not acknowledged */
  readonly pending: number;
  /** when the oldest message was added that is not done with; undefined when all are */
  readonly oldest: Date | undefined;
}

/** What a worker does, and how far its group is behind. */
export interface WorkerMetrics extends GroupMetrics {
  /** messages that are being handled */
  readonly active: number;
  /** messages that wait for their next try */
  readonly waiting: number;
  /** messages that it has handled since it began */
  readonly done: number;
  /** tries that have failed since */
  readonly failed: number;
  /** messages that it has given up since */
  readonly buried: number;
}

/** How far a group is behind on one stream. */
export async function measureStream(connection: Connection, name: string, key: string): Promise<GroupMetrics> {
  const groups = await new Stream(connection, key).groups();
  const group = groups.find((one) => one.name === name);
  if (!group) return { lag: undefined, pending: 0, oldest: undefined };
  const { lag, pending, lastDelivered } = group;
  const next = await connection.send('xrange', [key, `(${lastDelivered}`, '+', 'COUNT', 1]);
  const unread = (next as EntryReply[])[0]?.[0];
  const held = pending > 0 ? ((await connection.send('xpending', [key, name])) as unknown[])[1] : undefined;
  // what is pending was read, so that it is older than what was not
  const id = held ?? unread;
  return { lag, pending, oldest: id == null ? undefined : new Message(key, String(id), {}).timestamp };
}

/** The same for all streams together. */
export async function measure(connection: Connection, name: string, keys: readonly string[]): Promise<GroupMetrics> {
  const all = await Promise.all(keys.map((key) => measureStream(connection, name, key)));
  const times = all.flatMap(({ oldest }) => (oldest ? [Number(oldest)] : []));
  return {
    lag: all.reduce<number | undefined>(
      (sum, { lag }) => (sum === undefined || lag === undefined ? undefined : sum + lag),
      0,
    ),
    pending: all.reduce((sum, { pending }) => sum + pending, 0),
    oldest: times.length === 0 ? undefined : new Date(Math.min(...times)),
  };
}
