import type { Argument, Connection } from '../../redis/connection/connection.js';
import { isConnectionError } from '../../redis/connection/connection-error.js';
import { pause } from '../../util/pause.js';
import { Container } from '../container.js';
import { boundId, exactId, lastReadId, newId, type TimeId } from './id.js';
import {
  type ConsumerInfo,
  type GroupInfo,
  readConsumer,
  readGroup,
  readStreamFacts,
  type StreamFacts,
} from './info.js';
import type { Entry, Message } from './message.js';
import { isPromise, MessageFormat, type StreamOptions } from './message-format.js';
import { countArgs, decodeReplies, type ReadOptions, sendRead, withGroup } from './read.js';
import { type TrimOptions, trimArgs } from './trim.js';

/** How many messages an iteration fetches at a time. */
const SLICE = 500;
/** Milliseconds before a reader looks for a server that went away. */
const RETRY = 100;

/** What the server knows of a stream, with its oldest and its newest message. */
export interface StreamInfo<F> extends StreamFacts {
  readonly first: Message<F> | undefined;
  readonly last: Message<F> | undefined;
}

export interface StreamAddOptions<Id> extends TrimOptions<Id> {
  /** The message's id, greater than all before; `<ms>-*` leaves the sequence to the server. @default by the server */
  readonly id?: Id;
}

export interface RangeOptions<Id> {
  /** The oldest wanted, included; after `(` excluded. @default '-' */
  readonly start?: Id;
  /** The newest wanted, included; after `(` excluded. @default '+' */
  readonly end?: Id;
  readonly count?: number;
  /** The newest first; start stays the older end. @default false */
  readonly reverse?: boolean;
}

export interface StreamReadOptions<Id> extends ReadOptions {
  /** Read what comes after it; `$`: after what is there now. @default '0-0', the start */
  readonly lastId?: Id;
}

const isMissing = (error: unknown): boolean => error instanceof Error && error.message.includes('no such key');

/**
 * An append-only log of messages, each with an id that grows.
 *
 * ```ts
 * const orders = db.stream('orders', { schema: z.object({ item: z.string(), quantity: z.number() }) });
 * const id = await orders.add({ item: 'loom', quantity: 2 });
 * for await (const message of orders) console.log(message.timestamp, message.fields.quantity);
 * ```
 */
export class Stream<F = Record<string, string>, Id extends TimeId = string> extends Container {
  protected readonly type: string = 'stream';
  protected readonly format: MessageFormat<F>;

  constructor(connection: Connection, key: string, options: StreamOptions<F> = {}) {
    super(connection, key);
    this.format = new MessageFormat(options);
  }

  /**
   * Append a message, and shorten the stream in the same step when told how.
   *
   * @throws TypeError for values that cannot be stored, ValidationError for those that do not fit the schema
   * @returns its id
   *
   * Redis: XADD, O(1) and what is trimmed, atomic.
   */
  async add(fields: F, { id = '*' as Id, ...trim }: StreamAddOptions<Id> = {}): Promise<string> {
    const head = [...trimArgs(trim), newId(id)];
    const encoded = this.format.encode(this.key, fields);
    // not awaited without need: calls are queued in a pipeline in the order in which they are made
    const args = isPromise(encoded) ? await encoded : encoded;
    return String(await this.send('xadd', [...head, ...args]));
  }

  /** The message with this id. Redis: XRANGE with COUNT 1, O(log n). */
  async get(id: Id): Promise<Message<F> | undefined> {
    const exact = exactId(id);
    const [message] = await this.entries('xrange', [this.key, exact, exact, 'COUNT', 1]);
    return message;
  }

  /** The messages between two ids, both included. Redis: XRANGE or XREVRANGE, O(log n + how many). */
  async range(options: RangeOptions<Id> = {}): Promise<Message<F>[]> {
    const { start = '-', end = '+', count, reverse = false } = options;
    const bounds = [boundId(start), boundId(end)];
    const [command, ordered] = reverse ? ['xrevrange', bounds.reverse()] : ['xrange', bounds];
    return this.entries(command, [this.key, ...ordered, ...countArgs(count)]);
  }

  /**
   * The messages after one id; without `block` it does not wait.
   *
   * Redis: XREAD, O(log n + how many); one that blocks goes over a connection of its own.
   */
  async read(options: StreamReadOptions<Id> = {}): Promise<Message<F>[]> {
    const last = lastReadId(options.lastId ?? '0-0');
    const replies = this.ask(sendRead(this.connection, this.format, ['xread'], [this.key, last], options));
    return decodeReplies(this.format, await replies);
  }

  /**
   * The messages to come, for ever, until the signal aborts; a server that goes away for a while is waited for.
   *
   * Redis: XREAD with BLOCK over a connection of its own, again and again.
   */
  async *follow(options: { lastId?: Id; signal?: AbortSignal } = {}): AsyncGenerator<Message<F>, void> {
    const { signal } = options;
    let lastId = lastReadId(options.lastId ?? '$');
    if (lastId === '$' && !signal?.aborted) lastId = (await this.info()).lastId;
    while (!signal?.aborted) {
      const entries = await this.next(lastId, signal);
      const messages = await this.format.decodeAll(this.key, entries);
      // what comes after an abort stays in the stream
      for (const message of messages) if (!signal?.aborted) yield message;
      lastId = String(entries.at(-1)?.[0] ?? lastId);
    }
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

  /** Remove messages; how many were there. Redis: XDEL, O(1) each, atomic. */
  async delete(...ids: Id[]): Promise<number> {
    if (ids.length === 0) return 0;
    return Number(await this.send('xdel', ids.map(exactId)));
  }

  /** How many messages there are. Redis: XLEN, O(1). */
  async size(): Promise<number> {
    return Number(await this.send('xlen', []));
  }

  /** Remove the oldest messages; how many went. Redis: XTRIM, O(how many), atomic. */
  async trim(options: TrimOptions<Id>): Promise<number> {
    const args = trimArgs(options);
    if (args.length === 0) throw new TypeError('trim needs to know what may stay. Give maxLength or minId.');
    return Number(await this.send('xtrim', args));
  }

  /** Set the id that all later ids must exceed; the stream must exist. Redis: XSETID, O(1). */
  async setId(id: Id): Promise<void> {
    await this.send('xsetid', [exactId(id)]);
  }

  /** What the server knows of the stream; a first or last message that does not fit is left out. Redis: XINFO STREAM, O(1). */
  async info(): Promise<StreamInfo<F>> {
    const facts = readStreamFacts(await this.inspect(['STREAM', this.key]));
    const first = await this.format.decodeOne(this.key, facts.first);
    const last = await this.format.decodeOne(this.key, facts.last);
    return { ...facts, first, last };
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
    const reply = await withGroup(group, [this.key], this.inspect(['CONSUMERS', this.key, group]));
    return (reply as unknown[][]).map(readConsumer);
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

  private raw(command: string, args: Argument[]): Promise<Entry[]> {
    return this.ask(this.format.send(this.connection, command, args)) as Promise<Entry[]>;
  }

  /** Wait for the next entries; none when the signal aborts or the server is away. */
  private async next(lastId: string, signal: AbortSignal | undefined): Promise<readonly Entry[]> {
    const options: ReadOptions = { count: SLICE, block: 0, ...(signal && { signal }) };
    try {
      const [reply] = await this.ask(sendRead(this.connection, this.format, ['xread'], [this.key, lastId], options));
      return reply?.[1] ?? [];
    } catch (error) {
      if (signal?.aborted) return [];
      if (!isConnectionError(error) || this.connection.blocking.closed) throw error;
      await pause(RETRY, signal);
      return [];
    }
  }

  /** XINFO in the form of a missing stream: nothing. */
  private async inspect(args: string[]): Promise<readonly unknown[]> {
    try {
      return (await this.ask(this.format.send(this.connection, 'xinfo', args))) as readonly unknown[];
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }
}
