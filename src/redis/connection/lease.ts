import type { Redis } from 'ioredis';
import { LONGEST_TIMER, pause, startDeadline } from '../../util/pause.js';
import { disconnected } from './failure.js';
import type { Home } from './home.js';

const ignore = () => {};

/** How long, in ms, to wait before the server is told once more to give up a call that may still be on its way to it. */
const INSIST = 2;
const LONGEST_INSIST = 100;

export interface LeaseOptions {
  /** Ends the work: the server is told to give up, and what it had done by then is the result. */
  readonly signal?: AbortSignal | undefined;
  /** For how long, in ms, the server may keep the work waiting. One that is silent for that and a margin is given up. */
  readonly within?: number | undefined;
  /** Nothing is lost when the work is cut off in the middle, so that an abort need not wait for the server. */
  readonly harmless?: boolean | undefined;
}

/** What becomes of some work when the database moves to another server. */
export interface LeaseNature {
  /** it may begin again there */
  readonly resumes: boolean;
  /** nothing is lost when it is cut off in the middle */
  readonly harmless: boolean;
}

/** Where a connection of its own was opened to. */
interface Place extends LeaseNature {
  readonly home: Home;
  /** as errors say it */
  readonly server: string;
  /** what the server calls the connection */
  readonly id: Promise<unknown> | undefined;
  /** how long an answer may take beyond the time that it waits, in ms */
  readonly margin: number;
}

/** One use of a connection of its own, which ends by an answer, by an abort, when its time is up, or by `end()`. */
export class Lease {
  /** the connection was open, so that the work may have got through */
  reached: boolean;
  /** the database has moved to another server */
  left = false;
  private over = false;
  private finish: () => void = ignore;
  /** resolves when the work has ended */
  private readonly finished = new Promise<void>((resolve) => {
    this.finish = resolve;
  });
  private endTimer = () => {};
  private reject: (error: unknown) => void = ignore;

  constructor(
    readonly client: Redis,
    private readonly place: Place,
  ) {
    this.reached = client.status === 'ready';
  }

  get home(): Home {
    return this.place.home;
  }

  /** where it leads, as errors say it */
  get server(): string {
    return this.place.server;
  }

  /** Do the work; what it rejects with is as ioredis made it. */
  async use<T>(work: (redis: Redis) => Promise<T>, { signal, within, harmless }: LeaseOptions): Promise<T> {
    const ended = new Promise<never>((_, reject) => {
      this.reject = reject;
    });
    const abort = () => void this.giveUp(signal?.reason, harmless);
    const onReady = () => {
      this.reached = true;
    };
    this.client.once('ready', onReady);
    signal?.addEventListener('abort', abort, { once: true });
    if (within !== undefined) {
      const longest = within + this.place.margin;
      this.endAfter(longest, () => silent(longest));
    }
    try {
      return await Promise.race([work(this.client), ended]);
    } finally {
      this.over = true;
      this.finish();
      this.endTimer();
      this.client.off('ready', onReady);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Reject at once. */
  end(error: unknown): void {
    this.reject(error);
  }

  /** The database has moved: have the server give up what may begin again elsewhere, and end everything else. */
  async leave(reason: Error): Promise<void> {
    const { resumes, harmless } = this.place;
    this.left = true;
    const given = disconnected(reason, this.server, this.reached);
    if (resumes) void this.giveUp(given, harmless);
    else this.end(given);
    await this.finished;
  }

  /** Whether the work ended because the database has moved, and has not been done. */
  resumesAfter(error: unknown): boolean {
    const { resumes, harmless } = this.place;
    if (!this.left || !resumes) return false;
    return harmless || !this.reached || (error as Error).message.startsWith('UNBLOCKED');
  }

  private endAfter(ms: number, reason: () => unknown): void {
    this.endTimer();
    // longer than a timer takes is for ever
    if (ms <= LONGEST_TIMER) this.endTimer = startDeadline(ms, () => this.end(reason()));
  }

  /**
   * A connection that is merely cut may be served before the server sees its end, and what it was given is lost. So the
   * server is told to give up, and has its last word, however busy it is.
   */
  private async giveUp(reason: unknown, harmless = false): Promise<void> {
    // what has not left is not done
    if (harmless || !this.reached) return this.end(reason);
    this.endAfter(this.place.margin, () => reason);
    const id = await this.place.id;
    for (let wait = INSIST; id !== undefined && !this.over; wait = Math.min(2 * wait, LONGEST_INSIST)) {
      if (await this.unblock(id)) return;
      // the call may still be on its way
      await pause(wait);
    }
  }

  private async unblock(id: unknown): Promise<boolean> {
    const { control } = this.place.home;
    if (control.status !== 'ready') return false;
    return (await control.call('client', ['UNBLOCK', String(id), 'ERROR']).catch(ignore)) === 1;
  }
}

const silent = (ms: number) => new Error(`no answer within ${ms} ms`);
