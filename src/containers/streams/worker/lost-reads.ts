import { ConnectionError } from '../../../errors/connection.js';
import { LONGEST_BLOCK } from '../read.js';
import { fetchHeld } from './fetch-held.js';
import type { HeldMessage } from './held-message.js';
import type { Ledger } from './ledger.js';
import { DUE } from './names.js';
import type { Subscription, WorkerSettings } from './options.js';
import type { Outbox } from './outbox.js';

/** How many pending messages are listed at a time. */
const SLICE = 100;

type PendingReply = readonly [id: string, consumer: string, idle: number, deliveries: number];

interface LostReadsParts {
  readonly subscription: Subscription<unknown>;
  readonly settings: WorkerSettings;
  readonly ledger: Ledger;
  readonly outbox: Outbox;
  /** takes messages in */
  readonly accept: (messages: readonly HeldMessage[]) => void;
  /** takes a message in that may have killed another consumer, unless there is one already */
  readonly acceptSuspect: (message: HeldMessage) => void;
  /** how many messages may be taken now */
  readonly room: () => number;
}

/**
 * Finds what the server has given to this worker in an answer that never arrived: such a message is pending for the worker,
 * which does not know of it, and lives.
 */
export class LostReads {
  /** it is time to look */
  due = false;
  private wait = LONGEST_BLOCK;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  /** what was pending before belongs to one of the same name that is gone */
  private begun = performance.now();

  constructor(private readonly parts: LostReadsParts) {}

  /** From now on what is given to this name is this worker's. */
  begin(): void {
    this.begun = performance.now();
  }

  /** A call that may have been given messages has failed: if nobody knows what became of it, look. */
  doubt(error: unknown): void {
    if (error instanceof ConnectionError && error.outcome === 'unknown') this.suspect();
  }

  /** Some answer may have got lost. */
  suspect(): void {
    clearTimeout(this.timer);
    this.wait = LONGEST_BLOCK;
    this.due = true;
  }

  /** Look when told to, and by itself no more. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /**
   * Take what the server counts as this worker's and it does not know; what there is no room for goes back. To be called while
   * nothing is being read or taken over, as that is not known yet either.
   */
  async look(): Promise<void> {
    this.due = false;
    try {
      const { subscription, outbox } = this.parts;
      for (const stream of subscription.keys)
        for (const owner of [subscription.consumer, outbox.suspect]) await this.lookAt(stream, owner);
    } catch (error) {
      this.due = true;
      throw error;
    }
    this.lookAgain();
  }

  /** The server may answer a call late that was lost: one that it holds for a message, or that is on its way to it. */
  private lookAgain(): void {
    const { settings, ledger } = this.parts;
    // by then others take it over
    const tooLate = this.wait > Math.max(LONGEST_BLOCK, settings.claimIdle);
    if (this.stopped || tooLate) return;
    this.timer = setTimeout(() => {
      this.due = true;
      ledger.left.ring();
    }, this.wait);
    this.wait *= 2;
  }

  private async lookAt(stream: string, owner: string): Promise<void> {
    const { connection, group } = this.parts.subscription;
    for (let start = '-'; ; ) {
      // what is known when the server is asked: it may be acknowledged before the answer is here
      const known = this.knownOf(stream);
      const reply = (await connection.send('xpending', [stream, group, start, '+', SLICE, owner])) as PendingReply[];
      const age = performance.now() - this.begun;
      const unknown = reply.filter(([id, , idle]) => idle <= age && !known.has(id));
      await Promise.all(unknown.map(([id, , , deliveries]) => this.take(stream, id, deliveries, owner)));
      if (reply.length < SLICE) return;
      start = `(${reply.at(-1)![0]}`;
    }
  }

  private knownOf(stream: string): Set<string> {
    return new Set([...this.parts.ledger.idsOf(stream), ...this.parts.outbox.idsOf(stream)]);
  }

  private async take(stream: string, id: string, attempt: number, owner: string): Promise<void> {
    const { subscription, outbox, accept, acceptSuspect, room } = this.parts;
    const message = await fetchHeld(subscription, stream, id, Math.max(1, attempt));
    if (!message) return;
    if (owner === outbox.suspect) acceptSuspect(message);
    else if (room() > 0) accept([message]);
    else outbox.giveBack({ message, tries: message.attempt - 1, idle: DUE });
  }
}
