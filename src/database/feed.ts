import type { Redis } from 'ioredis';
import { SlowReaderError } from '../errors/connection.js';
import type { BlockingPool } from '../redis/connection/blocking-pool.js';
import { AsyncQueue, type QueueOverflow } from '../util/async-queue.js';
import { oneOf, positive } from '../util/check.js';
import { checkFunction, checkSignal, knownOptions, type OptionNames } from '../util/options.js';
import { showBy } from '../util/shown.js';

/** How to iterate over what a server sends by itself, at its own pace. */
export interface FeedOptions<T> {
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal | undefined;
  /** Called once when the server has confirmed: what happens from now on arrives. */
  readonly onReady?: (() => void) | undefined;
  /** How many items may wait for a reader that is slower than the server. @default 10_000 */
  readonly buffer?: number | undefined;
  /**
   * What becomes of an item that comes when so many wait: the iteration ends with a SlowReaderError behind those that wait
   * (`fail`), the oldest one goes (`drop-oldest`), or the new one (`drop-newest`). @default 'fail'
   */
  readonly overflow?: QueueOverflow | undefined;
  /** Called with each item that went. */
  readonly onDrop?: ((item: T) => void) | undefined;
}

const BUFFER = 10_000;

const OVERFLOWS: Readonly<Record<QueueOverflow, true>> = { fail: true, 'drop-oldest': true, 'drop-newest': true };

const FEED: OptionNames<FeedOptions<unknown>> = {
  signal: true,
  onReady: true,
  buffer: true,
  overflow: true,
  onDrop: true,
};

/** Refuse what no feed takes, before anything is opened. */
function checkFeed<T>(call: string, options: FeedOptions<T>): void {
  const { signal, onReady, onDrop } = knownOptions<FeedOptions<T>>(call, options, FEED);
  checkSignal(signal);
  if (onReady !== undefined) checkFunction('onReady', onReady);
  if (onDrop !== undefined) checkFunction('onDrop', onDrop);
}

function queueOf<T>({ buffer = BUFFER, overflow = 'fail', onDrop }: FeedOptions<T>, halt: () => void): AsyncQueue<T> {
  oneOf('overflow', overflow, OVERFLOWS);
  const limit = positive('buffer', buffer);
  const full = () => {
    halt();
    return new SlowReaderError(limit);
  };
  return new AsyncQueue({ limit, overflow, full, ...(onDrop && { onDrop }) });
}

/** Do some work on a connection of its own, at the node that holds the key where there is one. */
export type Runner = <R>(work: (redis: Redis) => Promise<R>, key?: string) => Promise<R>;

/** What pushes into a feed, until it is stopped; it says when the server has confirmed. */
export type Source<T> = (queue: AsyncQueue<T>, run: Runner, ready: () => void) => Promise<unknown>;

/**
 * What a server sends by itself, to be iterated over. It begins with the first step, or with `ready()`, and ends when the
 * signal aborts, when the iteration ends, and when the database is closed meanwhile; none of these is an error.
 */
export class Feed<T> implements AsyncIterableIterator<T>, AsyncDisposable {
  static {
    showBy(Feed, () => []);
  }

  private readonly queue: AsyncQueue<T>;
  private readonly stop = new AbortController();
  private readonly halt = () => this.stop.abort();
  private started = false;
  /** the database was closed before it began */
  private late = false;
  private isConfirmed = false;
  private refusal: { readonly error: unknown } | undefined;
  private confirm = () => {};
  private readonly confirmed: Promise<void>;

  constructor(
    private readonly pool: BlockingPool,
    private readonly options: FeedOptions<T>,
    private readonly source: Source<T>,
    call: string,
  ) {
    checkFeed(call, options);
    this.queue = queueOf(options, this.halt);
    this.confirmed = new Promise((resolve) => {
      this.confirm = resolve;
    });
  }

  /**
   * Begin now: resolves when the server has confirmed, or when the feed has ended without an error. What comes from then on waits
   * for the iteration. A feed that is never iterated over is ended by `return()` or `await using`.
   *
   * @throws ConnectionError when the database was closed before, and what the server refuses it with
   */
  async ready(): Promise<this> {
    if (!this.started) this.start();
    await this.confirmed;
    if (this.refusal) throw this.refusal.error;
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    if (!this.started) this.start();
    return this.queue.next();
  }

  /** Ends at once, also while a step waits. */
  return(): Promise<IteratorResult<T>> {
    this.started = true;
    this.finish();
    return this.queue.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The same as `return()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  private start(): void {
    const { pool, stop, queue } = this;
    const { signal } = this.options;
    this.started = true;
    this.late = pool.closed;
    if (signal?.aborted) {
      this.finish();
      return;
    }
    signal?.addEventListener('abort', this.halt, { once: true });
    const run: Runner = (work, key) =>
      pool.run(work, { signal: stop.signal, harmless: true, resumes: true, ...(key !== undefined && { key }) });
    const ready = () => {
      this.isConfirmed = true;
      this.confirm();
      this.options.onReady?.();
    };
    this.source(queue, run, ready).then(
      () => this.finish(),
      (error) => this.finish(error),
    );
  }

  private finish(error?: unknown): void {
    const isNews = error && !this.stop.signal.aborted && (this.late || !this.pool.closed);
    if (isNews && !this.isConfirmed) this.refusal = { error };
    if (isNews) this.queue.fail(error);
    else this.queue.end();
    this.options.signal?.removeEventListener('abort', this.halt);
    this.halt();
    this.confirm();
  }
}
