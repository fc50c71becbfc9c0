import { inspect } from 'node:util';
import { text } from '../codecs/text.js';
import type { Container } from '../containers/container.js';
import { type TemporaryKinds, temporaryContainer } from '../containers/temporary.js';
import type { ContainerOptions } from '../containers/value-container.js';
import { bindingOf } from '../entity/binding.js';
import { Registry } from '../entity/registration/registry.js';
import type { Constructor } from '../entity/tracked.js';
import { checkSchemas } from '../maintenance/check.js';
import { guardQueries } from '../maintenance/guard.js';
import { type StoredSchema, storedSchemas } from '../maintenance/stored-schema.js';
import { Model, type ModelClass } from '../model/model.js';
import { reindexModel } from '../model/reindex-model.js';
import { relate } from '../model/relate.js';
import type { ConnectTarget } from '../redis/client.js';
import type { Argument, Connection } from '../redis/connection/connection.js';
import { DirectConnection } from '../redis/connection/direct.js';
import type { EmbeddedOptions } from '../redis/embedded/server.js';
import type { Schema } from '../schema/schema.js';
import { type CommandDefinition, ScriptRegistry } from '../scripts/registry.js';
import { runSession, type SessionOptions } from '../session/run-session.js';
import type { Session } from '../session/session.js';
import { natural, nonEmpty } from '../util/check.js';
import { setSink } from '../util/observe.js';
import { knownOptions } from '../util/options.js';
import { warnOfEviction } from './eviction.js';
import { sinkOf } from './log.js';
import { NamedConnections } from './named.js';
import { checkMovable, type Opened, openEmbedded, openTarget, type Ready } from './opening.js';
import {
  type AnyModel,
  type Checked,
  type CloseOptions,
  type DatabaseOptions,
  NAMES,
  readOptions,
  refuseSwapped,
} from './options.js';
import { type Pipeline, runPipeline } from './pipeline.js';
import type { ScopeTools } from './scope.js';
import { Served } from './served.js';
import { runTransaction, type Transaction, type TransactionOptions } from './transaction.js';

const DEFAULT_URL = 'redis://localhost:6379';

/** A connection to a server, and all that can be done with it. */
export class Database extends Served {
  readonly namespace: string;
  private open = true;
  /** the last change of the server, whose successor waits for it */
  private moving: Promise<void> = Promise.resolve();
  private readonly registry: Registry;
  private readonly scripts: ScriptRegistry;
  private readonly others: NamedConnections<Database>;

  private constructor(own: DirectConnection, opened: Opened, options: Checked) {
    super(own, opened);
    this.namespace = options.namespace;
    const sink = sinkOf(options);
    if (sink) setSink(own, sink);
    const attached = (schema: Schema) => guardQueries(own, schema);
    this.registry = new Registry({
      connection: own,
      namespace: this.namespace,
      isOpen: () => this.open,
      attached,
      relate,
    });
    this.scripts = new ScriptRegistry(own);
    const make = (other: DirectConnection, end: Opened) => new Database(other, end, { ...options, databases: {} });
    this.others = new NamedConnections(own, options.databases, make);
  }

  /** Connect to a server that runs, by default the one of `REDIS_URL` or of localhost. */
  static async connect(
    target: ConnectTarget = process.env.REDIS_URL ?? DEFAULT_URL,
    options: DatabaseOptions = {},
  ): Promise<Database> {
    const checked = readOptions('connect()', options, NAMES);
    refuseSwapped(target);
    // awaited here for the sake of the caller's line in the stack of an error
    return await Database.start(await openTarget(target, checked.timeout), checked);
  }

  /** Start a private server on a Unix socket, which ends with the program; `from` has it begin with a snapshot. */
  static async embedded(options: DatabaseOptions & EmbeddedOptions = {}): Promise<Database> {
    const checked = readOptions('embedded()', options, { ...NAMES, dir: true, from: true, onFetch: true });
    return await Database.start(await openEmbedded(options, checked.timeout), checked);
  }

  private static async start(opened: Ready, options: Checked): Promise<Database> {
    let database: Database | undefined;
    try {
      const own = new DirectConnection(opened.redis, opened.capabilities, options.timeout);
      database = new Database(own, opened, options);
      await database.declare(options);
      return database;
    } catch (error) {
      // its models are free for the next attempt
      if (database) database.open = false;
      await opened.release();
      throw error;
    }
  }

  private async declare({ models, schema }: Checked): Promise<void> {
    this.use(...models);
    const declared = models.map((model) => ({
      schema: this.registry.schemaOf(model),
      migrate: () => Model.migrate.call(model as ModelClass),
      build: (work?: () => Promise<unknown>) => reindexModel(bindingOf(model), {}, work),
    }));
    await checkSchemas(this.own, declared, schema);
  }

  /**
   * Go to another server: models, named databases, commands and all containers and utilities that exist follow, and so do
   * calls that wait for an element or a message, listeners and workers. Other calls on their way are a ConnectionError. When
   * the new server cannot be reached nothing changes.
   *
   * @throws ConnectionError when there is no connection to it, when this database was closed, or when its client is the caller's own
   */
  reconnect(target: ConnectTarget): Promise<void> {
    const next = this.moving.then(() => this.move(target));
    this.moving = next.catch(() => {});
    return next;
  }

  private async move(target: ConnectTarget): Promise<void> {
    const left = this.opened;
    checkMovable(this.own, left, this.open);
    const opened = await openTarget(target, this.own.timeout);
    try {
      checkMovable(this.own, left, this.open);
      this.others.checkMove(opened.capabilities);
    } catch (error) {
      await opened.release();
      throw error;
    }
    this.opened = opened;
    await this.own.move(opened.redis, opened.capabilities);
    await this.others.move();
    await left.release();
  }

  [inspect.custom](): string {
    return this.toJSON();
  }

  /** What console.log() and JSON.stringify() show: namespace and server, without user and password. */
  toJSON(): string {
    return `Database(${this.namespace} at ${this.own.server}${this.open ? '' : ', closed'})`;
  }

  /**
   * Register and compile models, all or none.
   *
   * @throws SchemaError here, never later
   */
  use(...models: readonly AnyModel[]): void {
    if (models.length > 0) warnOfEviction(this.capabilities);
    this.registry.use(models);
  }

  /**
   * Every model that the server knows, of a namespace or of all, without its class: to look after its indexes.
   *
   * Redis: HVALS; SCAN where no namespace is named.
   */
  async storedSchemas(namespace?: string): Promise<StoredSchema[]> {
    if (namespace !== undefined) nonEmpty('namespace', namespace);
    return storedSchemas(this.connection, namespace);
  }

  /** The same model on this database as well, beside the one it belongs to: for tenants and tests. Always the same class. */
  bind<C extends ModelClass>(model: C): C {
    return this.twin(model, this.connection);
  }

  private twin<C extends Constructor>(model: C, connection: Connection): C {
    return this.registry.bind(model, connection) as C;
  }

  private get tools(): ScopeTools {
    const bind = (model: unknown, connection: Connection) => this.twin(model as ModelClass, connection);
    return { scripts: this.scripts, bind: bind as ScopeTools['bind'] };
  }

  /**
   * Work with entities as one unit: each is one object inside `work`, and what is built, changed or deleted there is written
   * by one atomic script when it returns; when it throws, nothing more is written. Sessions know nothing of each other.
   *
   * ```ts
   * await db.session(async (session) => {
   *   const ada = await User.get(1);
   *   ada.age++;
   *   User.build({ email: 'eve@example.com', age: 7 });
   *   session.delete(await User.get(2));
   * });
   * ```
   *
   * Redis: one script, one round trip, atomic.
   *
   * @throws what the entity that was refused would throw, with that entity as `error.entity`; CrossSlotError for several namespaces
   */
  session<T>(work: (session: Session) => T | Promise<T>, options?: SessionOptions): Promise<T> {
    return runSession(this.connection, work, options);
  }

  /**
   * A container at a key that nobody uses, in the slot of this database's models: `db.temporaryKey('set')`. Give it a ttl
   * once something is in it. Nothing is sent.
   *
   * @throws TypeError for a kind that there is not
   */
  temporaryKey<K extends keyof TemporaryKinds<string>>(kind: K): TemporaryKinds<string>[K];
  temporaryKey<T, K extends keyof TemporaryKinds<T>>(kind: K, options: ContainerOptions<T>): TemporaryKinds<T>[K];
  temporaryKey(kind: keyof TemporaryKinds<string>, options?: ContainerOptions<string>): Container {
    return temporaryContainer(this, this.namespace, kind, options ?? { codec: text });
  }

  /**
   * A command of one's own, in Lua: a function that takes its keys first.
   *
   * Redis: EVALSHA (EVALSHA_RO when it only reads), and EVAL where the server has not seen it; atomic.
   */
  defineCommand(name: string, definition: CommandDefinition): (...args: Argument[]) => Promise<unknown> {
    return this.scripts.define(name, definition);
  }

  /**
   * Run a command that was defined.
   *
   * Redis: as defineCommand.
   *
   * @throws UnknownScriptError when it was not
   */
  runScript(name: string, keys: readonly string[] = [], args: readonly Argument[] = []): Promise<unknown> {
    return this.scripts.run(name, keys, args);
  }

  /**
   * Do several things in one round trip: calls on `p` wait until the function has nothing else to do. Calls that follow
   * upon an answer make a second one. A call that fails rejects alone; when the function throws, what waits is not sent. Models come along by `p.bind(User)`.
   *
   * ```ts
   * const [name, size] = await db.pipeline((p) => Promise.all([p.hash('user').get('name'), p.list('log').size()]));
   * ```
   *
   * Redis: the commands together, not atomic; on a cluster one round trip to each node, at the same time.
   */
  pipeline<T>(fn: (p: Pipeline) => T | Promise<T>): Promise<T> {
    return runPipeline(this.connection, this.tools, fn);
  }

  /**
   * Do several things at once: calls on `t` are sent together when the function has returned, never before, so return
   * them rather than await one. `t.now` reads what is there before. When a key of `watch` changes before the execution,
   * nothing is done and the function is called again.
   *
   * Redis: MULTI and EXEC, with WATCH on a connection of its own; atomic, but a command that fails alone does not undo the
   * others.
   *
   * @throws TransactionError when it awaits its own calls, or does what is not part of it; TransactionConflictError when a watched key changed each time, CrossSlotError on a cluster
   */
  transaction<T>(fn: (t: Transaction) => T | Promise<T>, options?: TransactionOptions): Promise<T> {
    return runTransaction(this.connection, this.tools, fn, options);
  }

  /**
   * The database of the same server that the option `databases` gives a name; it is closed with this one. Nothing is
   * sent, the connection opens with the first call.
   *
   * @throws RangeError for a name that was not given, UnsupportedError on a cluster
   */
  named(name: string): Database {
    return this.others.get(name);
  }

  /**
   * End all connections, also those of calls that wait; these reject. Workers stop first: their handlers have `timeout`
   * milliseconds to finish, then their signals abort, and what they hold is given back.
   */
  async close(options: CloseOptions = {}): Promise<void> {
    const { timeout = this.own.timeout } = knownOptions('close()', options, { timeout: true });
    await this.own.blocking.settle(natural('timeout', timeout));
    this.open = false;
    await this.others.close({ timeout });
    await this.own.close();
    await this.opened.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
