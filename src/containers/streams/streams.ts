import type { Connection } from '../../redis/connection/connection.js';
import { checkSameSlot } from '../../redis/slot.js';
import { checkSignal, knownOptions, type OptionNames } from '../../util/options.js';
import { showBy } from '../../util/shown.js';
import { several } from '../variadic.js';
import { follow } from './follow.js';
import { compareMessageIds, lastReadId, type TimeId } from './id.js';
import { distinctKeys } from './keys.js';
import type { Message } from './message.js';
import { MessageFormat, type StreamOptions } from './message-format.js';
import { decodeReplies, READ, type ReadOptions, sendRead } from './read.js';
import { Stream } from './stream.js';

export interface StreamsReadOptions extends ReadOptions {
  /** Where to go on in each stream; one that is not named begins at its start. */
  readonly lastIds?: Readonly<Record<string, TimeId>> | undefined;
}

export interface StreamsFollowOptions {
  /** Where to begin in each stream; one that is not named begins with what comes from now on. */
  readonly lastIds?: Readonly<Record<string, TimeId>> | undefined;
  /** Ends the iteration. */
  readonly signal?: AbortSignal | undefined;
}

const READ_SEVERAL: OptionNames<StreamsReadOptions> = { ...READ, lastIds: true };
const FOLLOW: OptionNames<StreamsFollowOptions> = { lastIds: true, signal: true };

/**
 * Several streams that are read together; `Message.stream` says which one a message is of.
 *
 * ```ts
 * for await (const { stream, fields } of db.streams(['orders', 'returns']).follow({ signal })) show(stream, fields);
 * ```
 *
 * On a cluster their keys need one hash tag.
 */
export class Streams<F = Record<string, string>> {
  static {
    showBy(Streams, ({ keys }) => keys);
  }

  /** the keys of the streams, in the order in which they were given */
  readonly keys: readonly string[];
  private readonly format: MessageFormat<F>;
  private readonly streams: readonly Stream<F>[];

  constructor(
    private readonly connection: Connection,
    keys: readonly string[],
    options: StreamOptions<F> = {},
  ) {
    this.keys = distinctKeys(several('The keys of streams', keys));
    this.format = new MessageFormat(options);
    this.streams = this.keys.map((key) => new Stream(connection, key, options));
  }

  /**
   * The messages after a point of each stream, in the order of their ids; `count` is for each stream.
   *
   * Redis: one XREAD; one that blocks goes over a connection of its own.
   *
   * @throws CrossSlotError on a cluster for streams of different slots
   */
  async read(options: StreamsReadOptions = {}): Promise<Message<F>[]> {
    const { lastIds, ...how } = knownOptions('read()', options, READ_SEVERAL);
    checkSameSlot(this.connection, this.keys);
    const after = this.keys.map((key) => lastReadId(this.pointOf(key, lastIds) ?? '0-0'));
    const replies = sendRead(this.connection, this.format, { head: ['xread'], keys: this.keys, after }, how);
    const decoded = await decodeReplies(this.format, await this.ask(replies));
    return decoded.unwrap().sort((a, b) => compareMessageIds(a.id, b.id));
  }

  /**
   * The messages to come in any of them, from this call on, until the signal aborts.
   *
   * Redis: XREAD with BLOCK over a connection of its own, again and again.
   *
   * @throws CrossSlotError on a cluster for streams of different slots
   */
  follow(options: StreamsFollowOptions = {}): AsyncGenerator<Message<F>, void> {
    const { lastIds, signal } = knownOptions('follow()', options, FOLLOW);
    checkSignal(signal);
    checkSameSlot(this.connection, this.keys);
    const { connection, format } = this;
    const points = this.streams.map(async (stream): Promise<[string, string]> => {
      const point = lastReadId(this.pointOf(stream.key, lastIds) ?? '$');
      return [stream.key, point === '$' ? await stream.lastId() : point];
    });
    const begin = Promise.all(points).then((found) => new Map(found));
    // heard of at the first step, if there is one
    begin.catch(() => {});
    return follow({ connection, format, ask: (work) => this.ask(work) }, begin, signal);
  }

  private pointOf(key: string, lastIds: Readonly<Record<string, TimeId>> = {}): TimeId | undefined {
    return Object.hasOwn(lastIds, key) ? lastIds[key] : undefined;
  }

  /** Say which of the keys is of another type, when one is. */
  private ask<T>(work: Promise<T>): Promise<T> {
    return this.streams.reduce((told, stream) => stream.ask(told), work);
  }
}
