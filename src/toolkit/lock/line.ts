// One line for each gate that this process waits at: a single connection blocks for all of its waiters, and a single timer looks
// after what nobody tells (a hold that ends by itself, a process that died while it was served).
import { randomUUID } from 'node:crypto';
import type { BlockingPool } from '../../redis/connection/blocking-pool.js';
import type { Connection } from '../../redis/connection/connection.js';
import { isConnectionError } from '../../redis/connection/connection-error.js';
import { wait as waitOn } from '../../redis/connection/wait.js';
import { pause } from '../../util/pause.js';
import { type Dismissal, type Gate, type Grant, type PermitRequest, parseWakeUp, type Ticket } from './gate.js';

interface Waiter {
  readonly request: PermitRequest;
  readonly turn: string;
  /** going back to its place, or gone back: what comes of it has to be given back by who waits no longer */
  returning?: Promise<Grant | Ticket>;
  resolve(told: Grant | Dismissal): void;
  reject(error: unknown): void;
}

/** Somebody looks at least that often, in milliseconds, as long as anybody waits. */
const LONGEST_LOOK = 1000;
const SHORTEST_LOOK = 5;
/** When to look whether who was served has noticed. */
const UNCLAIMED = 60;
const RETRY = 100;

const lines = new WeakMap<BlockingPool, Map<string, Line>>();
const clients = new WeakMap<BlockingPool, string>();

/** What this process is called in the lines where it waits. */
export function clientOf({ blocking }: Connection): string {
  const known = clients.get(blocking) ?? randomUUID();
  clients.set(blocking, known);
  return known;
}

/** The line of this process at a gate, the same for everyone who waits there on the same connection. */
export function lineOf(gate: Gate): Line {
  const { blocking } = gate.connection;
  const known = lines.get(blocking) ?? new Map<string, Line>();
  lines.set(blocking, known);
  const line = known.get(gate.key) ?? new Line(gate, () => known.delete(gate.key));
  known.set(gate.key, line);
  return line;
}

export class Line {
  private readonly client: string;
  private readonly waiters = new Map<string, Waiter>();
  private listening = false;
  private stop = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private lookAt = Number.POSITIVE_INFINITY;

  constructor(
    private readonly gate: Gate,
    private readonly forget: () => void,
  ) {
    this.client = clientOf(gate.connection);
  }

  /** Wait until the request is served, or the signal aborts; what is left then has to be given back by the caller. */
  wait(
    request: PermitRequest,
    { turn, lookAfter }: Ticket,
    signal: AbortSignal | undefined,
  ): Promise<Grant | Dismissal> {
    const served = new Promise<Grant | Dismissal>((resolve, reject) => {
      this.waiters.set(request.token, { request, turn, resolve, reject });
      signal?.addEventListener('abort', () => this.abandon(request.token, signal.reason), { once: true });
    });
    if (signal?.aborted) this.abandon(request.token, signal.reason);
    else this.look(this.nextLook(lookAfter));
    if (!this.listening) void this.listen();
    return served;
  }

  /** Look soon whether somebody who was just served has noticed. */
  expectClaim(): void {
    this.look(UNCLAIMED);
  }

  private abandon(token: string, reason: unknown): void {
    const waiter = this.remove(token);
    if (!waiter) return;
    this.undoReturn(waiter);
    waiter.reject(reason);
  }

  /** Tell a waiter what became of it; one that has given up meanwhile gives back by itself. */
  deliver(told: Grant | Dismissal): void {
    const waiter = this.remove(told.token);
    if (!waiter) return;
    if (!('fence' in told)) this.undoReturn(waiter);
    waiter.resolve(told);
  }

  private remove(token: string): Waiter | undefined {
    const waiter = this.waiters.get(token);
    this.waiters.delete(token);
    if (this.waiters.size === 0) this.stop.abort();
    return waiter;
  }

  /** The word that sends a waiter away may come while it goes back, or when it has: nobody else would give back its new place. */
  private undoReturn({ request, returning }: Waiter): void {
    const back = async () => {
      const { served } = await this.gate.leave(request.token);
      if (served) this.expectClaim();
    };
    void returning?.then(back, back).catch(() => {});
  }

  /** A hold without an end counts only when the server has heard that we know of it: nothing else would ever end it. */
  private async hear(told: Grant | Dismissal): Promise<void> {
    if ('fence' in told && told.until === Number.POSITIVE_INFINITY) await this.watch();
    else this.deliver(told);
  }

  private async listen(): Promise<void> {
    this.listening = true;
    const { connection } = this.gate;
    const wake = this.gate.wakeKey(this.client);
    while (this.waiters.size > 0) {
      this.stop = new AbortController();
      try {
        const forWakeUp = { key: wake, timeout: Infinity, signal: this.stop.signal };
        const pop = waitOn(connection.blocking, forWakeUp, (redis, seconds) => redis.call('blpop', [wake, seconds]));
        const reply = (await pop) as [string, string] | null;
        if (reply) await this.hear(parseWakeUp(reply[1]));
      } catch (error) {
        await this.recover(error);
      }
    }
    this.listening = false;
    this.rest();
  }

  /** After a lost connection the line goes on where it was; every other error is one of all who wait. */
  private async recover(error: unknown): Promise<void> {
    if (this.stop.signal.aborted) return;
    if (this.gate.connection.blocking.closed || !isConnectionError(error)) return this.fail(error);
    await pause(RETRY);
    this.look(SHORTEST_LOOK);
  }

  private fail(error: unknown): void {
    for (const { reject } of this.waiters.values()) reject(error);
    this.waiters.clear();
  }

  private look(after: number): void {
    const at = performance.now() + after;
    if (at >= this.lookAt) return;
    clearTimeout(this.timer);
    this.lookAt = at;
    this.timer = setTimeout(() => void this.watch(), Math.ceil(after)).unref();
  }

  private async watch(): Promise<void> {
    this.lookAt = Number.POSITIVE_INFINITY;
    const tokens = [...this.waiters.keys()];
    try {
      const { lookAfter, states } = await this.gate.watch(tokens);
      for (const [i, state] of states.entries()) {
        if (typeof state === 'object') this.deliver(state);
        else if (state === 'unknown') await this.rejoin(tokens[i]!);
      }
      this.rest(lookAfter);
    } catch {
      // whoever sends a command of its own hears of it; here the next look is the remedy
      this.rest(LONGEST_LOOK);
    }
  }

  /** Go back to the old place: the data was lost, or this process was silent for too long. */
  private async rejoin(token: string): Promise<void> {
    const waiter = this.waiters.get(token);
    if (!waiter) return;
    waiter.returning = this.gate.enter(waiter.request, this.client, waiter.turn);
    const reply = await waiter.returning;
    if ('fence' in reply) this.deliver(reply);
  }

  /** Look again when there is a reason to, or be forgotten when nobody waits. */
  private rest(lookAfter = -1): void {
    if (this.waiters.size > 0) this.look(this.nextLook(lookAfter));
    else if (!this.listening && this.lookAt === Number.POSITIVE_INFINITY) this.forget();
  }

  /** Others who are served hold for about as long as those who wait here: a look falls into each hold. */
  private nextLook(lookAfter: number): number {
    const ttls = [...this.waiters.values()].map(({ request }) => request.ttl ?? Number.POSITIVE_INFINITY);
    const own = Math.max(SHORTEST_LOOK, 0.9 * Math.min(LONGEST_LOOK, ...ttls));
    return lookAfter < 0 ? own : Math.min(own, lookAfter + 1);
  }
}
