import type { Argument, Connection } from '../../redis/connection/connection.js';
import { isConnectionError } from '../../redis/connection/connection-error.js';
import { disconnected } from '../../redis/connection/failure.js';
import { adjustLimits, attemptLimit, attemptLimits, peekLimits } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { positive } from '../../util/check.js';
import { inTime } from '../../util/in-time.js';
import type { OptionNames } from '../../util/options.js';
import { explainForeign } from '../foreign.js';
import { pairPrefixes } from '../key.js';
import type { Waiting } from '../lock/taking.js';
import type { Attempt, Block } from './attempt.js';
import { Refusals } from './refusals.js';
import { bounded, type Rule, ruleArguments } from './rule.js';

/** What every rate limit can be told, one rule or several. */
export interface LimiterOptions {
  /** milliseconds that a key is blocked once an attempt was refused @default not at all */
  readonly blockFor?: number | undefined;
  /** keep refused keys in this process until they would be allowed: they cost no round trip @default false */
  readonly local?: boolean | undefined;
  /** what an attempt is answered while the server cannot be asked @default 'throw' */
  readonly onError?: 'throw' | 'allow' | 'deny' | undefined;
  /** false: everything is allowed, nothing is counted @default true */
  readonly enabled?: boolean | undefined;
}

export const LIMITER: OptionNames<LimiterOptions> = { blockFor: true, local: true, onError: true, enabled: true };

/** What the server says: all together, and each rule. */
export interface Answer {
  readonly allowed: boolean;
  readonly attempts: readonly Attempt[];
  /** while the key is blocked, where the rules do not say it themselves */
  readonly block?: Block | undefined;
}

const FIELDS = 4;
/** What is said of all rules together: whether they have room; of a block the milliseconds left and the time of its end. */
const TOGETHER = 3;
const BLOCK = ':block';
/** When to try again while the server cannot be asked. */
const RETRY = 1000;

const attemptAt = (reply: readonly number[], at: number, limit: number): Attempt => ({
  allowed: reply[at] === 1,
  limit,
  remaining: reply[at + 1]!,
  retryAfter: reply[at + 2]!,
  resetAt: new Date(reply[at + 3]!),
});

/** What a single rule says of an attempt: what remains, when it is as new, and where it was refused, when to try again. */
function attemptOf(reply: string, limit: number): Attempt {
  const first = reply.indexOf(' ');
  const second = reply.indexOf(' ', first + 1);
  const allowed = second < 0;
  const remaining = Number(reply.slice(0, first));
  const resetAt = new Date(Number(allowed ? reply.slice(first + 1) : reply.slice(first + 1, second)));
  return { allowed, limit, remaining, retryAfter: allowed ? 0 : Number(reply.slice(second + 1)), resetAt };
}

/** What the script of a single rule is told only where it differs from what it takes for granted. */
function peculiar({ rate, capacity }: Rule, blockFor: number, cost = 1): Argument[] {
  if (rate !== capacity) return [cost, blockFor, rate];
  if (blockFor > 0) return [cost, blockFor];
  return cost > 1 ? [cost] : [];
}

/** The rules of one name, and their way to the server. */
export class Limiter {
  readonly enabled: boolean;
  private readonly refusals: Refusals | undefined;
  private readonly rest: readonly Argument[];
  private readonly peculiar: readonly Argument[];
  private readonly prefixOf: (key: string) => string;
  /** the most that a key can be charged at once */
  private readonly most: number;
  private readonly blockFor: number;
  private readonly onError: 'throw' | 'allow' | 'deny';
  /** where attempts are asked about */
  private readonly line: Connection;

  constructor(
    private readonly connection: Connection,
    name: string,
    private readonly rules: readonly Rule[],
    { blockFor, local = false, onError = 'throw', enabled = true }: LimiterOptions,
  ) {
    this.prefixOf = pairPrefixes('ratelimit', name, 'rate limit');
    this.rest = rules.flatMap(ruleArguments);
    this.most = Math.min(...rules.map(({ capacity }) => capacity));
    if (!['throw', 'allow', 'deny'].includes(onError))
      throw new TypeError(`onError cannot be ${JSON.stringify(onError)}. Use 'throw', 'allow' or 'deny'.`);
    this.blockFor = blockFor === undefined ? 0 : positive('blockFor', blockFor);
    this.peculiar = peculiar(rules[0]!, this.blockFor);
    this.onError = onError;
    this.line = onError === 'throw' ? connection : connection.impatient;
    this.enabled = enabled;
    if (local) this.refusals = new Refusals();
  }

  /** aborts when the database is closed */
  get closing(): AbortSignal {
    return this.connection.blocking.closing;
  }

  /** With `waiting` the answer is waited for no longer than that. */
  async attempt(key: string, cost: number, waiting?: Waiting): Promise<Answer> {
    const state = this.prefixOf(key);
    this.checkCost(cost);
    if (!this.enabled) return this.answer(true);
    const known = this.refusals?.get(key, cost);
    if (known) return known;
    const counted = () => this.count(state, cost);
    const answer = await this.ask(state, waiting ? () => this.inTime(counted(), waiting) : counted);
    if (!answer.allowed) this.refusals?.set(key, cost, answer);
    return answer;
  }

  async peek(key: string, cost = 1): Promise<Answer> {
    const keys = this.keys(key);
    if (!this.enabled) return this.answer(true);
    return this.ask(keys.state, () => run(this.line, peekLimits, { keys, args: { cost }, rest: this.rest }));
  }

  /** Count more, or less, whatever is allowed. */
  async adjust(key: string, change: number): Promise<Answer> {
    const keys = this.keys(key);
    bounded('cost', Math.abs(change));
    if (!this.enabled) return this.answer(true);
    this.refusals?.delete(key);
    return this.ask(keys.state, () => run(this.line, adjustLimits, { keys, args: { change }, rest: this.rest }));
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
    const state = this.prefixOf(key);
    return { state, block: state + BLOCK };
  }

  private checkCost(cost: number): void {
    if (positive('cost', cost) <= this.most) return;
    throw new RangeError(
      `cost must be at most ${this.most}, not ${cost}: it would never be allowed. Split it, or raise the limit.`,
    );
  }

  private count(state: string, cost: number): Promise<unknown> {
    const { blockFor: block_for, line, rest, rules } = this;
    const block = state + BLOCK;
    if (rules.length > 1) return run(line, attemptLimits, { keys: { state, block }, args: { cost, block_for }, rest });
    const { suffix, algorithm, window, capacity } = rules[0]!;
    const args = { algorithm, window, capacity };
    const told = cost === 1 ? this.peculiar : peculiar(rules[0]!, block_for, cost);
    return run(line, attemptLimit, { keys: { state: state + suffix, block }, args, rest: told });
  }

  /** The answer, as far as it comes before the caller gives up; whether it counts after that nobody knows. */
  private inTime<T>(answer: Promise<T>, waiting: Waiting): Promise<T> {
    const silent = () => new Error(`no answer within ${waiting.timeout} ms`);
    return inTime(answer, waiting, () => disconnected(silent(), this.connection.server, true));
  }

  private async ask(state: string, question: () => Promise<unknown>): Promise<Answer> {
    try {
      return this.parse((await question()) as string | number[]);
    } catch (error) {
      if (!isConnectionError(error)) {
        const keys = this.rules.map(({ suffix, holds }) => ({ key: state + suffix, holds }));
        return explainForeign(this.connection, error, { utility: 'rate limit', keys });
      }
      if (this.onError === 'throw') throw error;
      return this.answer(this.onError === 'allow');
    }
  }

  /** The attempt of a single rule is a text; of several, what is said of all together comes first. */
  private parse(reply: string | readonly number[]): Answer {
    if (typeof reply === 'string') {
      const attempt = attemptOf(reply, this.most);
      return { allowed: attempt.allowed, attempts: [attempt] };
    }
    const attempts = this.rules.map(({ capacity }, i) => attemptAt(reply, TOGETHER + i * FIELDS, capacity));
    const block = reply[1]! > 0 ? { left: reply[1]!, endsAt: new Date(reply[2]!) } : undefined;
    return { allowed: reply[0] === 1, attempts, block };
  }

  /** The answer of a limit that nobody has used, or of one that nobody can ask. */
  private answer(allowed: boolean): Answer {
    const retryAfter = allowed ? 0 : RETRY;
    const resetAt = new Date(Date.now() + retryAfter);
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
