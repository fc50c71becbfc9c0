import type { EntryReply } from './message.js';

/** Names and values in turn, as XINFO answers. */
export type Flat = readonly unknown[];

export function record(flat: Flat): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (let i = 0; i + 1 < flat.length; i += 2) found.set(String(flat[i]), flat[i + 1]);
  return found;
}

export const count = (value: unknown): number => Number(value ?? 0);
export const textOr = (value: unknown, otherwise: string): string => (value == null ? otherwise : String(value));
export const optional = (value: unknown): number | undefined => (value == null ? undefined : Number(value));

/** What the server knows of a stream. One that is not there is an empty one. */
export interface StreamFacts {
  readonly length: number;
  /** id of the newest message there ever was; `0-0` for none */
  readonly lastId: string;
  /** how many were ever added; undefined before Redis 7.0 */
  readonly added: number | undefined;
  /** number of consumer groups */
  readonly groups: number;
}

/** A consumer group of a stream. */
export interface GroupInfo {
  readonly name: string;
  readonly consumers: number;
  /** how many messages were read and not acknowledged */
  readonly pending: number;
  /** id of the last message that was given to a consumer */
  readonly lastDelivered: string;
  /** how many messages are still to be read; undefined where the server cannot tell, and before Redis 7.0 */
  readonly lag: number | undefined;
}

/** A consumer of a group. */
export interface ConsumerInfo {
  readonly name: string;
  /** how many messages it has read and not acknowledged */
  readonly pending: number;
  /** milliseconds since it last tried to do something */
  readonly idle: number;
}

export function readStreamFacts(reply: Flat): StreamFacts & { first: EntryReply; last: EntryReply } {
  const found = record(reply);
  return {
    length: count(found.get('length')),
    lastId: textOr(found.get('last-generated-id'), '0-0'),
    added: optional(found.get('entries-added')),
    groups: count(found.get('groups')),
    first: (found.get('first-entry') ?? null) as EntryReply,
    last: (found.get('last-entry') ?? null) as EntryReply,
  };
}

export function readGroup(reply: Flat): GroupInfo {
  const found = record(reply);
  return {
    name: textOr(found.get('name'), ''),
    consumers: count(found.get('consumers')),
    pending: count(found.get('pending')),
    lastDelivered: textOr(found.get('last-delivered-id'), '0-0'),
    lag: optional(found.get('lag')),
  };
}

export function readConsumer(reply: Flat): ConsumerInfo {
  const found = record(reply);
  return { name: textOr(found.get('name'), ''), pending: count(found.get('pending')), idle: count(found.get('idle')) };
}
