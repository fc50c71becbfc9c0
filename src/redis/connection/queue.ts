import type { Cluster, Redis } from 'ioredis';
import type { Capabilities } from '../capabilities.js';
import type { BlockingPool } from './blocking-pool.js';
import type { Argument, Connection } from './connection.js';
import { closedByUser, disconnected, failure } from './failure.js';

/** A command that waits for its turn, and the promise that its caller holds. */
export interface QueuedCommand {
  readonly command: string;
  readonly args: Argument[];
  /** text replies are wanted as Buffers */
  readonly raw: boolean;
  resolve(reply: unknown): void;
  reject(error: unknown): void;
}

/**
 * A connection that collects what it is asked to send. It goes out together as soon as the program has nothing else to
 * do: everything queued before, also behind promises that were settled already, shares one round trip.
 */
export abstract class QueueConnection implements Connection {
  abstract readonly inTransaction: boolean;
  private queue: QueuedCommand[] = [];
  /** how many calls have no answer yet */
  private open = 0;
  private wake: () => void = () => {};
  private scheduled = false;
  private dropped: { readonly reason: unknown } | undefined;

  constructor(readonly direct: Connection) {}

  get redis(): Redis | Cluster {
    return this.direct.redis;
  }

  get capabilities(): Capabilities {
    return this.direct.capabilities;
  }

  get server(): string {
    return this.direct.server;
  }

  get blocking(): BlockingPool {
    return this.direct.blocking;
  }

  follow<T>(commands: number, work: () => Promise<T>): Promise<T> {
    return this.direct.follow(commands, work);
  }

  send(command: string, args: Argument[]): Promise<unknown> {
    return this.enqueue(command, args, false);
  }

  sendBuffer(command: string, args: Argument[]): Promise<unknown> {
    return this.enqueue(command, args, true);
  }

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

  /** Send the commands together and settle their promises; errors of one command are its own. */
  protected abstract flush(commands: readonly QueuedCommand[]): Promise<void>;

  /** Send nothing of what still waits; its promises reject, which nobody need notice. */
  drop(reason: unknown): void {
    this.dropped = { reason };
    for (const { reject } of this.take()) reject(reason);
  }

  protected take(): QueuedCommand[] {
    return this.queue.splice(0);
  }

  protected enqueue(command: string, args: Argument[], raw: boolean): Promise<unknown> {
    const queued = new Promise<unknown>((resolve, reject) => {
      this.queue.push({ command, args, raw, resolve, reject });
    });
    this.open++;
    this.schedule();
    // one reaction alone, so that the stack of an error leads to the caller
    return queued.then(
      (reply) => {
        this.done();
        return reply;
      },
      (error: unknown) => {
        this.done();
        // what was dropped never came to the connection, whose failure it is not
        throw this.dropped && this.dropped.reason === error ? error : failure(error, this.server, true);
      },
    );
  }

  private done(): void {
    this.open--;
    if (this.open === 0) this.wake();
  }

  /** Flush when all that can go on without the server has gone on. */
  protected schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.due();
    });
  }

  /** The program has nothing else to do: send. */
  protected due(): void {
    const commands = this.take();
    if (commands.length === 0) return;
    if (this.blocking.closed) {
      for (const { reject } of commands) reject(disconnected(closedByUser(), this.server, false));
      return;
    }
    this.flush(commands).catch((error: unknown) => {
      for (const { reject } of commands) reject(error);
    });
  }
}
