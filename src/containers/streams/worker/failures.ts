import { HandlerTimeoutError } from '../../../errors/container.js';
import { isOf } from '../../../util/thrown.js';
import type { Message } from '../message.js';
import type { Events } from './events.js';
import type { Gravedigger } from './gravedigger.js';
import type { HeldMessage } from './held-message.js';
import type { Ledger } from './ledger.js';
import type { WorkerSettings } from './options.js';
import type { Outbox } from './outbox.js';
import { Retries } from './retries.js';

/** How many messages wait for a retry in memory; further ones wait on the server. */
const WAITING = 10_000;
/** What one waits for whose backoff cannot be told, in milliseconds. */
const OTHERWISE = 1000;

export interface FailuresParts<F> {
  readonly settings: WorkerSettings;
  readonly ledger: Ledger;
  readonly outbox: Outbox;
  readonly events: Events<F>;
  readonly gravedigger: Gravedigger<F>;
  readonly report: (error: unknown, message?: Message<F>) => void;
  /** handle a message once more */
  readonly again: (held: HeldMessage) => void;
}

/** What becomes of messages whose handler has failed: another try later, or the dead letters. */
export class Failures<F> {
  private readonly waiting = new Retries();
  private stopping = false;

  constructor(private readonly parts: FailuresParts<F>) {}

  /** How many messages wait for their next try. */
  get size(): number {
    return this.waiting.size;
  }

  report(error: unknown): void {
    this.parts.report(error);
  }

  /** Wait no more: all go back at once, due when they would have been. */
  stop(): void {
    this.stopping = true;
    for (const [message, left] of this.waiting.clear()) this.parts.ledger.giveBack(message, left);
  }

  /** A handler has failed that was given these. */
  async failed(held: readonly HeldMessage[], messages: readonly Message<F>[], error: unknown, duration: number) {
    // of several it is not known which one is at fault: each gets a try of its own
    if (held.length > 1) this.separate(held, error);
    else if (this.parts.ledger.has(held[0]!)) await this.failedAlone(held[0]!, messages[0]!, error, duration);
  }

  /** Give a message up. */
  async bury(held: HeldMessage, error: unknown, message?: Message<F>): Promise<void> {
    const { gravedigger, ledger, events, outbox, settings } = this.parts;
    const buried = await gravedigger.bury(held, error);
    if (buried) events.emit('buried', held, { ...(message && { message }), error });
    if (buried === 'dropped') return ledger.ack(held);
    if (!buried) {
      // whoever takes it over buries it without another try, also this worker as soon as it lets go
      held.attempt = settings.retries + 2;
      await outbox.hold(held.stream, [held]).catch(() => outbox.mark(held));
    }
    ledger.drop(held);
  }

  private async failedAlone(held: HeldMessage, message: Message<F>, error: unknown, duration: number): Promise<void> {
    const { events, settings, report } = this.parts;
    if (gaveUp(held, error)) {
      this.parts.ledger.giveBack(held);
      return;
    }
    events.emit('failed', held, { message, error, duration });
    report(error, message);
    if (held.attempt > settings.retries) await this.bury(held, error, message);
    else this.tryLater(held, message);
  }

  private separate(held: readonly HeldMessage[], error: unknown): void {
    const { ledger, report, again } = this.parts;
    report(error);
    for (const one of held) {
      if (!ledger.has(one)) continue;
      if (this.stopping || gaveUp(one, error)) ledger.giveBack(one);
      else {
        one.restart();
        one.alone = true;
        again(one);
      }
    }
  }

  private tryLater(held: HeldMessage, message: Message<F>): void {
    const { ledger, outbox, events, again } = this.parts;
    const delay = this.delayOf(held.attempt);
    held.renew();
    if (this.stopping || this.waiting.size >= WAITING) {
      ledger.giveBack(held, delay);
      return;
    }
    // one that kills its consumer is known by the number of its tries
    outbox.mark(held);
    this.waiting.add(held, delay, () => {
      events.emit('retried', held, { message });
      again(held);
    });
  }

  private delayOf(attempt: number): number {
    try {
      const delay: unknown = this.parts.settings.delay(attempt);
      if (typeof delay === 'number' && delay >= 0) return delay;
      throw new RangeError(`backoff must give milliseconds from 0 on, not ${String(delay)}. ${OTHERWISE} are waited.`);
    } catch (error) {
      this.parts.report(error);
      return OTHERWISE;
    }
  }
}

/** Whether a handler has not failed, but was told to give up. */
const gaveUp = (held: HeldMessage, error: unknown): boolean => held.aborted && !isOf(error, HandlerTimeoutError);
