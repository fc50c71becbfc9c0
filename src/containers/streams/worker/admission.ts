import { type InvalidMessage, Message } from '../message.js';
import type { Failures } from './failures.js';
import type { HeldMessage } from './held-message.js';
import type { Ledger } from './ledger.js';
import type { Subscription, WorkerSettings } from './options.js';

const unfit = ({ issues }: InvalidMessage): Error =>
  new Error(
    issues.map(({ field, expected, found }) => `${field || 'message'}: ${expected}, found ${found}`).join('; '),
  );

/** The message, if it can be handled. */
export type Admitted<F> = Message<F> | Promise<Message<F> | undefined>;

/** Reads a message before it is handled, and deals with those that no handler is to see. */
export class Admission<F> {
  constructor(
    private readonly subscription: Subscription<F>,
    private readonly settings: WorkerSettings,
    private readonly ledger: Ledger,
    private readonly failures: Failures<F>,
  ) {}

  /** The message, if it can be handled; a promise of it only when the schema needs one, or when it cannot. */
  admit(held: HeldMessage): Admitted<F> {
    if (held.aborted || held.attempt > this.settings.retries + 1) return this.reject(held);
    try {
      const read = this.subscription.format.decode(held.stream, held.entry);
      return read instanceof Message ? read : this.receive(held, read);
    } catch (error) {
      return this.unreadable(held, error);
    }
  }

  private async reject(held: HeldMessage): Promise<undefined> {
    if (held.aborted) this.ledger.giveBack(held);
    else
      await this.failures.bury(held, new Error('It was tried too often: its handler failed, or killed each consumer.'));
  }

  private async receive(
    held: HeldMessage,
    read: InvalidMessage | Promise<Message<F> | InvalidMessage>,
  ): Promise<Message<F> | undefined> {
    const { onInvalid } = this.settings;
    try {
      const message = await read;
      if (message instanceof Message) return message;
      if (!onInvalid) return void (await this.failures.bury(held, unfit(message)));
      await onInvalid(message);
      this.ledger.ack(held);
      return undefined;
    } catch (error) {
      return this.unreadable(held, error);
    }
  }

  /** A schema, or a handler of bad messages, that throws instead of saying what is wrong. */
  private async unreadable(held: HeldMessage, error: unknown): Promise<undefined> {
    this.failures.report(error);
    await this.failures.bury(held, error);
  }
}
