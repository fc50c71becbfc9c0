import type { Connection } from '../../redis/connection/connection.js';
import { checkSameSlot } from '../../redis/slot.js';
import { nonEmpty } from '../../util/check.js';
import { ConsumerGroupStream, type GroupMember } from './consumer-group-stream.js';
import { compareIds, lastReadId, type TimeId } from './id.js';
import type { Message } from './message.js';
import { MessageFormat, type StreamOptions } from './message-format.js';
import { decodeReplies, type ReadOptions, sendRead, withGroup } from './read.js';
import type { StreamInfo } from './stream.js';
import { type ConsumeOptions, type Handler, startWorker, type Worker } from './worker/worker.js';

export interface GroupOptions<F> extends StreamOptions<F> {
  /**
   * The name of the consumer, by which the server tells who holds what; give each process its own, to tell them apart.
   *
   * @default '<group>.c1'
   */
  readonly consumer?: string;
}

export interface CreateOptions<Id> {
  /** Where to begin: `$` with what comes from now on, `0` with what is there. @default '$' */
  readonly from?: Id;
  /** Create streams that are not there. @default true */
  readonly ensureStreams?: boolean;
}

function checkKeys(keys: readonly string[]): readonly string[] {
  for (const key of keys) nonEmpty('The key of a stream', key);
  if (keys.length === 0) throw new TypeError('A consumer group needs at least one stream. Name its key.');
  return [...new Set(keys)];
}

const isBusy = (error: unknown): boolean => error instanceof Error && error.message.startsWith('BUSYGROUP');

/**
 * Consumers that share the messages of one or more streams: each message is given to one of them, and is pending until
 * that one acknowledges it.
 *
 * On a cluster a group of several streams reads them in one step, so that their keys need one hash tag.
 */
export class ConsumerGroup<F = Record<string, string>, Id extends TimeId = string> {
  /** the streams by key */
  readonly streams: Readonly<Record<string, ConsumerGroupStream<F, Id>>>;
  readonly keys: readonly string[];
  /** the name of the consumer that reads here */
  readonly consumerName: string;
  protected readonly format: MessageFormat<F>;

  constructor(
    protected readonly connection: Connection,
    readonly name: string,
    keys: readonly string[],
    protected readonly options: GroupOptions<F> = {},
  ) {
    this.keys = checkKeys(keys);
    this.consumerName = nonEmpty('consumer', options.consumer ?? `${nonEmpty('The name of a group', name)}.c1`);
    this.format = new MessageFormat(options);
    this.streams = Object.fromEntries(this.keys.map((key) => [key, this.stream(key)]));
  }

  /** The same group for another consumer. Nothing is sent. */
  consumer(name: string): this {
    const Same = this.constructor as new (...args: ConstructorParameters<typeof ConsumerGroup<F, Id>>) => this;
    return new Same(this.connection, this.name, this.keys, { ...this.options, consumer: name });
  }

  /**
   * Create the group on each of its streams; false for a stream that had it already.
   *
   * Redis: XGROUP CREATE for each stream, O(1) each.
   */
  create(options: CreateOptions<Id> = {}): Promise<Record<string, boolean>> {
    const from = lastReadId(options.from ?? '$');
    const ensure = (options.ensureStreams ?? true) ? ['MKSTREAM'] : [];
    return this.each(async (key) => {
      try {
        await this.streams[key]!.ask(this.connection.send('xgroup', ['CREATE', key, this.name, from, ...ensure]));
        return true;
      } catch (error) {
        if (isBusy(error)) return false;
        throw error;
      }
    });
  }

  /** Remove the group and what it has pending; from how many streams. Redis: XGROUP DESTROY for each stream. */
  async destroy(): Promise<number> {
    const removed = await this.each((key) => this.connection.send('xgroup', ['DESTROY', key, this.name]));
    return Object.values(removed).filter((reply) => reply === 1).length;
  }

  /** Begin with each stream anew. Redis: XGROUP SETID for each stream. */
  async reset(): Promise<void> {
    await this.setId('0-0' as Id);
  }

  /** Go on reading after this id in each stream; `$`: after all that is there. Redis: XGROUP SETID for each stream. */
  async setId(id: Id = '$' as Id): Promise<void> {
    await this.each((key) => this.streams[key]!.setId(id));
  }

  /**
   * The next messages that the group has not read, of all its streams, in the order of their ids; `count` is for each
   * stream. They are pending then.
   *
   * Redis: one XREADGROUP; one that blocks goes over a connection of its own.
   *
   * @throws NoGroupError when the group was not created, CrossSlotError on a cluster for streams of different slots
   */
  async read(options: ReadOptions = {}): Promise<Message<F>[]> {
    checkSameSlot(this.connection, this.keys);
    const command = ['xreadgroup', 'GROUP', this.name, this.consumerName];
    const streams = [...this.keys, ...this.keys.map(() => '>')];
    const replies = sendRead(this.connection, this.format, command, streams, options);
    const messages = await decodeReplies(this.format, await this.explained(withGroup(this.name, this.keys, replies)));
    return messages.sort((a, b) => compareIds(a.id, b.id));
  }

  /** What the server knows of each stream. Redis: XINFO STREAM for each. */
  streamInfo(): Promise<Record<string, StreamInfo<F>>> {
    return this.each((key) => this.streams[key]!.info());
  }

  /**
   * Handle messages until stopped: at least once each, several at a time. One is acknowledged when its handler is done,
   * tried again with a growing delay when it fails, and moved to a dead-letter stream after the last try. What consumers
   * that died have held is taken over.
   *
   * ```ts
   * const worker = group.consume(async ({ fields }) => ship(fields), { concurrency: 8 });
   * process.once('SIGTERM', () => worker.stop());
   * await worker.done;
   * ```
   *
   * Redis: XREADGROUP with BLOCK over a connection of its own; XACK of all that is done meanwhile; a script each for a
   * retry, a dead letter and what is taken over.
   *
   * @throws CrossSlotError on a cluster for streams, or a dead-letter stream, of different slots
   */
  consume(handler: Handler<F>, options: ConsumeOptions<F> = {}): Worker {
    const { connection, name, keys, consumerName, format } = this;
    return startWorker({ connection, group: name, keys, consumer: consumerName, format }, handler, {
      ...(this.options.onInvalid && { onInvalid: this.options.onInvalid }),
      ...options,
    });
  }

  protected get member(): GroupMember {
    return { group: this.name, consumer: this.consumerName };
  }

  protected stream(key: string): ConsumerGroupStream<F, Id> {
    return new ConsumerGroupStream(this.connection, key, this.member, this.options);
  }

  /** Say which of the keys is of another type, when one is. */
  private explained<T>(work: Promise<T>): Promise<T> {
    return this.keys.reduce((told, key) => this.streams[key]!.ask(told), work);
  }

  /** Do something for each stream at the same time; the answers by key. */
  protected async each<T>(work: (key: string) => Promise<T>): Promise<Record<string, T>> {
    const answers = await Promise.all(this.keys.map(async (key) => [key, await work(key)] as const));
    return Object.fromEntries(answers);
  }
}
