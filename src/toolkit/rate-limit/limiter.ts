import type { Connection } from '../../redis/connection/connection.js';
import { isConnectionError } from '../../redis/connection/connection-error.js';
import { refuseDown } from '../../redis/connection/failure.js';
import { adjustLimits, attemptLimits, peekLimits } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { positive } from '../../util/check.js';
import { pairPrefix } from '../key.js';
import type { Attempt } from './attempt.js';
import { Refusals } from './refusals.js';
import { type Rule, ruleArguments } from './rule.js';

/** What every rate limit can be told, one rule or several. */
export interface LimiterOptions {
  /** milliseconds that a key is blocked once an attempt was refused @default not at all */
  readonly blockFor?: number;
  /** keep refused keys in this process until they would be allowed: they cost no round trip @default false */
  readonly local?: boolean;
  /** what an attempt is answered while the server cannot be asked @default 'throw' */
  readonly onError?: 'throw' | 'allow' | 'deny';
  /** false: everything is allowed, nothing is counted @default true */
  readonly enabled?: boolean;
}

/** What the server says: all together, and each rule. */
export interface Answer {
  readonly allowed: boolean;
  readonly attempts: readonly Attempt[];
}

const FIELDS = 4;
/** When to try again while the server cannot be asked. */
const RETRY = 1000;

/** The rules of one name, and their way to the server. */
export class Limiter {
  readonly enabled: boolean;
  private readonly refusals: Refusals | undefined;
  private readonly blockFor: number;
  private readonly onError: 'throw' | 'allow' | 'deny';

  constructor(
    private readonly connection: Connection,
    private readonly name: string,
    private readonly rules: readonly Rule[],
    { blockFor, local = false, onError = 'throw', enabled = true }: LimiterOptions,
  ) {
    pairPrefix('ratelimit', name, 'a');
    if (!['throw', 'allow', 'deny'].includes(onError))
      throw new TypeError(`onError cannot be ${JSON.stringify(onError)}. Use 'throw', 'allow' or 'deny'.`);
    this.blockFor = blockFor === undefined ? 0 : positive('blockFor', blockFor);
    this.onError = onError;
    this.enabled = enabled;
    if (local) this.refusals = new Refusals();
  }

  async attempt(key: string, cost: number): Promise<Answer> {
    const keys = this.keys(key);
    this.checkCost(cost);
    if (!this.enabled) return this.answer(true);
    const known = this.refusals?.get(key, cost);
    if (known) return known;
    const args = { cost, block_for: this.blockFor };
    const answer = await this.guard(() => run(this.connection, attemptLimits, { keys, args, rest: this.rest }));
    if (!answer.allowed) this.refusals?.set(key, cost, answer);
    return answer;
  }

  async peek(key: string, cost = 1): Promise<Answer> {
    const keys = this.keys(key);
    if (!this.enabled) return this.answer(true);
    return this.guard(() => run(this.connection, peekLimits, { keys, args: { cost }, rest: this.rest }));
  }

  /** Count more, or less, whatever is allowed. */
  async adjust(key: string, change: number): Promise<Answer> {
    const keys = this.keys(key);
    if (!this.enabled) return this.answer(true);
    this.refusals?.delete(key);
    return this.guard(() => run(this.connection, adjustLimits, { keys, args: { change }, rest: this.rest }));
  }

  async reset(key: string): Promise<boolean> {
    const { state, block } = this.keys(key);
    this.refusals?.delete(key);
    const deleted = await this.connection.send('unlink', [block, ...this.rules.map(({ suffix }) => state + suffix)]);
    return Number(deleted) > 0;
  }

  async block(key: string, duration: number): Promise<void> {
    const { block } = this.keys(key);
    await this.connection.send('set', [block, 1, 'PX', positive('duration', duration)]);
  }

  private keys(key: string): { state: string; block: string } {
    const state = pairPrefix('ratelimit', this.name, key);
    return { state, block: `${state}:block` };
  }

  private get rest() {
    return this.rules.flatMap(ruleArguments);
  }

  private checkCost(cost: number): void {
    const most = Math.min(...this.rules.map(({ capacity }) => capacity));
    if (positive('cost', cost) <= most) return;
    throw new RangeError(
      `cost must be at most ${most}, not ${cost}: it would never be allowed. Split it, or raise the limit.`,
    );
  }

  private async guard(ask: () => Promise<unknown>): Promise<Answer> {
    try {
      if (this.onError !== 'throw') refuseDown(this.connection);
      return this.parse((await ask()) as number[]);
    } catch (error) {
      if (this.onError === 'throw' || !isConnectionError(error)) throw error;
      return this.answer(this.onError === 'allow');
    }
  }

  private parse([allowed, ...reply]: number[]): Answer {
    const attempts = this.rules.map(({ capacity }, i) => {
      const [fits, remaining, retryAfter, resetAt] = reply.slice(i * FIELDS, (i + 1) * FIELDS);
      return {
        allowed: fits === 1,
        limit: capacity,
        remaining: remaining!,
        retryAfter: retryAfter!,
        resetAt: new Date(resetAt!),
      };
    });
    return { allowed: allowed === 1, attempts };
  }

  /** The answer of a limit that nobody has used, or of one that nobody can ask. */
  private answer(allowed: boolean): Answer {
    const resetAt = new Date();
    const retryAfter = allowed ? 0 : RETRY;
    const attempt = ({ capacity }: Rule): Attempt => ({
      allowed,
      limit: capacity,
      remaining: allowed ? capacity : 0,
      retryAfter,
      resetAt,
    });
    return { allowed, attempts: this.rules.map(attempt) };
  }
}
