import { LONGEST_TIMER } from '../../../util/pause.js';
import type { HeldMessage } from './held-message.js';

/** Messages that wait for their next try, each with a timer of its own. */
export class Retries {
  private readonly timers = new Map<HeldMessage, { readonly timer: NodeJS.Timeout; readonly due: number }>();

  get size(): number {
    return this.timers.size;
  }

  add(message: HeldMessage, delay: number, wake: () => void): void {
    const ms = Math.min(delay, LONGEST_TIMER);
    const timer = setTimeout(() => {
      this.timers.delete(message);
      wake();
    }, ms);
    this.timers.set(message, { timer, due: performance.now() + ms });
  }

  /** Wait no more: all messages, with the milliseconds that each had still to wait. */
  clear(): [message: HeldMessage, left: number][] {
    const now = performance.now();
    const all = [...this.timers].map(([message, { timer, due }]): [HeldMessage, number] => {
      clearTimeout(timer);
      return [message, Math.max(0, due - now)];
    });
    this.timers.clear();
    return all;
  }
}
