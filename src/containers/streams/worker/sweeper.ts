import { releaseDelayed, takeReturned, takeSuspect } from '../../../scripts/generated.js';
import { run } from '../../../scripts/run.js';
import { Bell } from '../../../util/bell.js';
import { delayKeys } from '../delayed.js';
import { isNoGroup, isNoStream, LONGEST_BLOCK } from '../read.js';
import type { Events } from './events.js';
import { fetchHeld } from './fetch-held.js';
import type { HeldMessage } from './held-message.js';
import type { Ledger } from './ledger.js';
import { DUE, RETURNED, SUSPECT_SUFFIX } from './names.js';
import type { Subscription, WorkerSettings } from './options.js';
import type { Outbox } from './outbox.js';
import type { Processor } from './processor.js';

/** How often the server is asked for what is due, in milliseconds. */
const TICK = 1000;
/** How many pending messages one script looks at, and how many delayed ones it adds. */
const SLICE = 100;
/** A consumer without messages is forgotten when it was not heard of for so many times `claimIdle`. */
const FORGET = 5;
/** A worker that waits for messages is heard of so often, in milliseconds. */
const SEEN = LONGEST_BLOCK;

interface SweeperParts<F> {
  readonly subscription: Subscription<F>;
  readonly settings: WorkerSettings;
  readonly ledger: Ledger;
  readonly outbox: Outbox;
  readonly events: Events<F>;
  readonly processor: Processor<F>;
  readonly report: (error: unknown) => void;
  /** hears of calls that have failed */
  readonly doubt: (error: unknown) => void;
  /** how many messages may be taken now */
  readonly room: () => number;
}

/**
 * Takes what others have left: messages that were given back or are due, and one at a time those that a consumer held when
 * it died.
 */
export class Sweeper<F> {
  private stopped = false;
  private suspect: HeldMessage | undefined;
  /** what is left of this sweep: streams, and the id to go on from */
  private left: [stream: string, start: string][] = [];
  private nextSweep = 0;
  /** it is time to take something, as soon as there is room */
  private due = false;
  private turning = false;
  /** rings when a turn is over */
  private readonly turned = new Bell();
  private wakeUp = () => {};

  constructor(private readonly parts: SweeperParts<F>) {}

  async run(): Promise<void> {
    while (!this.stopped) {
      const ms = await this.tick();
      await this.rest(ms);
    }
  }

  stop(): void {
    this.stopped = true;
    this.wakeUp();
  }

  /** Go on, when the one suspect is cleared. */
  cleared(): void {
    if (!this.suspect) return;
    if (this.suspect.suspect && this.parts.ledger.has(this.suspect)) return;
    this.suspect = undefined;
    this.wakeUp();
  }

  /** Take what there is room for, when it is time: a worker that always has work asks between two reads. */
  async turn(): Promise<void> {
    if (!this.due || this.turning) return;
    await this.apart(async () => {
      this.due = false;
      for (const stream of this.parts.subscription.keys) await this.guarded(() => this.takeBack(stream), undefined);
      await this.guarded(() => this.sweep(), undefined);
    });
  }

  /** Do something while nothing is being taken. */
  async apart(work: () => Promise<void>): Promise<void> {
    while (this.turning) await this.turned.wait();
    this.turning = true;
    try {
      await work();
    } finally {
      this.turning = false;
      this.turned.ring();
    }
  }

  /** Hand out a message that was found under the name of suspects, unless another one is in hand. */
  resume(message: HeldMessage): void {
    if (!this.suspect) this.handOut(message, true);
  }

  /** @returns milliseconds until there may be something again */
  private async tick(): Promise<number> {
    const { settings, subscription, room } = this.parts;
    let ms = Math.min(TICK, settings.claimIdle / 2);
    for (const stream of subscription.keys) ms = Math.min(ms, await this.guarded(() => this.release(stream), ms));
    this.due = true;
    if (room() > 0) await this.turn();
    return ms;
  }

  /** Wait for the next tick; what was left for want of room is taken as soon as there is some. */
  private async rest(ms: number): Promise<void> {
    const { ledger, room } = this.parts;
    let awake = true;
    const sleep = this.stopped ? Promise.resolve() : this.sleep(ms);
    const over = sleep.then(() => {
      awake = false;
    });
    while (this.due && awake) {
      // the reading loop may have a turn of its own, which leaves nothing due meanwhile
      if (room() === 0 || this.turning) await Promise.race([over, ledger.left.wait()]);
      else await this.turn();
    }
    await over;
  }

  private async guarded<T>(step: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return this.stopped ? otherwise : await step();
    } catch (error) {
      this.parts.doubt(error);
      // the reading loop deals with a group that is gone
      if (!isNoGroup(error) && !isNoStream(error)) this.parts.report(error);
      return otherwise;
    }
  }

  /** Add what was delayed until now. @returns milliseconds until the next one is due */
  private async release(stream: string): Promise<number> {
    const input = { keys: { stream, ...delayKeys(stream) }, args: { count: SLICE } };
    const next = Number(await run(this.parts.subscription.connection, releaseDelayed, input));
    return next < 0 ? Number.POSITIVE_INFINITY : next;
  }

  private async takeBack(stream: string): Promise<void> {
    const { connection, group, consumer } = this.parts.subscription;
    const count = this.parts.room();
    if (count === 0) {
      this.due = true;
      return;
    }
    const args = { group, consumer, returned: RETURNED, idle: DUE, count };
    const taken = (await run(connection, takeReturned, { keys: { stream }, args })) as [string, number][];
    await Promise.all(taken.map(([id, attempt]) => this.fetch(stream, id, attempt, RETURNED)));
    // there may be more
    if (taken.length === count) this.due = true;
  }

  private async sweep(): Promise<void> {
    const { settings, subscription, outbox } = this.parts;
    if (this.left.length === 0 && performance.now() >= this.nextSweep) {
      this.nextSweep = performance.now() + settings.claimIdle / 2;
      this.left = subscription.keys.map((stream) => [stream, '-']);
      await outbox.forget([], Math.max(settings.claimIdle * FORGET, SEEN * 2));
    }
    while (this.left.length > 0 && !this.suspect && !this.stopped && this.parts.room() > 0) {
      const [stream, start] = this.left[0]!;
      const next = await this.takeSuspect(stream, start);
      if (next === '-') this.left.shift();
      else this.left[0] = [stream, next];
    }
    if (this.left.length > 0 && !this.suspect) this.due = true;
  }

  /** @returns the id to go on from; `-` at the end */
  private async takeSuspect(stream: string, start: string): Promise<string> {
    const { settings, outbox } = this.parts;
    const { connection, group } = this.parts.subscription;
    const names = { group, suspect: outbox.suspect, suffix: SUSPECT_SUFFIX, returned: RETURNED };
    const args = { ...names, idle: settings.claimIdle, start, count: SLICE };
    const reply = (await run(connection, takeSuspect, { keys: { stream }, args })) as [string, string, number, string];
    const [next, id, attempt, owner] = reply;
    if (id !== undefined) await this.fetch(stream, id, attempt, owner, true);
    return next;
  }

  private async fetch(stream: string, id: string, attempt: number, from: string, suspect = false): Promise<void> {
    const message = await fetchHeld(this.parts.subscription, stream, id, attempt);
    if (!message) return;
    this.parts.events.emit('taken', message, { from });
    this.handOut(message, suspect);
  }

  private handOut(message: HeldMessage, suspect: boolean): void {
    message.suspect = suspect;
    message.alone = suspect;
    if (suspect) this.suspect = message;
    this.parts.processor.accept([message]);
    this.cleared();
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
