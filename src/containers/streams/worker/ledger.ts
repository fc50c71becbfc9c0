import { Bell } from '../../../util/bell.js';
import type { HeldMessage } from './held-message.js';
import { DUE, idleFor } from './names.js';
import type { Outbox } from './outbox.js';

/** What a worker holds: read, and neither acknowledged nor given back. */
export class Ledger {
  /** rings when something has left */
  readonly left = new Bell();
  /** by stream and id */
  private readonly held = new Map<string, Map<string, HeldMessage>>();
  private count = 0;

  constructor(private readonly outbox: Outbox) {}

  get size(): number {
    return this.count;
  }

  /** Take a message in; false when it is held already. */
  add(message: HeldMessage): boolean {
    const stream = this.held.get(message.stream) ?? new Map<string, HeldMessage>();
    if (stream.has(message.id)) return false;
    if (stream.size === 0) this.held.set(message.stream, stream);
    stream.set(message.id, message);
    this.count++;
    return true;
  }

  has(message: HeldMessage): boolean {
    return this.held.get(message.stream)?.get(message.id) === message;
  }

  idsOf(stream: string): Iterable<string> {
    return this.held.get(stream)?.keys() ?? [];
  }

  /** Hold it no more; unless it was acknowledged it stays pending, for whoever takes it over. */
  drop(message: HeldMessage): void {
    if (this.held.get(message.stream)?.delete(message.id)) this.count--;
    this.left.ring();
  }

  /** Acknowledge it with all that finish at the same time. */
  ack(message: HeldMessage): void {
    this.drop(message);
    this.outbox.ack(message);
  }

  /** Give it back for others, who may begin in some milliseconds; the try that was begun does not count. */
  giveBack(message: HeldMessage, delay = 0): void {
    if (!this.has(message)) return;
    this.drop(message);
    this.outbox.giveBack({ message, tries: message.attempt - 1, idle: delay === 0 ? DUE : idleFor(delay) });
  }

  /** Give all of it back. */
  giveBackAll(): void {
    for (const stream of this.held.values()) for (const message of [...stream.values()]) this.giveBack(message);
  }

  /** Tell all handlers to give up. */
  abort(reason: unknown): void {
    for (const stream of this.held.values()) for (const message of stream.values()) message.abort(reason);
  }

  /** Keep others from taking over what is held; what was taken over nevertheless is told so. */
  async beat(): Promise<void> {
    const reason = new Error('Another consumer has taken the message over. Raise claimIdle if this one was alive.');
    for (const [stream, held] of this.held) {
      const messages = [...held.values()];
      const lost = await this.outbox.hold(stream, messages);
      for (const message of messages) if (lost.has(message.id) && this.has(message)) message.abort(reason);
    }
  }
}
