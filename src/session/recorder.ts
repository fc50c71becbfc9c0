import type { Cluster, Redis } from 'ioredis';
import type { Capabilities } from '../redis/capabilities.js';
import type { BlockingPool } from '../redis/connection/blocking-pool.js';
import type { Argument, Connection } from '../redis/connection/connection.js';
import type { Effect } from '../write/effect.js';

/** How many arguments a script can hand on to one command. */
const MOST = 7000;

/** Stands in for the connection of a container, and keeps its commands for the next flush of a session; nothing answers them. */
export class Recorder implements Connection {
  readonly inTransaction = false;

  constructor(
    readonly direct: Connection,
    private readonly type: string,
    private readonly keep: (effect: Effect) => void,
  ) {}

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

  send(command: string, [key, ...args]: Argument[]): Promise<unknown> {
    if (args.length > MOST)
      throw new RangeError(
        `A call in a session takes at most ${MOST} values and was given more. Make several calls of it.`,
      );
    this.keep({ type: this.type, key: String(key), command, args });
    return new Promise(() => {});
  }

  sendBuffer(command: string, args: Argument[]): Promise<unknown> {
    return this.send(command, args);
  }
}
