import type { Cluster, Redis } from 'ioredis';
import { type Binder, bindModels, bindTwin } from './model/binding.js';
import type { Model, ModelClass } from './model/model.js';
import { type Capabilities, detectCapabilities } from './redis/capabilities.js';
import { type ConnectTarget, closeClient, openClient } from './redis/client.js';
import { type Connection, DirectConnection } from './redis/connection.js';
import { connectorTo } from './redis/embedded/connector.js';
import { type EmbeddedOptions, EmbeddedServer } from './redis/embedded/server.js';
import { checkName } from './redis/keyspace.js';
import { whenReady } from './redis/ready.js';

export interface DatabaseOptions {
  /** Prefix and hash tag of all model keys. @default 'app' */
  readonly namespace?: string;
  /** Models to use with this database. */
  readonly models?: readonly AnyModel[];
}

type AnyModel = { readonly name: string; readonly prototype: Model };

const DEFAULT_URL = 'redis://localhost:6379';

/** A connection to a server, and all that can be done with it. */
export class Database {
  private open = true;
  private readonly models = new Map<string, object>();

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
    return Database.start(redis, release, options);
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
    return Database.start(redis, release, options, { patient: true });
  }

  private static async start(
    redis: Redis | Cluster,
    release: () => Promise<void>,
    options: DatabaseOptions,
    { patient = false } = {},
  ): Promise<Database> {
    try {
      await whenReady(redis, patient);
      const connection = new DirectConnection(redis, await detectCapabilities(redis));
      const namespace = checkName('namespace', options.namespace ?? 'app');
      const database = new Database(connection, release, namespace);
      database.use(...(options.models ?? []));
      return database;
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

  private get binder(): Binder {
    return { connection: this.connection, namespace: this.namespace, isOpen: () => this.open };
  }

  /**
   * Register and compile models, all or none.
   *
   * @throws SchemaError here, never later
   */
  use(...models: readonly AnyModel[]): void {
    bindModels(models, this.binder, this.models);
  }

  /** The same model on this database as well, beside the one it belongs to: for tenants and tests. */
  bind<C extends ModelClass>(model: C): C {
    const Base: ModelClass = model;
    const twin = { [model.name]: class extends Base {} }[model.name]!;
    bindTwin(twin, model, this.binder);
    return twin as unknown as C;
  }

  async close(): Promise<void> {
    this.open = false;
    await this.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
