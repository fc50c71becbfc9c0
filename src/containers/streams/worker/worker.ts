import { NoGroupError } from '../../../errors/container.js';
import { isConnectionError } from '../../../redis/connection/connection-error.js';
import { Bell } from '../../../util/bell.js';
import { duration } from '../../../util/check.js';
import { pause } from '../../../util/pause.js';
import { showBy } from '../../../util/shown.js';
import type { Message } from '../message.js';
import { isNoGroup, isNoStream } from '../read.js';
import type { Events, WorkerEvent, WorkerEventName } from './events.js';
import { type Farewell, patiently } from './farewell.js';
import type { Ledger } from './ledger.js';
import type { LostReads } from './lost-reads.js';
import { measure, type WorkerMetrics } from './metrics.js';
import type { Subscription, WorkerSettings } from './options.js';
import { makeParts } from './parts.js';
import type { Processor, ProcessorParts } from './processor.js';
import type { Reader } from './reader.js';
import type { Reporter } from './reporter.js';
import type { Sweeper } from './sweeper.js';

/** Milliseconds before the server is asked again; each time twice as long, up to the other. */
const RETRY = 100;
const LONGEST_RETRY = 2000;
/** How long a read that was ended may take to say what it has read, in milliseconds; a connection may be dead. */
const LAST_WORD = 1000;

export interface StopOptions {
  /** Milliseconds that handlers have to finish; then their signals abort, and what they hold is given back. @default no limit */
  readonly timeout?: number | undefined;
}

/** A loop that handles messages. */
export interface Worker<F = Record<string, string>> {
  /** the name by which the server knows it */
  readonly consumer: string;
  /**
   * Read no more, finish what is being handled, then end. What waits, for its turn or for a retry, is given back at once, for
   * other consumers; such a try does not count.
   */
  stop(options?: StopOptions): Promise<void>;
  /** Begin with no message until `resume()`; what is being handled is finished. */
  pause(): void;
  resume(): void;
  /** Hear of what happens to messages. @returns a function that ends it */
  on<N extends WorkerEventName>(type: N, listener: (event: WorkerEvent<F, N>) => unknown): () => void;
  /** What it does, and how far the group is behind. Redis: XINFO GROUPS, XPENDING and XRANGE for each stream. */
  metrics(): Promise<WorkerMetrics>;
  /** Resolves when the worker has ended; rejects when it cannot go on, as with a group that was never created. */
  readonly done: Promise<void>;
  /** The same as `stop()`. */
  [Symbol.asyncDispose](): Promise<void>;
}

export class GroupWorker<F> implements Worker<F> {
  static {
    showBy(GroupWorker, ({ consumer }) => [consumer]);
  }

  readonly done: Promise<void>;
  readonly consumer: string;
  private readonly events: Events<F>;
  private readonly ledger: Ledger;
  private readonly reader: Reader;
  private readonly lost: LostReads;
  private readonly farewell: Farewell;
  private readonly processor: Processor<F>;
  private readonly sweeper: Sweeper<F>;
  /** aborts when all is done */
  private readonly end = new AbortController();
  /** aborts when a read that waits is not wanted any more; it gives what it was given by then */
  private reading = new AbortController();
  private stopping = false;
  private paused = false;
  private failures = 0;
  /** rings when a read that was ended has had its time */
  private readonly lastWord = new Bell();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly subscription: Subscription<F>,
    private readonly settings: WorkerSettings,
    handle: ProcessorParts<F>['handle'],
    private readonly reporter: Reporter<F>,
    private readonly ended: () => void,
  ) {
    this.consumer = subscription.consumer;
    const parts = makeParts(subscription, settings, handle, {
      report: (error, message) => this.report(error, message),
      tell: (error) => this.tell(error),
      room: () => this.room,
      look: () => this.look(),
    });
    ({ events: this.events, ledger: this.ledger, processor: this.processor, sweeper: this.sweeper } = parts);
    ({ reader: this.reader, lost: this.lost, farewell: this.farewell } = parts);
    this.done = this.run();
  }

  async stop({ timeout }: StopOptions = {}): Promise<void> {
    if (timeout !== undefined) duration('timeout', timeout);
    this.halt();
    if (timeout === undefined) return this.done;
    await Promise.race([this.done, pause(timeout, this.end.signal)]);
    if (!this.end.signal.aborted)
      await this.abandon(new Error(`The worker was stopped, with ${timeout} ms to finish.`));
    return this.done;
  }

  /** Stop, and tell the handlers. */
  abort(reason: unknown): void {
    this.halt();
    this.ledger.abort(reason);
  }

  pause(): void {
    this.paused = true;
    this.processor.pause();
    this.reading.abort();
  }

  resume(): void {
    this.paused = false;
    this.processor.resume();
    this.ledger.left.ring();
  }

  on<N extends WorkerEventName>(type: N, listener: (event: WorkerEvent<F, N>) => unknown): () => void {
    return this.events.on(type, listener);
  }

  async metrics(): Promise<WorkerMetrics> {
    const { connection, group, keys } = this.subscription;
    const { active, later } = this.processor;
    const { done, failed, buried } = this.events.counts;
    return { active, waiting: later, done, failed, buried, ...(await measure(connection, group, keys)) };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  private halt(): void {
    if (this.stopping) return;
    this.stopping = true;
    this.reading.abort();
    this.processor.stop();
    this.sweeper.stop();
    this.ledger.left.ring();
    this.timer = setTimeout(() => this.lastWord.ring(), LAST_WORD);
  }

  /** Give back what handlers still hold; those that look at their signal may say so first. */
  private async abandon(reason: Error): Promise<void> {
    this.ledger.abort(reason);
    await pause(0);
    this.ledger.giveBackAll();
  }

  private async run(): Promise<void> {
    // the caller has the worker in hand before anything happens
    await Promise.resolve();
    let loops: Promise<unknown> = Promise.resolve();
    let begun = false;
    try {
      begun = await this.begin();
      if (begun) {
        loops = Promise.all([this.beats(), this.sweeper.run()]);
        await Promise.race([this.readAll(), this.lastWord.wait()]);
      }
    } finally {
      this.halt();
      while (this.ledger.size > 0) await this.ledger.left.wait();
      this.lost.stop();
      if (begun) await patiently((over) => this.farewell.say(over));
      this.end.abort();
      await patiently(() => loops);
      clearTimeout(this.timer);
      this.ended();
    }
  }

  /** Find the group. @returns false when stopped before; @throws NoGroupError when it was never created */
  private async begin(): Promise<boolean> {
    while (!this.stopping) {
      try {
        await this.reader.begin();
        this.lost.begin();
        return true;
      } catch (error) {
        if (this.stopping || this.closed) break;
        if (!isConnectionError(error)) throw error;
        await this.backOff(error);
      }
    }
    return false;
  }

  private async readAll(): Promise<void> {
    while (!this.stopping) await this.step().catch((error: unknown) => this.recover(error));
  }

  /** Read as much as there is room for, or wait for room. */
  private async step(): Promise<void> {
    while (this.room === 0 && !this.stopping && !this.lost.due) await this.ledger.left.wait();
    if (this.lost.due && !this.stopping) return this.look();
    // handlers that end in the same moment make room for one read
    if (this.settings.concurrency > 1 && this.processor.active > 0) await new Promise(setImmediate);
    if (this.stopping || this.room === 0) return;
    await this.sweeper.turn();
    if (this.stopping || this.room === 0) return;
    await this.read(this.wanted());
    this.failures = 0;
  }

  private async read(signal: AbortSignal): Promise<void> {
    try {
      await this.reader.read(this.room, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      // the end of a read that was not wanted any more, which may be that of its connection as well
      this.lost.suspect();
    }
  }

  private look(): Promise<void> {
    this.wanted();
    return this.sweeper.apart(() => this.lost.look());
  }

  /** A signal for what is waited for now. */
  private wanted(): AbortSignal {
    if (this.reading.signal.aborted) this.reading = new AbortController();
    return this.reading.signal;
  }

  private get room(): number {
    return this.paused ? 0 : Math.min(this.processor.room, this.settings.batch);
  }

  private get closed(): boolean {
    return this.subscription.connection.blocking.closed;
  }

  /** Make good what can be made good, and wait a little: what has begun does not end by an error. */
  private async recover(error: unknown): Promise<void> {
    if (this.closed) return this.halt();
    if (this.stopping) return;
    this.lost.doubt(error);
    if (isNoGroup(error)) await this.reader.recreate().catch((failure) => this.report(failure));
    await this.backOff(error);
  }

  /** What the server says of a group that is gone, as every call says it. */
  private named(error: unknown): unknown {
    const { group, keys } = this.subscription;
    return isNoGroup(error) ? new NoGroupError(group, keys) : error;
  }

  private async backOff(error: unknown): Promise<void> {
    this.report(error);
    await pause(Math.min(RETRY * 2 ** this.failures++, LONGEST_RETRY), this.reading.signal);
  }

  /** Keep others from taking over what is being handled. */
  private async beats(): Promise<void> {
    while (!this.end.signal.aborted && !this.closed) {
      await pause(this.settings.claimIdle / 3, this.end.signal);
      if (!this.end.signal.aborted) await this.ledger.beat().catch((error) => this.tell(error));
    }
  }

  // a database that was closed is not news, but the end
  private report(error: unknown, message?: Message<F>): void {
    if (this.closed) this.halt();
    else this.reporter.report(this.named(error), message);
  }

  // the reading loop deals with a group that is gone
  private tell(error: unknown): void {
    if (!isNoGroup(error) && !isNoStream(error)) this.report(error);
  }
}
