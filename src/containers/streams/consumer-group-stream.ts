import type { Argument, Connection } from '../../redis/connection/connection.js';
import { natural, positive } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { ackAndDelete, portionsOf } from './ack-done.js';
import { Debt, Decoded } from './decoded.js';
import { boundId, exactId, lastReadId, type TimeId } from './id.js';
import { chunksOf, type Ids, idsOf } from './ids.js';
import type { ConsumerInfo } from './info.js';
import type { EntryReply, InvalidMessage, Message } from './message.js';
import type { StreamOptions } from './message-format.js';
import { decodeReplies, READ, type ReadOptions, sendRead, withGroup } from './read.js';
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
  readonly start?: Id | undefined;
  /** The newest wanted, included. @default '+' */
  readonly end?: Id | undefined;
  /** At most so many. @default 1000 */
  readonly count?: number | undefined;
  /** Only those of this consumer. */
  readonly consumer?: string | undefined;
  /** Only those given away at least so many milliseconds ago. */
  readonly idle?: number | undefined;
}

export interface AutoClaimOptions<Id> {
  /** Only those given away at least so many milliseconds ago. */
  readonly minIdle: number;
  /** Where to go on: `next` of the call before. @default '0-0' */
  readonly start?: Id | undefined;
  /** At most so many. @default 100 */
  readonly count?: number | undefined;
  /** Claim without reading, and without counting it as a delivery: only `ids` is filled. @default false */
  readonly idsOnly?: boolean | undefined;
}

/** What autoClaim took over. */
export interface AutoClaimed<F> {
  /** where the next call goes on; `0-0` at the end */
  readonly next: string;
  readonly ids: string[];
  readonly messages: Message<F>[];
  /** what was taken over and does not fit, where no `onInvalid` hears of it */
  readonly invalid: InvalidMessage[];
}

/** What a group has read of a stream and not acknowledged, in numbers. */
export interface PendingSummary {
  readonly size: number;
  /** id of the oldest; undefined for none */
  readonly first: string | undefined;
  /** id of the newest; undefined for none */
  readonly last: string | undefined;
  /** how many each consumer holds, of those that hold any */
  readonly consumers: Readonly<Record<string, number>>;
}

export interface GroupReadOptions<Id> extends ReadOptions {
  /**
   * `>`: what the group has not read. An id: what this consumer holds already and has not acknowledged, after that id,
   * without a wait. @default '>'
   */
  readonly lastId?: Id | undefined;
}

export interface AckOptions {
  /** Delete each message as soon as all groups of the stream have acknowledged it. @default false */
  readonly deleteDone?: boolean | undefined;
}

const READ_GROUP: OptionNames<GroupReadOptions<string>> = { ...READ, lastId: true };
const PENDING: OptionNames<PendingOptions<string>> = {
  start: true,
  end: true,
  count: true,
  consumer: true,
  idle: true,
};
const CLAIM: OptionNames<AutoClaimOptions<string>> = { minIdle: true, start: true, count: true, idsOnly: true };

type SummaryReply = [size: number, first: string | null, last: string | null, consumers: [string, string][] | null];

const isOptions = (value: unknown): value is AckOptions =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && !Array.isArray(value);

type PendingReply = [id: string, consumer: string, idle: number, deliveries: number];

/** One stream of a consumer group: what is read here is pending until it is acknowledged. */
export class ConsumerGroupStream<F = Record<string, string>, Id extends TimeId = string, In = F> extends Stream<
  F,
  Id,
  In
> {
  private readonly debt = new Debt();

  constructor(
    connection: Connection,
    key: string,
    readonly member: GroupMember,
    options: StreamOptions<F> = {},
  ) {
    super(connection, key, options);
  }

  /**
   * The next messages of this stream that the group has not read; they are pending then. With `lastId` an id: those that
   * are pending for this consumer, its own history.
   *
   * Redis: XREADGROUP; one that blocks goes over a connection of its own.
   *
   * @throws NoGroupError when the group was not created
   * @throws InvalidMessageError about messages that do not fit: after the read that handed out the others
   */
  override async read(options: GroupReadOptions<Id> = {}): Promise<Message<F>[]> {
    const { group, consumer } = this.member;
    const { lastId = '>' as Id, ...how } = knownOptions('read()', options, READ_GROUP);
    const after = [lastId === '>' ? '>' : exactId(lastId)];
    const command = { head: ['xreadgroup', 'GROUP', group, consumer], keys: [this.key], after };
    this.debt.settle();
    const replies = await this.inGroup(sendRead(this.connection, this.format, command, how));
    return this.debt.handOut(await decodeReplies(this.format, replies));
  }

  /**
   * Say that messages are done with, given one by one or in one iterable with options after it; how many were pending.
   *
   * Redis: XACK, O(1) each, atomic up to 1000. With `deleteDone` XACKDEL, O(1) each, and XDELEX for those that were not pending;
   * before Redis 8.2, on Valkey, and in a transaction a script, O(groups) each, atomic up to 100.
   */
  ack(ids: Ids<Id>, options: AckOptions): Promise<number>;
  ack(ids?: Ids<Id>, ...rest: Id[]): Promise<number>;
  async ack(first?: Ids<Id>, ...rest: [AckOptions] | Id[]): Promise<number> {
    const options = isOptions(rest[0]) ? knownOptions('ack()', rest[0], { deleteDone: true }) : {};
    const ids = idsOf(first, isOptions(rest[0]) ? [] : (rest as Id[]));
    const sent = options.deleteDone ? this.ackDone(ids) : this.ackAll(ids);
    return (await Promise.all(sent)).reduce((sum: number, acknowledged) => sum + Number(acknowledged), 0);
  }

  /** What was read and not acknowledged, oldest first. Redis: XPENDING, O(how many); with `idle` it may look at all. */
  async pending(options: PendingOptions<Id> = {}): Promise<PendingMessage[]> {
    const { start = '-', end = '+', count = 1000, consumer, idle } = knownOptions('pending()', options, PENDING);
    const idleArgs: Argument[] = idle === undefined ? [] : ['IDLE', natural('idle', idle)];
    const range = [...idleArgs, boundId(start), boundId(end), positive('count', count)];
    const args = [this.key, this.member.group, ...range, ...(consumer === undefined ? [] : [consumer])];
    const reply = (await this.inGroup(this.connection.send('xpending', args))) as PendingReply[];
    return reply.map(([id, owner, idle, deliveries]) => ({ id, consumer: owner, idle, deliveries }));
  }

  /** How much is pending, and with whom. Redis: XPENDING, O(consumers). */
  async pendingSummary(): Promise<PendingSummary> {
    const reply = this.inGroup(this.connection.send('xpending', [this.key, this.member.group]));
    const [size, first, last, consumers] = (await reply) as SummaryReply;
    const held = (consumers ?? []).map(([name, pending]) => [name, Number(pending)] as const);
    return { size, first: first ?? undefined, last: last ?? undefined, consumers: Object.fromEntries(held) };
  }

  /**
   * Make pending messages this consumer's own; those that are idle for less than `minIdle` milliseconds stay.
   *
   * Redis: XCLAIM, O(log n) each, atomic up to 1000.
   *
   * @throws InvalidMessageError with the messages that fit, when some do not and no `onInvalid` hears of them
   */
  async claim(ids: Ids<Id>, options: { readonly minIdle?: number | undefined } = {}): Promise<Message<F>[]> {
    const { minIdle = 0 } = knownOptions('claim()', options, { minIdle: true });
    const { group, consumer } = this.member;
    const head = [this.key, group, consumer, natural('minIdle', minIdle)];
    const chunks = chunksOf(idsOf(ids)).map((chunk) =>
      this.format.send(this.connection, 'xclaim', [...head, ...chunk]),
    );
    const decoded = new Decoded<F>();
    for (const entries of await this.inGroup(Promise.all(chunks)))
      await this.format.decodeInto(decoded, this.key, entries as EntryReply[]);
    return decoded.unwrap();
  }

  /** Make this consumer's own what others have left alone. Redis: XAUTOCLAIM, O(count), atomic. */
  async autoClaim(options: AutoClaimOptions<Id>): Promise<AutoClaimed<F>> {
    const { minIdle, start = '0-0', count = 100, idsOnly = false } = knownOptions('autoClaim()', options, CLAIM);
    const { group, consumer } = this.member;
    const which = [natural('minIdle', minIdle), boundId(start), 'COUNT', positive('count', count)];
    const args = [this.key, group, consumer, ...which, ...(idsOnly ? ['JUSTID'] : [])];
    const [next, found] = (await this.inGroup(this.format.send(this.connection, 'xautoclaim', args))) as [
      unknown,
      unknown[],
    ];
    if (idsOnly) return { next: String(next), ids: found.map(String), messages: [], invalid: [] };
    // before Redis 7.0 there is nil for a message that was deleted
    const entries = (found as EntryReply[]).filter((entry) => entry !== null);
    const decoded = new Decoded<F>();
    await this.format.decodeInto(decoded, this.key, entries);
    const { messages, invalid } = decoded;
    return { next: String(next), ids: entries.map((entry) => String(entry[0])), messages, invalid };
  }

  /** Set the point from which the group reads on; `$`: after all that is there. Redis: XGROUP SETID, O(1). */
  override async setId(id: Id = '$' as Id): Promise<void> {
    await this.inGroup(this.connection.send('xgroup', ['SETID', this.key, this.member.group, lastReadId(id)]));
  }

  /** The consumers of a group on this stream, of this one unless told. Redis: XINFO CONSUMERS, O(consumers). */
  override consumers(group: string = this.member.group): Promise<ConsumerInfo[]> {
    return super.consumers(group);
  }

  private ackAll(ids: readonly string[]): Promise<unknown>[] {
    return chunksOf(ids).map((chunk) => this.send('xack', [this.member.group, ...chunk]));
  }

  private ackDone(ids: readonly string[]): Promise<unknown>[] {
    const { connection, key: stream, member } = this;
    const done = { stream, group: member.group };
    return portionsOf(connection, ids).map((part) => this.ask(ackAndDelete(connection, { ...done, ids: part })));
  }

  private inGroup<T>(work: Promise<T>): Promise<T> {
    return this.ask(withGroup(this.member.group, [this.key], work));
  }
}
