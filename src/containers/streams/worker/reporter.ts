import type { Message } from '../message.js';

/** How often errors are written to stderr when nobody hears of them, in milliseconds. */
const INTERVAL = 60_000;

type Listener<F> = (error: unknown, message?: Message<F>) => void;

const textOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Tells of errors that do not end a worker: to its listener, else on stderr, once a minute. */
export class Reporter<F> {
  private quiet = 0;
  private since: number | undefined;

  constructor(
    private readonly group: string,
    private readonly listener: Listener<F> | undefined,
  ) {}

  readonly report = (error: unknown, message?: Message<F>): void => {
    try {
      if (this.listener) this.listener(error, message);
      else this.warn(error);
    } catch (failure) {
      // nobody's but the program's: it is uncaught, and the worker goes on
      queueMicrotask(() => {
        throw failure;
      });
    }
  };

  private warn(error: unknown): void {
    const now = Date.now();
    if (this.since !== undefined && now - this.since < INTERVAL) {
      this.quiet++;
      return;
    }
    const more = this.quiet > 0 ? ` There were ${this.quiet} more since the warning before.` : '';
    const way = 'Give consume() an onError to hear of each.';
    process.emitWarning(
      `A worker of the group ${JSON.stringify(this.group)}: ${sentence(textOf(error))}${more} ${way}`,
      {
        type: 'RedstartWarning',
      },
    );
    this.since = now;
    this.quiet = 0;
  }
}
