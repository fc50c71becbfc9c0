import { thrownText } from '../../../util/thrown.js';
import type { Message } from '../message.js';

/** How often errors are written to stderr when nobody hears of them, in milliseconds. */
const INTERVAL = 60_000;

type Listener<F> = (error: unknown, message?: Message<F>) => void;

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Tells of errors that do not end a worker: to its listener, else on stderr, once a minute, as of a listener that fails itself. */
export class Reporter<F> {
  private quiet = 0;
  private since: number | undefined;

  constructor(
    private readonly group: string,
    private readonly listener: Listener<F> | undefined,
  ) {}

  /** Never throws, and leaves no promise behind that rejects. */
  readonly report = (error: unknown, message?: Message<F>): void => {
    if (!this.listener) {
      this.warn(error, 'Give consume() an onError to hear of each.');
      return;
    }
    try {
      const told: unknown = this.listener(error, message);
      if (told instanceof Promise) told.catch(this.failed);
    } catch (failure) {
      this.failed(failure);
    }
  };

  private readonly failed = (failure: unknown): void => {
    this.warn(failure, 'It was thrown by onError, which must not fail: the worker goes on.');
  };

  private warn(error: unknown, way: string): void {
    const now = Date.now();
    if (this.since !== undefined && now - this.since < INTERVAL) {
      this.quiet++;
      return;
    }
    const more = this.quiet > 0 ? ` There were ${this.quiet} more since the warning before.` : '';
    process.emitWarning(
      `A worker of the group ${JSON.stringify(this.group)}: ${sentence(thrownText(error))}${more} ${way}`,
      {
        type: 'RedstartWarning',
      },
    );
    this.since = now;
    this.quiet = 0;
  }
}
