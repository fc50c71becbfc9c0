import type { Cluster, Redis } from 'ioredis';
import type { Capabilities } from '../capabilities.js';
import type { BlockingPool } from './blocking-pool.js';
import type { Argument, Connection } from './connection.js';

/** A connection that sends in its own way, and is otherwise the one below it. */
export abstract class ForwardingConnection implements Connection {
  constructor(protected readonly below: Connection) {}

  get redis(): Redis | Cluster {
    return this.below.redis;
  }

  get capabilities(): Capabilities {
    return this.below.capabilities;
  }

  get server(): string {
    return this.below.server;
  }

  get trouble(): Error | undefined {
    return this.below.trouble;
  }

  get blocking(): BlockingPool {
    return this.below.blocking;
  }

  get direct(): Connection {
    return this.below;
  }

  get impatient(): Connection {
    return this;
  }

  get inTransaction(): boolean {
    return this.below.inTransaction;
  }

  follow<T>(commands: number, work: () => Promise<T>): Promise<T> {
    return this.below.follow(commands, work);
  }

  abstract send(command: string, args: Argument[]): Promise<unknown>;
  abstract sendBuffer(command: string, args: Argument[]): Promise<unknown>;
}
