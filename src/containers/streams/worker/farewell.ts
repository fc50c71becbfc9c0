import { isConnectionError } from '../../../redis/connection/connection-error.js';
import { pause } from '../../../util/pause.js';
import type { Subscription } from './options.js';
import type { Outbox } from './outbox.js';

/** How long a worker that ends tells a server that does not answer what it has done, in milliseconds. */
const PATIENCE = 3000;
/** Milliseconds before the server is asked again. */
const RETRY = 100;

interface FarewellParts {
  readonly subscription: Subscription<unknown>;
  readonly outbox: Outbox;
  /** finds what was given to the worker and never arrived */
  readonly look: () => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** How a worker ends that holds nothing any more. */
export class Farewell {
  constructor(private readonly parts: FarewellParts) {}

  /** Tell the server the rest, give back what was given and never arrived, and let the server forget the consumer. */
  async say(over: AbortSignal): Promise<void> {
    const { subscription, outbox, report } = this.parts;
    await this.delivered(over);
    await this.look(over).catch(report);
    await this.delivered(over);
    if (this.isOver(over)) return;
    await outbox.forget([subscription.consumer, outbox.suspect], -1).catch(report);
  }

  private isOver(over: AbortSignal): boolean {
    return over.aborted || this.parts.subscription.connection.blocking.closed;
  }

  private async delivered(over: AbortSignal): Promise<void> {
    const { outbox } = this.parts;
    while (outbox.size > 0 && !this.isOver(over)) await outbox.sent.wait();
  }

  private async look(over: AbortSignal): Promise<void> {
    while (!this.isOver(over)) {
      try {
        return await this.parts.look();
      } catch (error) {
        if (!isConnectionError(error)) throw error;
        await pause(RETRY, over);
      }
    }
  }
}

/** Wait for some work, but not for a server that does not answer. */
export async function patiently(work: (over: AbortSignal) => Promise<unknown>): Promise<void> {
  const over = new AbortController();
  await Promise.race([work(over.signal), pause(PATIENCE, over.signal)]);
  over.abort();
}
