import { LockError } from '../../errors/lock.js';
import { lifetime } from '../../util/check.js';
import { LONGEST_TIMER, startTimer } from '../../util/pause.js';
import { showBy } from '../../util/shown.js';
import type { Gate, Grant } from './gate.js';
import { passOn } from './taking.js';

/** A lock that is held. */
export interface LockHandle extends AsyncDisposable {
  /** names this hold: with it `lock.resume(token)` goes on in another process */
  readonly token: string;
  /** when the hold ends by itself, by the server's clock; the latest date there is for one without a ttl */
  readonly expiresAt: Date;
  /** greater than that of every owner before: let what the lock guards refuse a smaller one than it has seen */
  readonly fence: number;
  /** aborts with a LockError when the lock is known to be lost */
  readonly signal: AbortSignal;
  /**
   * Free the lock. Redis: one script, O(log n), atomic, for each name.
   *
   * @returns false when it was lost before
   */
  release(): Promise<boolean>;
  /**
   * Let it end `ttl` milliseconds from now (null: never), by default the ttl of the lock. Redis: one script, O(log n), atomic, for each name.
   *
   * @returns false when it was lost before
   * @throws RangeError for a ttl that is not a whole number from 1 on
   */
  extend(ttl?: number | null): Promise<boolean>;
}

/** One gate that is passed, and with which grant. */
export interface HeldGate {
  readonly gate: Gate;
  readonly grant: Grant;
}

interface HoldOptions {
  /** how it is called in messages @default the names of its gates */
  readonly name?: string;
  /** what its holder can do where it is lost @default that of a lock */
  readonly wayOut?: string;
  readonly ttl: number | null;
  /** extend it by itself while it is held */
  readonly renew: boolean;
}

const LATEST = 8.64e15;
/** A hold is renewed when a third of its time is over, so that two renewals may fail. */
const RENEWALS = 3;

/** One hold of one or several gates. */
export class Hold implements LockHandle {
  static {
    showBy(Hold, ({ held }) => held.map(({ gate }) => gate.key));
  }

  private loss: AbortController | undefined;
  private isLost = false;
  private until: number;
  private endsAt: number;
  private ended: Promise<boolean> | undefined;
  private expiry: NodeJS.Timeout | undefined;
  private renewal: NodeJS.Timeout | undefined;

  constructor(
    private readonly held: readonly HeldGate[],
    private readonly options: HoldOptions,
  ) {
    this.until = Math.min(...held.map(({ grant }) => grant.until));
    this.endsAt = Math.min(...held.map(({ grant }) => grant.endsAt));
    if (options.renew) this.schedule();
  }

  get token(): string {
    return this.held[0]!.grant.token;
  }

  get fence(): number {
    return Math.max(...this.held.map(({ grant }) => grant.fence));
  }

  get expiresAt(): Date {
    return new Date(Math.min(this.until, LATEST));
  }

  /** It is made when somebody asks for it: most never do. */
  get signal(): AbortSignal {
    if (!this.loss) {
      this.loss = new AbortController();
      if (this.wasLost) this.lose();
      else this.schedule();
    }
    return this.loss.signal;
  }

  private get name(): string {
    return this.options.name ?? this.held.map(({ gate }) => gate.name).join(' and ');
  }

  /** Whether it is known to be lost: somebody said so, or its time was over before it was released. */
  get wasLost(): boolean {
    return this.isLost || (!this.ended && performance.now() >= this.endsAt);
  }

  release(): Promise<boolean> {
    this.ended ??= this.free();
    return this.ended;
  }

  async extend(ttl: number | null = this.options.ttl): Promise<boolean> {
    lifetime('ttl', ttl);
    if (this.ended) return false;
    const sent = performance.now();
    // the fence of several locks is that of the last one: the others' owners to come must be above it
    const least = this.held.length > 1 ? this.fence : 0;
    const ends = await Promise.all(this.held.map(({ gate, grant }) => gate.extend(grant.token, ttl, least)));
    if (this.ended) return false;
    const until = ends.reduce<number>((first, end) => Math.min(first, end ?? Number.NaN), Number.POSITIVE_INFINITY);
    if (Number.isNaN(until)) {
      this.lose();
      return false;
    }
    this.until = until;
    this.endsAt = sent + (ttl ?? Number.POSITIVE_INFINITY);
    if (this.loss || this.options.renew) this.schedule();
    return true;
  }

  /**
   * Do some work, and release it whatever happens.
   *
   * @throws LockError with the reason 'lost' when it was lost before the work had ended
   */
  async during<R>(work: (handle: LockHandle) => R | Promise<R>): Promise<R> {
    let result: R;
    try {
      result = await work(this);
    } catch (error) {
      await this.release().catch(() => {});
      throw error;
    }
    const owned = await this.release();
    if (owned && !this.wasLost) return result;
    throw this.lost();
  }

  /** Take no more care of it: the gate is left in another way. */
  abandon(): void {
    this.ended = Promise.resolve(false);
    this.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release();
  }

  private async free(): Promise<boolean> {
    this.stop();
    // the server's time of it may end a little later than ours
    const knownLost = this.isLost;
    // the last one first, without waiting in between: who waits for several takes them in the same order as we did
    const owned = await Promise.all(this.held.toReversed().map(({ gate, grant }) => passOn(gate, grant.token)));
    const isOurs = owned.every(Boolean) && !knownLost;
    if (!isOurs) this.lose();
    return isOurs;
  }

  private lose(): void {
    this.stop();
    this.isLost = true;
    this.loss?.abort(this.lost());
  }

  private lost(): LockError {
    return new LockError('lost', this.name, this.options.wayOut);
  }

  private stop(): void {
    clearTimeout(this.expiry);
    clearTimeout(this.renewal);
  }

  /** It is lost when its time is over on our clock too, which began no later than the server's. */
  private schedule(): void {
    this.stop();
    const left = Math.max(0, this.endsAt - performance.now());
    if (left === Number.POSITIVE_INFINITY || this.ended) return;
    if (left < LONGEST_TIMER) this.expiry = setTimeout(() => this.lose(), left).unref();
    if (this.options.renew) this.renewIn(left / RENEWALS);
  }

  private renewIn(ms: number): void {
    this.renewal = startTimer(ms, () => this.renew()).unref();
  }

  /** Errors of the connection are tried again until the time is over. */
  private renew(): void {
    this.extend().catch(() => {
      if (!this.ended && !this.isLost) this.renewIn((this.options.ttl ?? 0) / RENEWALS ** 2);
    });
  }
}
