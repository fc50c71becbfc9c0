import type { Bell } from '../../../util/bell.js';
import type { HeldMessage } from './held-message.js';

/** Of so many messages one is a retry, as long as there are new ones as well. */
const SHARE = 8;

/**
 * Which message is worked on next, so many calls at a time. Retries do not hold up new messages: they have an eighth of the
 * places where both are waiting, and do not count as room that is taken.
 */
export class TaskQueue {
  /** how many messages are worked on */
  active = 0;
  private calls = 0;
  private turn = 0;
  private pumping = false;
  private paused = false;
  private readonly fresh: HeldMessage[] = [];
  private readonly retries: HeldMessage[] = [];

  constructor(
    /** how many calls at a time */
    private readonly concurrency: number,
    /** how many messages a call takes at most */
    private readonly size: number,
    /** begins to handle a batch; its end is told by `ended()` */
    private readonly work: (batch: readonly HeldMessage[]) => void,
    /** is rung when there is room again */
    private readonly freed: Bell,
  ) {}

  get room(): number {
    return Math.max(0, this.concurrency * this.size - this.active - this.fresh.length);
  }

  push(messages: readonly HeldMessage[]): void {
    for (const message of messages) this.fresh.push(message);
    this.pump();
  }

  again(message: HeldMessage): void {
    this.retries.push(message);
    this.pump();
  }

  /** Begin with nothing until `resume()`, whatever is pushed. */
  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.pump();
  }

  /** All that was not begun. */
  clear(): HeldMessage[] {
    return [...this.fresh.splice(0), ...this.retries.splice(0)];
  }

  /** Begin what there is room for. A call that ends at once goes on with this loop: as many calls within calls as messages are too deep. */
  private pump(): void {
    if (this.pumping) return;
    this.pumping = true;
    while (!this.paused && this.calls < this.concurrency && this.begin()) {}
    this.pumping = false;
  }

  private begin(): boolean {
    const batch = this.next();
    if (batch.length === 0) return false;
    this.calls++;
    this.active += batch.length;
    this.work(batch);
    return true;
  }

  /** A call is over that had so many messages. */
  ended(messages: number): void {
    this.calls--;
    this.active -= messages;
    this.pump();
    this.freed.ring();
  }

  private next(): HeldMessage[] {
    const retry = this.retries.length > 0 && (this.fresh.length === 0 || ++this.turn % SHARE === 0);
    const source = retry ? this.retries : this.fresh;
    const batch: HeldMessage[] = [];
    while (batch.length < this.size && source.length > 0) {
      if (batch.length > 0 && (source[0]!.alone || batch[0]!.alone)) break;
      batch.push(source.shift()!);
    }
    return batch;
  }
}
