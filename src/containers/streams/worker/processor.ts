import { HandlerTimeoutError } from '../../../errors/container.js';
import type { Message } from '../message.js';
import { isPromise } from '../message-format.js';
import { Admission } from './admission.js';
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
    const freed = () => ledger.left.ring();
    this.queue = new TaskQueue(settings.concurrency, settings.size, (batch) => this.work(batch), freed);
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

  /** Begin with no message any more: those that wait go back at once. */
  stop(): void {
    this.stopping = true;
    for (const message of this.queue.clear()) this.parts.ledger.giveBack(message);
    this.failures.stop();
  }

  /** Handle some messages once. Never rejects. */
  private async work(batch: readonly HeldMessage[]): Promise<void> {
    const held: HeldMessage[] = [];
    const messages: Message<F>[] = [];
    for (const one of batch) {
      const admitted = this.admission.admit(one);
      // not awaited without need: that takes time
      const message = isPromise(admitted) ? await admitted : admitted;
      if (!message) continue;
      held.push(one);
      messages.push(message);
    }
    const suspected = batch[0]!.suspect;
    if (held.length > 0) await this.handle(held, messages);
    if (suspected) this.parts.cleared();
  }

  private async handle(held: readonly HeldMessage[], messages: Message<F>[]): Promise<void> {
    const start = performance.now();
    this.tell('started', held, messages);
    try {
      const result = this.call(held, messages);
      if (result !== undefined) await result;
    } catch (error) {
      return this.failures.failed(held, messages, error, performance.now() - start);
    }
    // one that was given back meanwhile is somebody else's
    const done = held.filter((one) => this.parts.ledger.has(one));
    for (const one of done) this.parts.ledger.ack(one);
    this.tell('done', done, messages, start);
  }

  private tell(
    name: 'started' | 'done',
    held: readonly HeldMessage[],
    messages: readonly Message<F>[],
    start?: number,
  ) {
    const { events } = this.parts;
    const duration = start === undefined || !events.hears(name) ? undefined : performance.now() - start;
    for (let i = 0; i < held.length; i++)
      events.emit(name, held[i]!, messages[i], duration === undefined ? undefined : { duration });
  }

  /** Call the handler, for as long as it may take. */
  private call(held: readonly HeldMessage[], messages: Message<F>[]): unknown {
    const { settings, handle } = this.parts;
    const result = handle(messages, held.length === 1 ? held[0]! : contextOf(held));
    const { handlerTimeout } = settings;
    if (handlerTimeout === undefined) return result;
    return within(handlerTimeout, result, () => {
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

/** The longest time that a timer takes, in milliseconds: 25 days. */
const LONGEST = 2 ** 31 - 1;

/** The result, or the rejection with what `late` gives when it takes longer. */
async function within(ms: number, result: unknown, late: () => Error): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(late()), Math.min(ms, LONGEST));
  });
  try {
    return await Promise.race([result, limit]);
  } finally {
    clearTimeout(timer);
  }
}
