import type { Redis } from 'ioredis';
import { Batch } from './batch.js';
import { Call } from './call.js';
import type { Argument } from './connection.js';
import { closedByUser, disconnected, failure } from './failure.js';
import { Held } from './held.js';
import { QueueConnection } from './queue.js';
import { isAwaitedByUser } from './waiting.js';

/** How many commands are written in one turn of the loop, so that a long pipeline does not hold up the program. */
const SLICE = 1000;

/** What a call is rejected with that is never sent. */
const DROPPED = Symbol('dropped');

const ignore = () => {};

const isHeld = (call: Call | Held): call is Held => call instanceof Held;

/**
 * The queue behind `db.pipeline()`. It goes out as soon as the program has nothing else to do: everything queued before, also
 * behind promises that were settled already, shares one round trip.
 */
export class PipelineConnection extends QueueConnection {
  private queue: (Call | Held)[] = [];
  /** how many calls have no answer yet */
  private open = 0;
  private wake: () => void = ignore;
  private scheduled = false;
  private dropped: { readonly reason: unknown } | undefined;

  /** Wait until everything queued so far, and what follows from it, has been sent and answered. */
  async settle(): Promise<void> {
    while (this.open > 0) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      // whoever waited for an answer may queue again
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /**
   * Send nothing of what still waits, nor of what comes. Whoever awaits a call learns why; the others are never settled, as an
   * error that nobody handles would end the program.
   */
  drop(reason: unknown): void {
    this.dropped = { reason };
    for (const call of this.queue.splice(0)) call.cancel(DROPPED as unknown as Error);
  }

  protected enqueue(command: string, args: Argument[], raw: boolean): Promise<unknown> {
    const call = this.redis.isCluster ? new Held(command, args, raw) : new Call(command, args, raw ? null : 'utf8');
    this.open++;
    if (this.dropped) call.cancel(DROPPED as unknown as Error);
    else this.queue.push(call);
    this.schedule();
    // one reaction alone, so that the stack of an error leads to the caller
    return call.promise.then(this.answered, (error: unknown) => this.failed(error, call));
  }

  private readonly answered = (reply: unknown): unknown => {
    this.done();
    return reply;
  };

  private failed(error: unknown, { sent }: Call | Held): Promise<never> {
    this.done();
    if (error !== DROPPED) throw failure(error, this.server, sent);
    return isAwaitedByUser() ? Promise.reject(this.dropped!.reason) : new Promise(ignore);
  }

  private done(): void {
    this.open--;
    if (this.open === 0) this.wake();
  }

  /** Flush when all that can go on without the server has gone on. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush(this.queue.splice(0, SLICE));
      if (this.queue.length > 0) this.schedule();
    });
  }

  private flush(calls: readonly (Call | Held)[]): void {
    if (this.blocking.closed) {
      for (const call of calls) call.cancel(disconnected(closedByUser(), this.server, false));
      return;
    }
    // on a cluster each finds its own node, at the same time; a pipeline of ioredis's takes one node, and repeats all when one was elsewhere
    for (const call of calls) if (isHeld(call)) call.sendOn(this.direct);
    this.together(calls.filter((call) => !isHeld(call)) as Call[]);
  }

  private together(calls: readonly Call[]): void {
    if (calls.length === 0) return;
    const work = () => {
      Batch.send(this.redis as Redis, calls);
      // answers come in the order of calls
      return calls.at(-1)!.promise.catch(ignore);
    };
    this.direct.follow(calls.length, work).catch((error: Error) => {
      for (const call of calls) call.cancel(error);
    });
  }
}
