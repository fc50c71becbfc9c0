import { HandlerTimeoutError } from '../../../errors/container.js';
import { inTime } from '../../../util/in-time.js';
import type { Message } from '../message.js';
import { isPromise } from '../message-format.js';
import { Admission, type Admitted } from './admission.js';
import { Failures, type FailuresParts } from './failures.js';
import type { HeldMessage } from './held-message.js';
import type { HandlerContext, Subscription } from './options.js';
import { TaskQueue } from './task-queue.js';

export interface ProcessorParts<F> extends Omit<FailuresParts<F>, 'again'> {
  readonly subscription: Subscription<F>;
  /** a message that was suspected may be so no more */
  readonly cleared: () => void;
  /** handles one message, or some */
  readonly handle: (messages: Message<F>[], context: HandlerContext) => unknown;
}

/** Handles messages, so many at a time, and acknowledges those that are done. */
export class Processor<F> {
  private readonly queue: TaskQueue;
  private readonly failures: Failures<F>;
  private readonly admission: Admission<F>;
  private stopping = false;

  constructor(private readonly parts: ProcessorParts<F>) {
    const { settings, ledger, subscription } = parts;
    this.queue = new TaskQueue(settings.concurrency, settings.size, (batch) => this.work(batch), ledger.left);
    this.failures = new Failures({ ...parts, again: (held) => this.queue.again(held) });
    this.admission = new Admission(subscription, settings, ledger, this.failures);
  }

  /** How many messages more there is room for. */
  get room(): number {
    return this.queue.room;
  }

  /** How many messages are being handled. */
  get active(): number {
    return this.queue.active;
  }

  /** How many messages wait for their next try. */
  get later(): number {
    return this.failures.size;
  }

  /** Handle messages as soon as it is their turn; when the worker stops they go back. */
  accept(messages: readonly HeldMessage[]): void {
    const { ledger } = this.parts;
    const taken = messages.filter((message) => ledger.add(message));
    if (this.stopping) for (const message of taken) ledger.giveBack(message);
    else this.queue.push(taken);
  }

  /** Begin with no message until `resume()`, also with one that was on its way, or whose retry is due. */
  pause(): void {
    this.queue.pause();
  }

  resume(): void {
    this.queue.resume();
  }

  /** Begin with no message any more: those that wait go back at once. */
  stop(): void {
    this.stopping = true;
    for (const message of this.queue.clear()) this.parts.ledger.giveBack(message);
    this.failures.stop();
  }

  /** Handle some messages once, and free their place. Nothing is awaited without need: each wait takes time. */
  private work(batch: readonly HeldMessage[]): void {
    const admitted = batch.map((one) => this.admission.admit(one));
    void (admitted.some(isPromise) ? this.sift(batch, admitted) : this.handle(batch, batch, admitted as Message<F>[]));
  }

  /** Handle those that are admitted in the end. Never rejects. */
  private async sift(batch: readonly HeldMessage[], admitted: readonly Admitted<F>[]): Promise<void> {
    const messages = await Promise.all(admitted);
    const held = batch.filter((_, i) => messages[i]);
    await this.handle(
      batch,
      held,
      messages.filter((message) => message !== undefined),
    );
  }

  /** Call the handler for what a batch holds, and deal with what comes of it. Never rejects. */
  private async handle(batch: readonly HeldMessage[], held: readonly HeldMessage[], messages: Message<F>[]) {
    const suspected = batch[0]!.suspect;
    const start = performance.now();
    try {
      const result = held.length > 0 ? this.call(held, messages) : undefined;
      if (result !== undefined) await result;
      this.finish(held, messages, start);
    } catch (error) {
      await this.failures.failed(held, messages, error, performance.now() - start);
    }
    if (suspected) this.parts.cleared();
    this.queue.ended(batch.length);
  }

  private finish(held: readonly HeldMessage[], messages: readonly Message<F>[], start: number): void {
    const { ledger, events } = this.parts;
    for (let i = 0; i < held.length; i++) {
      // one that was given back meanwhile is somebody else's
      if (!ledger.has(held[i]!)) continue;
      ledger.ack(held[i]!);
      const duration = events.hears('done') ? performance.now() - start : 0;
      events.emit('done', held[i]!, { message: messages[i]!, duration });
    }
  }

  /** Call the handler, for as long as it may take. */
  private call(held: readonly HeldMessage[], messages: Message<F>[]): unknown {
    const { settings, handle, events } = this.parts;
    for (let i = 0; i < held.length; i++) events.emit('started', held[i]!, { message: messages[i]! });
    const result = handle(messages, held.length === 1 ? held[0]! : contextOf(held));
    const { handlerTimeout } = settings;
    if (handlerTimeout === undefined) return result;
    return inTime(Promise.resolve(result), { timeout: handlerTimeout }, () => {
      const error = new HandlerTimeoutError(held[0]!.stream, held[0]!.id, handlerTimeout);
      for (const one of held) one.abort(error);
      return error;
    });
  }
}

/** One signal and one number for several messages. */
function contextOf(held: readonly HeldMessage[]): HandlerContext {
  return {
    // made only for a handler that looks at it
    get signal() {
      return AbortSignal.any(held.map(({ signal }) => signal));
    },
    attempt: Math.max(...held.map(({ attempt }) => attempt)),
  };
}
