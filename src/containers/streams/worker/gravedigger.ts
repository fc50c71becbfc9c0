import { isConnectionError } from '../../../redis/connection/connection-error.js';
import { buryMessage } from '../../../scripts/generated.js';
import { run } from '../../../scripts/run.js';
import { pause } from '../../../util/pause.js';
import { thrownText } from '../../../util/thrown.js';
import type { HeldMessage } from './held-message.js';
import type { Subscription, WorkerSettings } from './options.js';
import type { Outbox } from './outbox.js';

/** How often a dead letter is sent again when the server does not take it. */
const TRIES = 5;
const RETRY = 200;

/** Moves what failed for good to the dead letters. */
export class Gravedigger<F> {
  constructor(
    private readonly subscription: Subscription<F>,
    private readonly settings: WorkerSettings,
    private readonly outbox: Outbox,
    private readonly report: (error: unknown) => void,
  ) {}

  /**
   * Move a message to its dead-letter stream. Where that fails it stays pending, and is buried by whoever takes it over.
   *
   * @returns `moved`, `dropped` where there are to be no dead letters, or undefined when nothing was done
   */
  async bury(held: HeldMessage, error: unknown): Promise<'moved' | 'dropped' | undefined> {
    const grave = this.settings.grave(held.stream);
    if (grave === undefined) return 'dropped';
    for (let tries = 0; tries < TRIES; tries++) {
      try {
        return (await this.move(held, grave, error)) ? 'moved' : undefined;
      } catch (failure) {
        this.report(failure);
        if (!isConnectionError(failure) || this.subscription.connection.blocking.closed) return undefined;
        await pause(RETRY);
      }
    }
    return undefined;
  }

  private async move(held: HeldMessage, grave: string, error: unknown): Promise<boolean> {
    const { connection, group, consumer } = this.subscription;
    const { stream, id } = held;
    const facts = this.factsOf(held, error);
    const args = { group, consumer, suspect: this.outbox.suspect, id };
    const moved = await run(connection, buryMessage, { keys: { stream, grave }, args, rest: facts });
    return moved === -1 ? this.moveWide(held, grave, facts) : moved === 1;
  }

  /** The same for a message of more fields than a script takes: the letter is there before the message is acknowledged. */
  private async moveWide(held: HeldMessage, grave: string, facts: readonly string[]): Promise<boolean> {
    const { connection, group } = this.subscription;
    // nobody takes it over meanwhile
    const lost = await this.outbox.hold(held.stream, [held]);
    if (lost.size > 0) return false;
    await connection.send('xadd', [grave, '*', ...(held.entry[1] ?? []), ...facts]);
    await connection.send('xack', [held.stream, group, held.id]);
    return true;
  }

  private factsOf({ stream, id, attempt }: HeldMessage, error: unknown): string[] {
    const { group } = this.subscription;
    const facts = { stream, id, group, error: thrownText(error), deliveries: String(attempt) };
    return Object.entries(facts).flatMap(([name, value]) => [`dead:${name}`, value]);
  }
}
