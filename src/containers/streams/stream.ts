import { NoStreamError } from '../../errors/container.js';
import type { Argument, Connection } from '../../redis/connection/connection.js';
import { natural, nonEmpty } from '../../util/check.js';
import { checkSignal, knownOptions, type OptionNames } from '../../util/options.js';
import { Container } from '../container.js';
import { cancel, type DelayOptions, delayFields } from './delayed.js';
import { readDetails, type StreamDetails } from './details.js';
import { follow } from './follow.js';
import { boundId, exactId, lastReadId, newMessageId, type TimeId } from './id.js';
import { chunksOf, type Ids, idsOf } from './ids.js';
import {
  type ConsumerInfo,
  type GroupInfo,
  readConsumer,
  readGroup,
  readStreamFacts,
  type StreamFacts,
} from './info.js';
import type { EntryReply, Message } from './message.js';
import { isPromise, MessageFormat, type StreamOptions } from './message-format.js';
import { countArgs, decodeReplies, isNoStream, READ, type ReadOptions, sendRead, withGroup } from './read.js';
import { type TrimOptions, trimArgs } from './trim.js';

/** How many messages an iteration fetches at a time. */
const SLICE = 500;

/** What the server knows of a stream, with its oldest and its newest message. */
export interface StreamInfo<F> extends StreamFacts {
  readonly first: Message<F> | undefined;
  readonly last: Message<F> | undefined;
}

export interface StreamAddOptions<Id> extends TrimOptions<Id> {
  /** The message's id, greater than all before; `<ms>-*` leaves the sequence to the server. @default by the server */
  readonly id?: Id | undefined;
  /** Add nothing when there is no stream yet: the call gives undefined then. @default the stream is made */
  readonly only?: 'existing' | undefined;
}

export interface RangeOptions<Id> {
  /** The oldest wanted, included; after `(` excluded. @default '-' */
  readonly start?: Id | undefined;
  /** The newest wanted, included; after `(` excluded. @default '+' */
  readonly end?: Id | undefined;
  /** At most so many. @default all */
  readonly count?: number | undefined;
  /** The newest first; start stays the older end. @default false */
  readonly reverse?: boolean | undefined;
}

export interface StreamReadOptions<Id> extends ReadOptions {
  /** Read what comes after it; `$`: after what is there now. @default '0-0', the start */
  readonly lastId?: Id | undefined;
}

const TRIM: OptionNames<TrimOptions> = { maxLength: true, minId: true, approximate: true, limit: true };
/** The names of what `add()` takes. */
export const ADD: OptionNames<StreamAddOptions<string>> = { ...TRIM, id: true, only: true };
const RANGE: OptionNames<RangeOptions<string>> = { start: true, end: true, count: true, reverse: true };
const READ_ONE: OptionNames<StreamReadOptions<string>> = { ...READ, lastId: true };
const FOLLOW = { lastId: true, signal: true } as const;

/**
 * An append-only log of messages, each with an id that grows.
 *
 * ```ts
 * const orders = db.stream('orders', { schema: z.object({ item: z.string(), quantity: z.number() }) });
 * const id = await orders.add({ item: 'loom', quantity: 2 });
 * for await (const message of orders) console.log(message.timestamp, message.fields.quantity);
 * ```
 *
 * `F` is what a reader is given, `In` what may be added: with a schema its output and its input.
 */
export class Stream<F = Record<string, string>, Id extends TimeId = string, In = F> extends Container {
  readonly type: string = 'stream';
  protected readonly format: MessageFormat<F>;

  constructor(connection: Connection, key: string, options: StreamOptions<F> = {}) {
    super(connection, key);
    this.format = new MessageFormat(options);
  }

  /**
   * Append a message, and shorten the stream in the same step when told how.
   *
   * @throws TypeError for values that cannot be stored, ValidationError for those that do not fit the schema
   * @returns its id; undefined with `only: 'existing'` where there is no stream
   *
   * Redis: XADD, O(1) and what is trimmed, atomic.
   */
  add(fields: In, options: StreamAddOptions<Id> & { readonly only: 'existing' }): Promise<string | undefined>;
  add(fields: In, options?: StreamAddOptions<Id> & { readonly only?: undefined }): Promise<string>;
  async add(fields: In, options: StreamAddOptions<Id> = {}): Promise<string | undefined> {
    const { id = '*' as Id, only, ...trim } = knownOptions('add()', options, ADD);
    if (only !== undefined && only !== 'existing')
      throw new RangeError(`only takes 'existing', not ${String(only)}. Leave it out to make the stream.`);
    const head = [...(only ? ['NOMKSTREAM'] : []), ...trimArgs(trim), newMessageId(id)];
    const encoded = this.format.encode(this.key, fields);
    // not awaited without need: calls are queued in a pipeline in the order in which they are made
    const args = isPromise(encoded) ? await encoded : encoded;
    const added = await this.send('xadd', head.concat(args));
    return added === null ? undefined : String(added);
  }

  /**
   * Append a message later: a worker of the stream, in any process, adds it when its time has come. Until then it has a
   * ticket, by which it can be cancelled.
   *
   * Redis: one script, O(log n of those that wait), atomic.
   *
   * @throws TypeError for values that cannot be stored, RangeError for more than 3500 fields
   */
  async addLater(fields: In, options: DelayOptions): Promise<string> {
    return delayFields(this.connection, this.key, await this.format.encode(this.key, fields), options);
  }

  /** Forget a message that is to be added later; false when it was added already. Redis: one script, O(log n), atomic. */
  cancel(ticket: string): Promise<boolean> {
    return cancel(this.connection, this.key, ticket);
  }

  /** The message with this id. Redis: XRANGE with COUNT 1, O(log n). */
  async get(id: Id): Promise<Message<F> | undefined> {
    const exact = exactId(id);
    const [message] = await this.entries('xrange', [this.key, exact, exact, 'COUNT', 1]);
    return message;
  }

  /** The messages between two ids, both included. Redis: XRANGE or XREVRANGE, O(log n + how many). */
  async range(options: RangeOptions<Id> = {}): Promise<Message<F>[]> {
    const { start = '-', end = '+', count, reverse = false } = knownOptions('range()', options, RANGE);
    const bounds = [boundId(start), boundId(end)];
    const [command, ordered] = reverse ? ['xrevrange', bounds.reverse()] : ['xrange', bounds];
    return this.entries(command, [this.key, ...ordered, ...countArgs(count)]);
  }

  /**
   * The messages after one id; without `timeout` it does not wait.
   *
   * Redis: XREAD, O(log n + how many); one that waits goes over a connection of its own.
   */
  async read(options: StreamReadOptions<Id> = {}): Promise<Message<F>[]> {
    const last = lastReadId(knownOptions('read()', options, READ_ONE).lastId ?? '0-0');
    const command = { head: ['xread'], keys: [this.key], after: [last] };
    const replies = await this.ask(sendRead(this.connection, this.format, command, options));
    return (await decodeReplies(this.format, replies)).unwrap();
  }

  /**
   * The messages to come from this call on, for ever, until the signal aborts; a server that goes away for a while is
   * waited for.
   *
   * Redis: XREAD with BLOCK over a connection of its own, again and again.
   *
   * @throws InvalidMessageError in place of messages that do not fit, after those that do
   */
  follow(
    options: { lastId?: Id | undefined; signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<Message<F>, void> {
    const { connection, format } = this;
    checkSignal(knownOptions('follow()', options, FOLLOW).signal);
    const lastId = lastReadId(options.lastId ?? '$');
    // asked now: what is added before the first step is not missed
    const begin = lastId === '$' && !options.signal?.aborted ? this.lastId() : Promise.resolve(lastId);
    // heard of at the first step, if there is one
    begin.catch(() => {});
    const source = { connection, format, ask: <T>(work: Promise<T>) => this.ask(work) };
    return follow(
      source,
      begin.then((id) => new Map([[this.key, id]])),
      options.signal,
    );
  }

  /** All messages, oldest first, also those added meanwhile. Redis: XRANGE in slices of 500. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Message<F>, void> {
    let start = '-';
    for (;;) {
      const raw = await this.raw('xrange', [this.key, start, '+', 'COUNT', SLICE]);
      yield* await this.format.decodeAll(this.key, raw);
      if (raw.length < SLICE) return;
      start = `(${String(raw.at(-1)![0])}`;
    }
  }

  /**
   * Remove messages, given one by one or in one iterable; how many were there.
   *
   * Redis: XDEL, O(1) each, atomic up to 1000.
   */
  async delete(first?: Ids<Id>, ...rest: Id[]): Promise<number> {
    const chunks = chunksOf(idsOf(first, rest)).map((ids) => this.send('xdel', ids));
    return (await Promise.all(chunks)).reduce((sum: number, deleted) => sum + Number(deleted), 0);
  }

  /** How many messages there are. Redis: XLEN, O(1). */
  async size(): Promise<number> {
    return Number(await this.send('xlen', []));
  }

  /** Remove the oldest messages; how many went. Redis: XTRIM, O(how many), atomic. */
  async trim(options: TrimOptions<Id>): Promise<number> {
    const args = trimArgs(knownOptions('trim()', options, TRIM));
    if (args.length === 0) throw new TypeError('trim needs to know what may stay. Give maxLength or minId.');
    return Number(await this.send('xtrim', args));
  }

  /**
   * Set the id that all later ids must exceed. Redis: XSETID, O(1).
   *
   * @throws NoStreamError when there is no stream
   */
  async setId(id: Id): Promise<void> {
    await this.send('xsetid', [exactId(id)]).catch((error) => {
      throw isNoStream(error) ? new NoStreamError(this.key) : error;
    });
  }

  /** What the server knows of the stream; a first or last message that does not fit is left out. Redis: XINFO STREAM, O(1). */
  async info(): Promise<StreamInfo<F>> {
    const facts = readStreamFacts(await this.inspect(['STREAM', this.key]));
    const first = await this.format.decodeOne(this.key, facts.first);
    const last = await this.format.decodeOne(this.key, facts.last);
    return { ...facts, first, last };
  }

  /**
   * All that the server knows of the stream, with its groups, their consumers and what is pending; undefined without a
   * stream. Of messages, and of pending ones of a group and of a consumer, it shows `count`, the oldest first.
   *
   * Redis: XINFO STREAM FULL, O(groups, consumers and how many are shown).
   */
  async details(options: { readonly count?: number } = {}): Promise<StreamDetails<F> | undefined> {
    const { count = 10 } = knownOptions('details()', options, { count: true });
    const reply = await this.inspect(['STREAM', this.key, 'FULL', 'COUNT', natural('count', count)]);
    if (reply.length === 0) return undefined;
    const { entries, ...details } = readDetails(reply);
    return { ...details, messages: await this.format.decodeAll(this.key, entries) };
  }

  /** Its consumer groups. Redis: XINFO GROUPS, O(groups). */
  async groups(): Promise<GroupInfo[]> {
    const reply = await this.inspect(['GROUPS', this.key]);
    return (reply as unknown[][]).map(readGroup);
  }

  /**
   * The consumers of one of its groups. Redis: XINFO CONSUMERS, O(consumers).
   *
   * @throws NoGroupError when the stream has no such group
   */
  async consumers(group: string): Promise<ConsumerInfo[]> {
    const reply = await withGroup(group, [this.key], this.inspect(['CONSUMERS', this.key, nonEmpty('group', group)]));
    return (reply as unknown[][]).map(readConsumer);
  }

  /**
   * The id of the newest message that there ever was; `0-0` without a stream.
   *
   * @internal
   */
  async lastId(): Promise<string> {
    return readStreamFacts(await this.inspect(['STREAM', this.key])).lastId;
  }

  /**
   * Say of a key of another type which one it is.
   *
   * @internal
   */
  ask<T>(work: Promise<T>): Promise<T> {
    return work.catch((error) => this.explain(error));
  }

  /** Send a command that answers with entries. */
  protected async entries(command: string, args: Argument[]): Promise<Message<F>[]> {
    return this.format.decodeAll(this.key, await this.raw(command, args));
  }

  private raw(command: string, args: Argument[]): Promise<EntryReply[]> {
    return this.ask(this.format.send(this.connection, command, args)) as Promise<EntryReply[]>;
  }

  /** XINFO in the form of a missing stream: nothing. */
  private async inspect(args: Argument[]): Promise<readonly unknown[]> {
    try {
      return (await this.ask(this.format.send(this.connection, 'xinfo', args))) as readonly unknown[];
    } catch (error) {
      if (isNoStream(error)) return [];
      throw error;
    }
  }
}
