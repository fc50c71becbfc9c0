/**
 * What has to end within one and the same time: a single timer for all, since they come due in the order in which they came.
 *
 * A timer for each call would take longer than everything else that a call needs here.
 */
export class Deadlines<T> {
  private readonly due = new Map<T, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly timeout: number,
    private readonly expire: (item: T) => void,
  ) {}

  add(item: T): void {
    this.due.set(item, performance.now() + this.timeout);
    if (!this.timer) this.arm(this.timeout);
    // what nothing waits for keeps no program running
    else if (this.due.size === 1) this.timer.ref();
  }

  delete(item: T): void {
    this.due.delete(item);
    if (this.due.size === 0) this.timer?.unref();
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.due.keys();
  }

  /** Nothing is due any more. */
  clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.due.clear();
  }

  private arm(wait: number): void {
    // as startDeadline() does: what has come by then is read first
    this.timer = setTimeout(() => setImmediate(() => this.sweep()), Math.ceil(wait));
  }

  private sweep(): void {
    this.timer = undefined;
    const now = performance.now();
    for (const [item, at] of this.due) {
      if (at > now) {
        this.arm(at - now);
        return;
      }
      this.due.delete(item);
      this.expire(item);
    }
  }
}
