import { isConnectionError } from '../../../redis/connection/connection-error.js';
import { pause } from '../../../util/pause.js';
import { isNoGroup } from '../read.js';
import { GroupReader } from './group-reader.js';
import type { HeldMessage } from './held-message.js';
import { Ledger } from './ledger.js';
import {
  type ConsumeOptions,
  type Handler,
  readSettings,
  type Settings,
  type Subscription,
  type Worker,
} from './options.js';
import { Processor } from './processor.js';

export type { ConsumeOptions, Handler, HandlerContext, Worker } from './options.js';

/** Milliseconds before the server is looked for again; each time twice as long, up to the other. */
const RETRY = 100;
const LONGEST_RETRY = 2000;

class GroupWorker<F> implements Worker {
  readonly done: Promise<void>;
  private readonly reader: GroupReader;
  private readonly ledger: Ledger;
  private readonly processor: Processor<F>;
  /** aborts when nothing more is to be read; a read that waits is cut, and gives what it was given by then */
  private readonly stopper = new AbortController();
  /** aborts when all is done */
  private readonly end = new AbortController();
  private failures = 0;

  constructor(
    private readonly subscription: Subscription<F>,
    private readonly settings: Settings<F>,
    handler: Handler<F>,
    private readonly ended: () => void,
  ) {
    const untyped = subscription as Subscription<unknown>;
    this.reader = new GroupReader(untyped);
    this.ledger = new Ledger(untyped);
    this.processor = new Processor(subscription, settings, handler, this.ledger, this.stopper.signal);
    this.done = this.run();
  }

  stop(): Promise<void> {
    this.halt();
    return this.done;
  }

  /** Stop, and tell the handlers. */
  abort(reason: unknown): void {
    this.halt();
    this.ledger.abort(reason);
  }

  private get stopping(): boolean {
    return this.stopper.signal.aborted;
  }

  private halt(): void {
    if (this.stopping) return;
    this.stopper.abort();
    this.ledger.left.ring();
  }

  private async run(): Promise<void> {
    // the caller has the worker in hand before anything happens
    await Promise.resolve();
    const loops = [this.beats(), this.takeOvers()];
    try {
      await this.reading();
    } finally {
      this.halt();
      while (this.ledger.size > 0) await this.ledger.left.wait();
      this.end.abort();
      await Promise.all(loops);
      this.ended();
    }
  }

  private async reading(): Promise<void> {
    let begun = false;
    while (!this.stopping) {
      try {
        if (!begun) await this.reader.begin();
        begun = true;
        await this.step();
        this.failures = 0;
      } catch (error) {
        if (!this.stopping) await this.recover(error, begun);
      }
    }
  }

  /** Read as much as there is room for, or wait for room. */
  private async step(): Promise<void> {
    const room = await this.untilRoom();
    if (!this.stopping) this.accept(await this.reader.read(room, this.stopper.signal));
  }

  private accept(messages: readonly HeldMessage[]): void {
    for (const message of messages) this.processor.accept(message);
  }

  /** Make good what can be made good. @throws the error that ends the worker */
  private async recover(error: unknown, begun: boolean): Promise<void> {
    const { closed } = this.subscription.connection.blocking;
    if (closed) return this.halt();
    const vanished = begun && isNoGroup(error);
    if (!vanished && !isConnectionError(error)) throw error;
    this.settings.onError(error);
    if (vanished) await this.reader.recreate().catch(this.settings.onError);
    await pause(Math.min(RETRY * 2 ** this.failures++, LONGEST_RETRY), this.stopper.signal);
  }

  /** Keep others from taking over what is being handled. */
  private async beats(): Promise<void> {
    while (!this.end.signal.aborted) {
      await pause(this.settings.claimIdle / 3, this.end.signal);
      if (!this.end.signal.aborted) await this.ledger.beat().catch((error) => this.tell(error));
    }
  }

  /** Take over what consumers that died have held: at once, and again from time to time. */
  private async takeOvers(): Promise<void> {
    while (!this.stopping) {
      for (const stream of this.subscription.keys) await this.takeOver(stream).catch((error) => this.tell(error));
      await pause(this.settings.claimIdle / 2, this.stopper.signal);
    }
  }

  private async takeOver(stream: string): Promise<void> {
    let next = '0-0';
    do {
      const room = await this.untilRoom();
      if (this.stopping) return;
      const taken = await this.reader.takeOver(stream, this.settings.claimIdle, room, next);
      this.accept(taken.messages);
      next = taken.next;
    } while (next !== '0-0');
  }

  private async untilRoom(): Promise<number> {
    while (this.processor.room === 0 && !this.stopping) await this.ledger.left.wait();
    return Math.min(this.processor.room, this.settings.batch);
  }

  // the reading loop deals with a group that is gone
  private tell(error: unknown): void {
    if (!isNoGroup(error)) this.settings.onError(error);
  }
}

/** Start to handle messages. */
export function startWorker<F>(subscription: Subscription<F>, handler: Handler<F>, options: ConsumeOptions<F>): Worker {
  const { signal, onError } = options;
  const abort = () => worker.abort(signal?.reason);
  const ended = () => signal?.removeEventListener('abort', abort);
  const worker = new GroupWorker(subscription, readSettings(subscription, options), handler, ended);
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  // without anybody who hears of errors a worker that cannot go on is an unhandled rejection
  if (onError) worker.done.catch((error: unknown) => onError(error));
  return worker;
}
