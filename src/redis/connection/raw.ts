import type { Cluster, Redis } from 'ioredis';
import type { Capabilities } from '../capabilities.js';
import type { BlockingPool } from './blocking-pool.js';
import type { Argument, Connection } from './connection.js';

/** The same connection with every text reply as a Buffer: for scripts that answer with bytes. */
export class RawConnection implements Connection {
  constructor(private readonly inner: Connection) {}

  get redis(): Redis | Cluster {
    return this.inner.redis;
  }

  get capabilities(): Capabilities {
    return this.inner.capabilities;
  }

  get server(): string {
    return this.inner.server;
  }

  get trouble(): Error | undefined {
    return this.inner.trouble;
  }

  get blocking(): BlockingPool {
    return this.inner.blocking;
  }

  get direct(): Connection {
    return new RawConnection(this.inner.direct);
  }

  get inTransaction(): boolean {
    return this.inner.inTransaction;
  }

  follow<T>(commands: number, work: () => Promise<T>): Promise<T> {
    return this.inner.follow(commands, work);
  }

  send(command: string, args: Argument[]): Promise<unknown> {
    return this.inner.sendBuffer(command, args);
  }

  sendBuffer(command: string, args: Argument[]): Promise<unknown> {
    return this.inner.sendBuffer(command, args);
  }
}
