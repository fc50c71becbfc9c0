/** What an item does that comes when the queue is full: it ends the queue, or takes the place of the oldest, or goes itself. */
export type QueueOverflow = 'fail' | 'drop-oldest' | 'drop-newest';

interface QueueBound<T> {
  /** at most so many items wait */
  readonly limit: number;
  readonly overflow: QueueOverflow;
  /** the error of a queue that ended since it was full */
  full(): Error;
  /** told of each item that went */
  onDrop?(item: T): void;
}

type Step<T> = IteratorResult<T, void>;

interface Waiter<T> {
  resolve(step: Step<T>): void;
  reject(error: unknown): void;
}

const DONE = { done: true, value: undefined } as const;

/** A queue between someone who pushes and someone who iterates: holds what has not been fetched yet, up to a bound. */
export class AsyncQueue<T> implements AsyncIterable<T> {
  private items: T[] = [];
  /** what stands before it has been fetched */
  private head = 0;
  private readonly waiters: Waiter<T>[] = [];
  private ended = false;
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly bound: QueueBound<T>) {}

  push(item: T): void {
    if (this.ended) return;
    const waiter = this.waiters.shift();
    if (waiter) waiter.resolve({ done: false, value: item });
    else if (this.size < this.bound.limit) this.items.push(item);
    else this.overflow(item);
  }

  /** Nothing more comes; what is there can still be fetched. */
  end(): void {
    this.ended = true;
    for (const { resolve, reject } of this.waiters.splice(0)) {
      if (this.failure) reject(this.takeFailure());
      else resolve(DONE);
    }
  }

  /** Nothing more comes, because of an error that the iteration throws after the last item. */
  fail(error: unknown): void {
    if (this.ended) return;
    this.failure = { error };
    this.end();
  }

  next(): Promise<Step<T>> {
    if (this.size > 0) return Promise.resolve({ done: false, value: this.take() });
    if (this.failure) return Promise.reject(this.takeFailure());
    if (this.ended) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => this.waiters.push({ resolve, reject }));
  }

  /** Nobody wants more: what waits is forgotten, and whoever waits is told at once. */
  return(): Promise<Step<T>> {
    this.items = [];
    this.head = 0;
    this.failure = undefined;
    this.end();
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private get size(): number {
    return this.items.length - this.head;
  }

  private take(): T {
    const item = this.items[this.head]!;
    this.items[this.head++] = undefined as T;
    // moved in large steps, as each takes as long as what waits is long
    if (this.head > 1000 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  private takeFailure(): unknown {
    const error = this.failure?.error;
    this.failure = undefined;
    return error;
  }

  private overflow(item: T): void {
    const { overflow, full, onDrop } = this.bound;
    if (overflow === 'fail') {
      this.fail(full());
      return;
    }
    if (overflow === 'drop-oldest') this.items.push(item);
    onDrop?.(overflow === 'drop-oldest' ? this.take() : item);
  }
}
