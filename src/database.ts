import type { Cluster, Redis } from 'ioredis';
import { type Capabilities, detectCapabilities } from './redis/capabilities.js';
import { type ConnectTarget, closeClient, openClient } from './redis/client.js';
import { type Connection, DirectConnection } from './redis/connection.js';
import { connectorTo } from './redis/embedded/connector.js';
import { type EmbeddedOptions, EmbeddedServer } from './redis/embedded/server.js';
import { whenReady } from './redis/ready.js';

export interface DatabaseOptions {
  /** Prefix and hash tag of all model keys. @default 'app' */
  readonly namespace?: string;
}

const DEFAULT_URL = 'redis://localhost:6379';

/** A connection to a server, and all that can be done with it. */
export class Database {
  private constructor(
    /** @internal */
    readonly connection: Connection,
    private readonly release: () => Promise<void>,
    readonly namespace: string,
  ) {}

  /** Connect to a server that runs, by default the one of `REDIS_URL` or of localhost. */
  static async connect(
    target: ConnectTarget = process.env.REDIS_URL ?? DEFAULT_URL,
    options: DatabaseOptions = {},
  ): Promise<Database> {
    const { redis, owned } = openClient(target);
    const release = async () => (owned ? closeClient(redis) : undefined);
    return Database.open(redis, release, options);
  }

  /** Start a private server on a Unix socket, which ends with the program. */
  static async embedded(options: DatabaseOptions & EmbeddedOptions = {}): Promise<Database> {
    const server = await EmbeddedServer.at(options.dir);
    const { redis } = openClient({ Connector: connectorTo(server) });
    const release = async () => {
      closeClient(redis);
      await server.stop();
    };
    // a server that another program is just ending drops the connection: the next attempt starts one
    return Database.open(redis, release, options, { patient: true });
  }

  private static async open(
    redis: Redis | Cluster,
    release: () => Promise<void>,
    options: DatabaseOptions,
    { patient = false } = {},
  ): Promise<Database> {
    try {
      await whenReady(redis, patient);
      const connection = new DirectConnection(redis, await detectCapabilities(redis));
      return new Database(connection, release, options.namespace ?? 'app');
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** The ioredis client: every command of the server. */
  get redis(): Redis | Cluster {
    return this.connection.redis;
  }

  /** What the server is and can do. */
  get capabilities(): Capabilities {
    return this.connection.capabilities;
  }

  async close(): Promise<void> {
    await this.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
