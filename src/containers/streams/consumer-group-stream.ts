import type { Argument, Connection } from '../../redis/connection/connection.js';
import { natural, positive } from '../../util/check.js';
import { boundId, exactId, lastReadId, type TimeId } from './id.js';
import type { ConsumerInfo } from './info.js';
import type { Entry, Message } from './message.js';
import type { StreamOptions } from './message-format.js';
import { decodeReplies, type ReadOptions, sendRead, withGroup } from './read.js';
import { Stream } from './stream.js';

/** Who reads: the group, and the name of the consumer within it. */
export interface GroupMember {
  readonly group: string;
  readonly consumer: string;
}

/** A message that was read and not acknowledged. */
export interface PendingMessage {
  readonly id: string;
  readonly consumer: string;
  /** milliseconds since it was given to the consumer */
  readonly idle: number;
  /** how often it was given to a consumer */
  readonly deliveries: number;
}

export interface PendingOptions<Id> {
  /** The oldest wanted, included. @default '-' */
  readonly start?: Id;
  /** The newest wanted, included. @default '+' */
  readonly end?: Id;
  /** @default 1000 */
  readonly count?: number;
  /** Only those of this consumer. */
  readonly consumer?: string;
  /** Only those given away at least so many milliseconds ago. */
  readonly idle?: number;
}

export interface AutoClaimOptions<Id> {
  /** Only those given away at least so many milliseconds ago. */
  readonly minIdle: number;
  /** Where to go on: `next` of the call before. @default '0-0' */
  readonly start?: Id;
  /** @default 100 */
  readonly count?: number;
  /** Claim without reading, and without counting it as a delivery: only `ids` is filled. @default false */
  readonly idsOnly?: boolean;
}

/** What autoClaim took over. */
export interface AutoClaimed<F> {
  /** where the next call goes on; `0-0` at the end */
  readonly next: string;
  readonly ids: string[];
  readonly messages: Message<F>[];
}

type PendingReply = [id: string, consumer: string, idle: number, deliveries: number];

/** One stream of a consumer group: what is read here is pending until it is acknowledged. */
export class ConsumerGroupStream<F = Record<string, string>, Id extends TimeId = string> extends Stream<F, Id> {
  constructor(
    connection: Connection,
    key: string,
    readonly member: GroupMember,
    options: StreamOptions<F> = {},
  ) {
    super(connection, key, options);
  }

  /**
   * The next messages of this stream that the group has not read; they are pending then.
   *
   * Redis: XREADGROUP; one that blocks goes over a connection of its own.
   *
   * @throws NoGroupError when the group was not created
   */
  override async read(options: ReadOptions = {}): Promise<Message<F>[]> {
    const { group, consumer } = this.member;
    const command = ['xreadgroup', 'GROUP', group, consumer];
    const replies = this.inGroup(sendRead(this.connection, this.format, command, [this.key, '>'], options));
    return decodeReplies(this.format, await replies);
  }

  /** Say that messages are done with; how many were pending. Redis: XACK, O(1) each, atomic. */
  async ack(...ids: Id[]): Promise<number> {
    if (ids.length === 0) return 0;
    return Number(await this.send('xack', [this.member.group, ...ids.map(exactId)]));
  }

  /** What was read and not acknowledged, oldest first. Redis: XPENDING, O(how many); with `idle` it may look at all. */
  async pending(options: PendingOptions<Id> = {}): Promise<PendingMessage[]> {
    const { start = '-', end = '+', count = 1000, consumer, idle } = options;
    const idleArgs: Argument[] = idle === undefined ? [] : ['IDLE', natural('idle', idle)];
    const range = [...idleArgs, boundId(start), boundId(end), positive('count', count)];
    const args = [this.key, this.member.group, ...range, ...(consumer === undefined ? [] : [consumer])];
    const reply = (await this.inGroup(this.connection.send('xpending', args))) as PendingReply[];
    return reply.map(([id, owner, idle, deliveries]) => ({ id, consumer: owner, idle, deliveries }));
  }

  /**
   * Make pending messages this consumer's own; those that are idle for less than `minIdle` milliseconds stay.
   *
   * Redis: XCLAIM, O(log n) each, atomic.
   */
  async claim(ids: readonly Id[] | Id, { minIdle = 0 }: { readonly minIdle?: number } = {}): Promise<Message<F>[]> {
    const list = (Array.isArray(ids) && !(ids[0] instanceof Date) ? ids : [ids]) as Id[];
    if (list.length === 0) return [];
    const { group, consumer } = this.member;
    const args = [this.key, group, consumer, natural('minIdle', minIdle), ...list.map(exactId)];
    return this.inGroup(this.entries('xclaim', args));
  }

  /** Make this consumer's own what others have left alone. Redis: XAUTOCLAIM, O(count), atomic. */
  async autoClaim(options: AutoClaimOptions<Id>): Promise<AutoClaimed<F>> {
    const { minIdle, start = '0-0', count = 100, idsOnly = false } = options;
    const { group, consumer } = this.member;
    const which = [natural('minIdle', minIdle), boundId(start), 'COUNT', positive('count', count)];
    const args = [this.key, group, consumer, ...which, ...(idsOnly ? ['JUSTID'] : [])];
    const [next, found] = (await this.inGroup(this.format.send(this.connection, 'xautoclaim', args))) as [
      unknown,
      unknown[],
    ];
    if (idsOnly) return { next: String(next), ids: found.map(String), messages: [] };
    // before Redis 7.0 there is nil for a message that was deleted
    const entries = (found as Entry[]).filter((entry) => entry !== null);
    const messages = await this.format.decodeAll(this.key, entries);
    return { next: String(next), ids: entries.map((entry) => String(entry[0])), messages };
  }

  /** Set the point from which the group reads on; `$`: after all that is there. Redis: XGROUP SETID, O(1). */
  override async setId(id: Id = '$' as Id): Promise<void> {
    await this.inGroup(this.connection.send('xgroup', ['SETID', this.key, this.member.group, lastReadId(id)]));
  }

  /** The consumers of the group on this stream. Redis: XINFO CONSUMERS, O(consumers). */
  consumersInfo(): Promise<ConsumerInfo[]> {
    return this.consumers(this.member.group);
  }

  private inGroup<T>(work: Promise<T>): Promise<T> {
    return this.ask(withGroup(this.member.group, [this.key], work));
  }
}
