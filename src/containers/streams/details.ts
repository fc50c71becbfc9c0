import { count, type Flat, optional, readStreamFacts, record, type StreamFacts, textOr } from './info.js';
import type { EntryReply, Message } from './message.js';

/** A message that a group has read and not acknowledged, as XINFO shows it. */
export interface PendingDetails {
  readonly id: string;
  readonly consumer: string;
  /** when it was given to the consumer */
  readonly delivered: Date;
  /** how often it was given to a consumer */
  readonly deliveries: number;
}

/** A consumer of a group, with the oldest of what it holds. */
export interface ConsumerDetails {
  readonly name: string;
  /** when it last tried to do something */
  readonly seen: Date;
  /** when it last got a message; undefined before Redis 7.2, and when it never did */
  readonly active: Date | undefined;
  /** how many messages it has read and not acknowledged */
  readonly pending: number;
  readonly oldest: readonly PendingDetails[];
}

/** A group, with its consumers and the oldest of what they hold. */
export interface GroupDetails {
  readonly name: string;
  /** id of the last message that was given to a consumer */
  readonly lastDelivered: string;
  /** how many messages the group has read; undefined where the server cannot tell, and before Redis 7.0 */
  readonly read: number | undefined;
  /** how many messages are still to be read; undefined where the server cannot tell, and before Redis 7.0 */
  readonly lag: number | undefined;
  readonly pending: number;
  readonly oldest: readonly PendingDetails[];
  readonly consumers: readonly ConsumerDetails[];
}

/** All that the server knows of a stream. */
export interface StreamDetails<F> extends Omit<StreamFacts, 'groups'> {
  /** the greatest id that was deleted; undefined before Redis 7.0 */
  readonly maxDeletedId: string | undefined;
  /** the nodes and keys of the tree that holds the stream */
  readonly tree: { readonly nodes: number; readonly keys: number };
  readonly groups: readonly GroupDetails[];
  /** the oldest messages */
  readonly messages: readonly Message<F>[];
}

type Pel = readonly (readonly unknown[])[];

const list = (value: unknown): Pel => (value ?? []) as Pel;
const date = (value: unknown): Date => new Date(Number(value));

const readPending = ([id, consumer, at, deliveries]: readonly unknown[]): PendingDetails => ({
  id: String(id),
  consumer: String(consumer),
  delivered: date(at),
  deliveries: Number(deliveries),
});

function readConsumer(reply: Flat): ConsumerDetails {
  const found = record(reply);
  const name = textOr(found.get('name'), '');
  const active = optional(found.get('active-time'));
  return {
    name,
    seen: date(found.get('seen-time')),
    active: active === undefined || active < 0 ? undefined : date(active),
    pending: count(found.get('pel-count')),
    oldest: list(found.get('pel') ?? found.get('pending')).map(([id, ...rest]) => readPending([id, name, ...rest])),
  };
}

function readGroup(reply: Flat): GroupDetails {
  const found = record(reply);
  return {
    name: textOr(found.get('name'), ''),
    lastDelivered: textOr(found.get('last-delivered-id'), '0-0'),
    read: optional(found.get('entries-read')),
    lag: optional(found.get('lag')),
    pending: count(found.get('pel-count')),
    oldest: list(found.get('pel') ?? found.get('pending')).map(readPending),
    consumers: list(found.get('consumers')).map(readConsumer),
  };
}

export function readDetails(reply: Flat): Omit<StreamDetails<never>, 'messages'> & { entries: readonly EntryReply[] } {
  const { length, lastId, added } = readStreamFacts(reply);
  const found = record(reply);
  const maxDeletedId = found.get('max-deleted-entry-id');
  return {
    length,
    lastId,
    added,
    maxDeletedId: maxDeletedId === undefined ? undefined : String(maxDeletedId),
    tree: { nodes: count(found.get('radix-tree-nodes')), keys: count(found.get('radix-tree-keys')) },
    groups: list(found.get('groups')).map(readGroup),
    entries: (found.get('entries') ?? []) as readonly EntryReply[],
  };
}
