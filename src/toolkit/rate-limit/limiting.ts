import { RateLimitError } from '../../errors/rate-limit.js';
import { positive } from '../../util/check.js';
import { checkFunction, knownOptions, type OptionNames } from '../../util/options.js';
import { pause } from '../../util/pause.js';
import { showBy } from '../../util/shown.js';
import { checkWaiting, WAITING, type Waiting } from '../lock/taking.js';
import { type AsyncMethodDecorator, replaceMethod, type Wrapped } from '../wrap.js';
import type { Attempt } from './attempt.js';
import type { Answer, Limiter } from './limiter.js';

/** Milliseconds that the answer to the last attempt of a wait may take. */
const LAST_ANSWER = 1000;

export interface AttemptOptions {
  /** how much it counts: a whole number from 1 on @default 1 */
  readonly cost?: number | undefined;
}

/** A function whose calls a limit counts. */
export interface LimitedOptions<Args extends unknown[]> {
  /** whose call it is */
  readonly key: (...args: Args) => string;
}

const ATTEMPT: OptionNames<AttemptOptions> = { cost: true };
const WAIT: OptionNames<Waiting & AttemptOptions> = { ...WAITING, ...ATTEMPT };

/** What one limit and several of them have in common. */
export abstract class Limiting<A extends Attempt> {
  static {
    showBy(Limiting, ({ name }) => [name]);
  }

  constructor(
    readonly name: string,
    protected readonly limiter: Limiter,
  ) {}

  /**
   * Count an attempt if there is room for it. One that is refused counts nothing.
   *
   * Redis: one script, O(log n) for a sliding log, else O(1), atomic, on the server's clock.
   *
   * @throws RangeError for a cost that is not a whole number from 1 to the limit
   */
  async attempt(key: string, options?: AttemptOptions): Promise<A> {
    const { cost = 1 } = options === undefined ? {} : knownOptions('attempt()', options, ATTEMPT);
    return this.result(await this.limiter.attempt(key, cost));
  }

  /**
   * What an attempt would be answered. Nothing is counted.
   *
   * Redis: one script that only reads, O(log n), atomic.
   */
  async peek(key: string): Promise<A> {
    return this.result(await this.limiter.peek(key));
  }

  /**
   * Forget all that was counted for the key, and that it is blocked.
   *
   * Redis: UNLINK, O(1), atomic.
   *
   * @returns whether there was anything
   */
  reset(key: string): Promise<boolean> {
    return this.limiter.reset(key);
  }

  /**
   * Count something whether it is allowed or not: for what turned out to be abuse.
   *
   * Redis: one script, O(log n), atomic.
   */
  async penalty(key: string, cost: number): Promise<A> {
    return this.result(await this.limiter.adjust(key, positive('cost', cost)));
  }

  /**
   * Take back what was counted last: for an attempt that should not have counted.
   *
   * Redis: one script, O(cost), atomic.
   */
  async reward(key: string, cost = 1): Promise<A> {
    return this.result(await this.limiter.adjust(key, -positive('cost', cost)));
  }

  /**
   * Refuse every attempt for so many milliseconds.
   *
   * Redis: SET PX, O(1), atomic.
   */
  block(key: string, duration: number): Promise<void> {
    return this.limiter.block(key, duration);
  }

  /**
   * Wait until an attempt is allowed: for pacing jobs. Those who wait are not served in any order.
   *
   * Redis: as attempt, again when the last answer said so.
   *
   * @throws RateLimitError as soon as it is clear that it will not be allowed in time; the reason of the signal when it aborts;
   * ConnectionError where the server is silent for so long
   */
  async wait(key: string, options: Waiting & AttemptOptions = {}): Promise<A> {
    const { timeout, signal, cost = 1 } = checkWaiting('wait()', options, WAIT);
    const ends = timeout === undefined ? Number.POSITIVE_INFINITY : performance.now() + timeout;
    // 0 asks once, and waits for the answer as attempt() does
    for (let patience = timeout || undefined; ; ) {
      signal?.throwIfAborted();
      const attempt = this.result(await this.limiter.attempt(key, cost, { timeout: patience, signal }));
      if (attempt.allowed) return attempt;
      if (performance.now() + attempt.retryAfter > ends) throw this.refusal(key, attempt);
      // the next attempt says that it was closed
      await pause(attempt.retryAfter, signal, this.limiter.closing);
      // the last attempt may begin when the time is all but over: its answer is worth a moment
      if (timeout !== undefined) patience = Math.max(LAST_ANSWER, Math.ceil(ends - performance.now()));
    }
  }

  /** The same function, of which each call is an attempt; one that is refused is a RateLimitError. Redis: as attempt. */
  wrap<This, Args extends unknown[], R>(
    fn: (this: This, ...args: Args) => R,
    options: LimitedOptions<Args>,
  ): Wrapped<This, Args, R> {
    checkFunction('What is limited', fn);
    const { key } = knownOptions('a limited function', options, { key: true });
    if (typeof key !== 'function')
      throw new TypeError('key must be a function. Say whose call it is: (...args) => string.');
    const admit = async (name: string) => {
      const attempt = await this.attempt(name);
      if (!attempt.allowed) throw this.refusal(name, attempt);
    };
    return async function (this: This, ...args: Args): Promise<Awaited<R>> {
      await admit(key(...args));
      return (await fn.apply(this, args)) as Awaited<R>;
    };
  }

  /** Decorates a method whose calls are attempts; one that is refused is a RateLimitError. */
  limited<Args extends unknown[] = never[]>(options: LimitedOptions<Args>): AsyncMethodDecorator<Args> {
    return replaceMethod(
      (method) => this.wrap(method, options as unknown as LimitedOptions<unknown[]>) as typeof method,
    );
  }

  protected abstract result(answer: Answer): A;

  private refusal(key: string, { retryAfter, limit, remaining, resetAt }: Attempt): RateLimitError {
    return new RateLimitError(this.name, key, retryAfter, limit, remaining, resetAt);
  }
}
