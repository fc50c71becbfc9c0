import type { Cluster, Redis } from 'ioredis';
import type { Capabilities } from '../capabilities.js';
import type { BlockingPool } from './blocking-pool.js';
import type { Argument, Connection } from './connection.js';

/** A connection that keeps what it is asked to send, and sends it together a little later. */
export abstract class QueueConnection implements Connection {
  abstract readonly inTransaction: boolean;

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

  get trouble(): Error | undefined {
    return this.direct.trouble;
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

  protected abstract enqueue(command: string, args: Argument[], raw: boolean): Promise<unknown>;
}
