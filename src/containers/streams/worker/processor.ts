import { isConnectionError } from '../../../redis/connection/connection-error.js';
import { buryMessage } from '../../../scripts/generated.js';
import { run } from '../../../scripts/run.js';
import { pause } from '../../../util/pause.js';
import { type InvalidMessage, Message } from '../message.js';
import type { HeldMessage } from './held-message.js';
import type { Ledger } from './ledger.js';
import type { Handler, Settings, Subscription } from './options.js';

/** How often a dead letter is sent again when the server is away. */
const TRIES = 5;
const RETRY = 200;

const textOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

const unfit = ({ issues }: InvalidMessage): Error =>
  new Error(
    issues.map(({ field, expected, found }) => `${field || 'message'}: ${expected}, found ${found}`).join('; '),
  );

/** Handles messages, so many at a time: acknowledges, tries again, gives up. */
export class Processor<F> {
  private readonly queue: HeldMessage[] = [];
  private active = 0;

  constructor(
    private readonly subscription: Subscription<F>,
    private readonly settings: Settings<F>,
    private readonly handler: Handler<F>,
    private readonly ledger: Ledger,
    /** aborts when the worker stops: no more retries then */
    private readonly stopping: AbortSignal,
  ) {}

  /** How many messages more there is room for; those that wait for a retry take room only when there are many. */
  get room(): number {
    const { concurrency } = this.settings;
    return Math.max(0, Math.min(concurrency - this.active - this.queue.length, 2 * concurrency - this.ledger.size));
  }

  /** Handle a message as soon as it is its turn. */
  accept(message: HeldMessage): void {
    if (this.ledger.add(message)) this.enqueue(message);
  }

  private enqueue(message: HeldMessage): void {
    this.queue.push(message);
    this.pump();
  }

  private pump(): void {
    while (this.active < this.settings.concurrency && this.queue.length > 0) {
      this.active++;
      void this.process(this.queue.shift()!).finally(() => {
        this.active--;
        this.pump();
        this.ledger.left.ring();
      });
    }
  }

  /** Handle a message once. Never rejects. */
  private async process(held: HeldMessage): Promise<void> {
    if (held.aborted) return this.ledger.drop(held);
    const tooOften = held.attempt > this.settings.retries + 1;
    if (tooOften) return this.bury(held, new Error('The consumers that tried it have died.'));
    try {
      const read = await this.subscription.format.decode(held.stream, held.entry);
      if (read instanceof Message) await this.handle(held, read);
      else await this.refuse(held, read);
    } catch (error) {
      // a schema that throws, instead of saying what is wrong
      this.report(error);
      await this.bury(held, error);
    }
  }

  private async handle(held: HeldMessage, message: Message<F>): Promise<void> {
    try {
      await this.handler(message, held);
    } catch (error) {
      this.report(error, message);
      return this.failed(held, error);
    }
    this.ledger.ack(held);
  }

  private async refuse(held: HeldMessage, invalid: InvalidMessage): Promise<void> {
    const { onInvalid } = this.settings;
    if (!onInvalid) return this.bury(held, unfit(invalid));
    await onInvalid(invalid);
    this.ledger.ack(held);
  }

  private async failed(held: HeldMessage, error: unknown): Promise<void> {
    if (held.aborted) this.ledger.drop(held);
    else if (held.attempt > this.settings.retries) await this.bury(held, error);
    // not awaited: it takes no part of the concurrency meanwhile
    else void this.retry(held).catch((failure: unknown) => this.give(held, failure));
  }

  private async retry(held: HeldMessage): Promise<void> {
    await pause(this.settings.delay(held.attempt), this.stopping);
    if (this.stopping.aborted || held.aborted) return this.ledger.drop(held);
    held.attempt++;
    // one that kills its consumer is known by the number of its tries
    await this.ledger.hold(held.stream, [held]).catch(() => {});
    this.enqueue(held);
  }

  /** Move it to the dead-letter stream. Where that fails it stays pending, and is buried by whoever takes it over. */
  private async bury(held: HeldMessage, error: unknown): Promise<void> {
    const grave = this.settings.grave(held.stream);
    if (grave === undefined) return this.ledger.ack(held);
    for (let tries = 0; tries < TRIES; tries++) {
      const failure = await this.move(held, grave, error);
      if (!failure || !isConnectionError(failure) || this.subscription.connection.blocking.closed) break;
      await pause(RETRY);
    }
    this.ledger.drop(held);
  }

  /** @returns what went wrong, if anything did */
  private async move(held: HeldMessage, grave: string, error: unknown): Promise<unknown> {
    const { connection, group, consumer } = this.subscription;
    const { stream, id, attempt } = held;
    const args = { group, consumer, id, reason: textOf(error), tries: attempt };
    try {
      await run(connection, buryMessage, { keys: { stream, grave }, args });
      return undefined;
    } catch (failure) {
      this.report(failure);
      return failure;
    }
  }

  /** Leave it to others, as with a delay that cannot be told. */
  private give(held: HeldMessage, failure: unknown): void {
    this.report(failure);
    this.ledger.drop(held);
  }

  private report(error: unknown, message?: Message<F>): void {
    this.settings.onError(error, message);
  }
}
