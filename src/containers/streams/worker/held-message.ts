import type { EntryReply } from '../message.js';
import type { HandlerContext } from './options.js';

/** A message that this worker has read and not acknowledged. */
export class HeldMessage implements HandlerContext {
  readonly id: string;
  /** it belongs to another consumer by now, or its work is to be given up */
  aborted = false;
  /** its consumer died: it is tried with no other suspect beside it, and held under a name that says so */
  suspect = false;
  /** it is handed to a handler of batches on its own */
  alone = false;
  private reason: unknown;
  private controller: AbortController | undefined;

  constructor(
    readonly stream: string,
    readonly entry: NonNullable<EntryReply>,
    public attempt: number,
  ) {
    this.id = String(entry[0]);
  }

  // made only for a handler that looks at it
  get signal(): AbortSignal {
    if (!this.controller) {
      this.controller = new AbortController();
      if (this.aborted) this.controller.abort(this.reason);
    }
    return this.controller.signal;
  }

  abort(reason: unknown): void {
    this.aborted = true;
    this.reason = reason;
    this.controller?.abort(reason);
  }

  /** Make it ready for the next try. */
  renew(): void {
    this.attempt++;
    this.suspect = false;
    this.restart();
  }

  /** Make it ready for the same try once more, with a signal of its own. */
  restart(): void {
    this.aborted = false;
    this.controller = undefined;
  }
}
