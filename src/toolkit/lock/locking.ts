import { randomUUID } from 'node:crypto';
import { refuseDown } from '../../redis/connection/failure.js';
import { lifetime, natural } from '../../util/check.js';
import { checkFunction, knownOptions, type OptionNames } from '../../util/options.js';
import { showBy } from '../../util/shown.js';
import { type AsyncMethodDecorator, replaceMethod, type Wrapped } from '../wrap.js';
import type { Gate, Grant, PermitRequest } from './gate.js';
import { type HeldGate, Hold, type LockHandle } from './hold.js';
import { checkOwner, PROCESS } from './owner.js';
import { checkWaiting, hold, leave, orGiveBack, tryHold, type Waiting, whileWaiting } from './taking.js';

/** How a lock is held. */
export interface LockOptions {
  /** milliseconds after which a lock that its owner neither releases nor extends is free; null: never @default 10_000 */
  readonly ttl?: number | null | undefined;
  /** milliseconds that calls wait which say nothing else; 0: not at all @default for ever */
  readonly timeout?: number | undefined;
  /** handles extend their lock by themselves until it is released; `run()` does so anyway @default false */
  readonly renew?: boolean | undefined;
  /** who holds it, for `peek()` @default host:pid:uuid */
  readonly owner?: string | undefined;
}

/** Who holds a lock, and since when. */
export interface LockState {
  readonly owner: string;
  readonly fence: number;
  readonly acquiredAt: Date;
  /** milliseconds; Infinity without a ttl */
  readonly expiresIn: number;
  /** how many wait for it */
  readonly waiting: number;
}

const DEFAULT_TTL = 10_000;
export const LOCK: OptionNames<LockOptions> = { ttl: true, timeout: true, renew: true, owner: true };

/** @throws TypeError for what locks of a kind have no option of */
export const checkLock = <O extends LockOptions>(kind: string, options: O, names: OptionNames<O> = LOCK): O =>
  knownOptions(kind, options, names);

/** What locks, semaphores, and read and write locks have in common: `W` is what their calls take. */
export abstract class Locking<W extends Waiting> {
  static {
    showBy(Locking, ({ gates }) => gates.map(({ key }) => key));
  }

  private readonly ttl: number | null;
  private readonly timeout: number | undefined;
  private readonly renew: boolean;
  private readonly owner: string;
  /** what tryAcquire takes: it does not wait */
  private readonly tries: OptionNames<Omit<W, keyof Waiting>>;

  constructor(
    /** in the order in which they are taken */
    protected readonly gates: readonly Gate[],
    { ttl = DEFAULT_TTL, timeout, renew = false, owner = `${PROCESS}:${randomUUID()}` }: LockOptions,
    /** what acquire and run take */
    private readonly waits: OptionNames<W>,
  ) {
    const { timeout: _, signal: __, ...tries } = waits as OptionNames<Waiting>;
    this.tries = tries as OptionNames<Omit<W, keyof Waiting>>;
    this.ttl = lifetime('ttl', ttl);
    this.timeout = timeout === undefined ? undefined : natural('timeout', timeout);
    this.renew = renew;
    this.owner = checkOwner(owner);
  }

  /**
   * Take it, or wait for it in the order of arrival.
   *
   * Redis: one script, O(log n), atomic; while it waits BLPOP on a connection of its own, and a look now and then.
   *
   * @throws LockError with the reason 'timeout'; the reason of the signal when it aborts
   */
  acquire(options?: W): Promise<LockHandle> {
    return this.take(options, this.renew);
  }

  /**
   * Take it if it is free now; undefined: it is not.
   *
   * Redis: one script, O(log n), atomic.
   */
  async tryAcquire(options?: Omit<W, keyof Waiting>): Promise<LockHandle | undefined> {
    if (options !== undefined) knownOptions('tryAcquire()', options, this.tries);
    const request = this.request(this.permits(options as W | undefined));
    if (this.gates.length > 1) refuseDown(this.gates[0]!.connection);
    const together = await this.together(request);
    if (together) return this.handle(together, this.renew);
    const held = await this.each((gate) => tryHold(gate, request));
    return held && this.hold(held, this.renew);
  }

  /**
   * Do some work while it is held. It is renewed as long as the work lasts, and released whatever happens.
   *
   * Redis: as acquire; an extension each third of the ttl.
   *
   * @throws LockError with the reason 'timeout', or 'lost' when it was lost before the work had ended
   */
  async run<R>(work: (handle: LockHandle) => R | Promise<R>, options?: W): Promise<R> {
    checkFunction('The work of a lock', work);
    return (await this.take(options, true)).during(work);
  }

  /** The same function, which runs while it is held. */
  wrap<This, Args extends unknown[], R>(fn: (this: This, ...args: Args) => R, options?: W): Wrapped<This, Args, R> {
    checkFunction('What runs under a lock', fn);
    const run = (work: () => R) => this.run(work, options) as Promise<Awaited<R>>;
    return function (this: This, ...args: Args) {
      return run(() => fn.apply(this, args));
    };
  }

  /** Decorates a method, which then runs while it is held. */
  locked(options?: W): AsyncMethodDecorator {
    return replaceMethod((method) => this.wrap(method, options));
  }

  /**
   * Who holds it, and how many wait; undefined: nobody does.
   *
   * Redis: one script that only reads, O(log n), atomic, for each name.
   */
  async peek(): Promise<LockState | undefined> {
    const found = await Promise.all(this.gates.map((gate) => gate.inspect()));
    const waiting = Math.max(...found.map((state) => state.waiting));
    const holder = found.find((state) => state.holder)?.holder;
    if (!holder) return undefined;
    const { owner, fence, since, expiresIn } = holder;
    return { owner, fence, acquiredAt: new Date(since), expiresIn, waiting };
  }

  /**
   * Take it from whoever has it; who waits is served. The owners before learn of it when they extend or release.
   *
   * Redis: one script, O(holders), atomic, for each name.
   *
   * @returns whether anybody had it
   */
  async clear(): Promise<boolean> {
    const held = await Promise.all(this.gates.map((gate) => gate.clear()));
    return held.some(Boolean);
  }

  /**
   * Go on with the hold of a token, maybe of another process; undefined: it has ended.
   *
   * Redis: one script that only reads, O(log n), atomic, for each name.
   */
  async resume(token: string): Promise<LockHandle | undefined> {
    if (typeof token !== 'string' || token === '')
      throw new TypeError('token must be that of a handle. Give it as text.');
    const found = await Promise.all(this.gates.map((gate) => gate.inspect(token)));
    const holders = found.map(({ holder }) => holder);
    if (!holders.every((holder) => holder !== undefined)) return undefined;
    const held = this.gates.map((gate, i) => ({ gate, grant: holders[i]! }));
    return this.handle(held, this.renew);
  }

  /** how many permits a call asks for */
  protected abstract permits(options: W | undefined): number;

  private async take(options: W | undefined, renew: boolean): Promise<Hold> {
    if (options !== undefined) checkWaiting('acquire()', options, this.waits);
    const { timeout = this.timeout, signal } = options ?? {};
    const request = this.request(this.permits(options));
    signal?.throwIfAborted();
    if (this.gates.length === 1) {
      const gate = this.gates[0]!;
      return this.handle([{ gate, grant: await hold(gate, request, { timeout, signal }) }], renew);
    }
    const ends = timeout === undefined ? undefined : performance.now() + timeout;
    if (timeout === 0) refuseDown(this.gates[0]!.connection);
    const together = await whileWaiting({ timeout: timeout || undefined, signal }, this.name, (end) =>
      this.together(request, end),
    );
    if (together) return this.handle(together, renew);
    const held = await this.each((gate) => {
      const left = ends === undefined ? undefined : Math.max(0, Math.ceil(ends - performance.now()));
      return hold(gate, request, { timeout: left, signal });
    });
    return this.hold(held!, renew);
  }

  /** All gates at once, if there are several on one server and all are free. */
  private async together(request: PermitRequest, signal?: AbortSignal): Promise<HeldGate[] | undefined> {
    const [first, ...others] = this.gates;
    if (others.length === 0 || first!.connection.capabilities.cluster) return undefined;
    const back = () => Promise.all(this.gates.map((gate) => leave(gate, request.token)));
    const grant = await orGiveBack(first!.enterWith(others, request), back, signal);
    return grant && this.gates.map((gate) => ({ gate, grant }));
  }

  /** Pass all gates, or none: in their order, so that two callers never wait for each other. */
  private async each(pass: (gate: Gate) => Promise<Grant | undefined>): Promise<HeldGate[] | undefined> {
    const held: HeldGate[] = [];
    const back = () => Promise.all(held.map(({ gate, grant }) => leave(gate, grant.token)));
    try {
      for (const gate of this.gates) {
        const grant = await pass(gate);
        if (!grant) {
          await back();
          return undefined;
        }
        held.push({ gate, grant });
      }
      return held;
    } catch (error) {
      // whoever waits no longer does not wait for a silent server either
      void back().catch(() => {});
      throw error;
    }
  }

  private get name(): string {
    return this.gates.map(({ name }) => name).join(', ');
  }

  private request(permits: number): PermitRequest {
    return { token: randomUUID(), permits, ttl: this.ttl, owner: this.owner };
  }

  private handle(held: readonly HeldGate[], renew: boolean): Hold {
    return new Hold(held, { ttl: this.ttl, renew });
  }

  private async hold(held: readonly HeldGate[], renew: boolean): Promise<Hold> {
    const handle = this.handle(held, renew);
    // all end at the same time, and have the fence of the last
    if (held.length > 1) await handle.extend();
    return handle;
  }
}
