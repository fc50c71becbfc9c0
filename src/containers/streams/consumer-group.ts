import { NoStreamError } from '../../errors/container.js';
import type { Connection } from '../../redis/connection/connection.js';
import { checkSameSlot } from '../../redis/slot.js';
import { nonEmpty } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { showBy } from '../../util/shown.js';
import { says } from '../../util/thrown.js';
import { ConsumerGroupStream, type GroupMember } from './consumer-group-stream.js';
import { Debt } from './decoded.js';
import { compareMessageIds, lastReadId, type TimeId } from './id.js';
import type { ConsumerInfo } from './info.js';
import { readKeys, type StreamKeys } from './keys.js';
import type { Message } from './message.js';
import { MessageFormat, type StreamOptions } from './message-format.js';
import { decodeReplies, isNoStream, READ, type ReadOptions, sendRead, withGroup } from './read.js';
import type { StreamInfo } from './stream.js';
import { type GroupMetrics, measureStream } from './worker/metrics.js';
import type { BatchHandler, ConsumeBatchesOptions, ConsumeOptions, Handler, Subscription } from './worker/options.js';
import { type RedriveOptions, redrive } from './worker/redrive.js';
import { nameFor, startBatchWorker, startWorker } from './worker/start.js';
import type { Worker } from './worker/worker.js';

export interface GroupOptions<F> extends StreamOptions<F> {
  /**
   * The name of the consumer, by which the server tells who holds what; give each process its own, to tell them apart.
   *
   * @default '<group>.c1'; each worker has a name of its own
   */
  readonly consumer?: string | undefined;
}

export interface CreateOptions<Id> {
  /** Where to begin: `$` with what comes from now on, `0` with what is there. @default what the keys say, else '$' */
  readonly from?: Id | undefined;
  /** Create streams that are not there. @default true */
  readonly ensureStreams?: boolean | undefined;
}

const CREATE: OptionNames<CreateOptions<string>> = { from: true, ensureStreams: true };

const isBusy = (error: unknown): boolean => says(error, /^BUSYGROUP/);

/**
 * Consumers that share the messages of one or more streams: each message is given to one of them, and is pending until
 * that one acknowledges it.
 *
 * On a cluster a group of several streams reads them in one step, so that their keys need one hash tag.
 */
export class ConsumerGroup<F = Record<string, string>, Id extends TimeId = string, In = F, K extends string = string> {
  static {
    showBy(ConsumerGroup, ({ name, keys }) => [name, ...keys]);
  }

  /** the streams by key */
  readonly streams: Readonly<Record<K, ConsumerGroupStream<F, Id, In>>>;
  /** the keys of the streams, in the order in which they were given */
  readonly keys: readonly K[];
  /** the name of the consumer that reads here */
  readonly consumerName: string;
  protected readonly format: MessageFormat<F>;
  private readonly begin: ReadonlyMap<K, Id>;
  private readonly debt = new Debt();

  constructor(
    protected readonly connection: Connection,
    readonly name: string,
    private readonly given: StreamKeys<Id, K>,
    protected readonly options: GroupOptions<F> = {},
  ) {
    [this.keys, this.begin] = readKeys(given);
    this.consumerName = nonEmpty('consumer', options.consumer ?? `${nonEmpty('The name of a group', name)}.c1`);
    this.format = new MessageFormat(options);
    this.streams = Object.fromEntries(this.keys.map((key) => [key, this.stream(key)])) as typeof this.streams;
  }

  /** The same group for another consumer. Nothing is sent. */
  consumer(name: string): this {
    const Same = this.constructor as new (...args: ConstructorParameters<typeof ConsumerGroup<F, Id, In, K>>) => this;
    return new Same(this.connection, this.name, this.given, { ...this.options, consumer: name });
  }

  /**
   * Create the group on each of its streams; false for a stream that had it already.
   *
   * Redis: XGROUP CREATE for each stream, O(1) each.
   *
   * @throws NoStreamError for a stream that is not there, with `ensureStreams: false`
   */
  async create(options: CreateOptions<Id> = {}): Promise<Record<K, boolean>> {
    const { ensureStreams = true, from: start } = knownOptions('create()', options, CREATE);
    const ensure = ensureStreams ? ['MKSTREAM'] : [];
    return this.each(async (key) => {
      const from = lastReadId(start ?? this.begin.get(key) ?? '$');
      try {
        await this.streams[key].ask(this.connection.send('xgroup', ['CREATE', key, this.name, from, ...ensure]));
        return true;
      } catch (error) {
        if (isBusy(error)) return false;
        throw isNoStream(error) ? new NoStreamError(key) : error;
      }
    });
  }

  /**
   * Remove the group and what it has pending; from how many streams, of those that there are.
   *
   * Redis: XGROUP DESTROY for each stream, O(pending).
   */
  async destroy(): Promise<number> {
    const removed = await this.each<unknown>((key) =>
      this.streams[key].ask(this.connection.send('xgroup', ['DESTROY', key, this.name])).catch((error) => {
        if (!isNoStream(error)) throw error;
        return 0;
      }),
    );
    return Object.values<unknown>(removed).filter((reply) => reply === 1).length;
  }

  /** Begin with each stream anew. Redis: XGROUP SETID for each stream. */
  async reset(): Promise<void> {
    await this.setId('0-0' as Id);
  }

  /**
   * Go on reading after this id in each stream; `$`: after all that is there. Redis: XGROUP SETID for each stream.
   *
   * @throws NoGroupError when there is no such group, or no stream
   */
  async setId(id: Id = '$' as Id): Promise<void> {
    await this.each((key) => this.streams[key].setId(id));
  }

  /**
   * The next messages that the group has not read, of all its streams, in the order of their ids; `count` is for each
   * stream. They are pending then, also where the answer gets lost: `streams[key].read({ lastId: '0' })` gives what this
   * consumer holds already.
   *
   * Redis: one XREADGROUP; one that blocks goes over a connection of its own.
   *
   * @throws NoGroupError when the group was not created, CrossSlotError on a cluster for streams of different slots
   * @throws InvalidMessageError about messages that do not fit: after the read that handed out the others
   */
  async read(options: ReadOptions = {}): Promise<Message<F>[]> {
    knownOptions('read()', options, READ);
    checkSameSlot(this.connection, this.keys);
    const head = ['xreadgroup', 'GROUP', this.name, this.consumerName];
    const command = { head, keys: this.keys, after: this.keys.map(() => '>') };
    this.debt.settle();
    const replies = withGroup(this.name, this.keys, sendRead(this.connection, this.format, command, options));
    const decoded = await decodeReplies(this.format, await this.explained(replies));
    return this.debt.handOut(decoded).sort((a, b) => compareMessageIds(a.id, b.id));
  }

  /** What the server knows of each stream. Redis: XINFO STREAM for each. */
  info(): Promise<Record<K, StreamInfo<F>>> {
    return this.each((key) => this.streams[key].info());
  }

  /** The consumers of the group on each stream. Redis: XINFO CONSUMERS for each. */
  consumers(): Promise<Record<K, ConsumerInfo[]>> {
    return this.each((key) => this.streams[key].consumers());
  }

  /** How far the group is behind on each stream. Redis: XINFO GROUPS, XPENDING and XRANGE for each, O(consumers). */
  metrics(): Promise<Record<K, GroupMetrics>> {
    return this.each((key) => measureStream(this.connection, this.name, key));
  }

  /**
   * Give dead letters back to the group, with no tries counted; how many. A message that is still in its stream is pending
   * again for this group alone; one that is not is added anew, for all groups of the stream.
   *
   * Redis: XRANGE of the dead letters in slices, and a script for each that is given back, atomic each.
   *
   * @throws CrossSlotError on a cluster, for dead letters in another slot
   */
  redrive(options: RedriveOptions = {}): Promise<number> {
    return redrive(this.connection, this.name, this.keys, options);
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
   * Redis: XREADGROUP with BLOCK over a connection of its own; XACK of all that is done meanwhile; a script each for
   * retries, dead letters and what is taken over.
   *
   * @throws CrossSlotError on a cluster for streams, or a dead-letter stream, of different slots
   */
  consume(handler: Handler<F>, options: ConsumeOptions<F> = {}): Worker<F> {
    return startWorker(this.subscription, handler, this.withInvalid(options));
  }

  /**
   * The same with some messages a call, as many as there are, up to `count`: for work that is cheaper together, such as
   * writing rows to another database.
   *
   * @throws CrossSlotError on a cluster for streams, or a dead-letter stream, of different slots
   */
  consumeBatches(handler: BatchHandler<F>, options: ConsumeBatchesOptions<F> = {}): Worker<F> {
    return startBatchWorker(this.subscription, handler, this.withInvalid(options));
  }

  private get subscription(): Subscription<F> {
    const { connection, name, keys, format } = this;
    return { connection, group: name, keys, consumer: this.options.consumer ?? nameFor(name), format };
  }

  private withInvalid<O extends ConsumeOptions<F>>(options: O): O {
    return { ...(this.options.onInvalid && { onInvalid: this.options.onInvalid }), ...options };
  }

  protected get member(): GroupMember {
    return { group: this.name, consumer: this.consumerName };
  }

  protected stream(key: string): ConsumerGroupStream<F, Id, In> {
    return new ConsumerGroupStream(this.connection, key, this.member, this.options);
  }

  /** Say which of the keys is of another type, when one is. */
  private explained<T>(work: Promise<T>): Promise<T> {
    return this.keys.reduce((told, key) => this.streams[key].ask(told), work);
  }

  /** Do something for each stream at the same time; the answers by key. */
  protected async each<T>(work: (key: K) => Promise<T>): Promise<Record<K, T>> {
    const answers = await Promise.all(this.keys.map(async (key) => [key, await work(key)] as const));
    return Object.fromEntries(answers) as Record<K, T>;
  }
}
