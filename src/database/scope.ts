import { ContainerFactories } from '../containers/factories.js';
import type { Argument, Connection } from '../redis/connection/connection.js';
import type { ScriptRegistry } from '../scripts/registry.js';
import { showBy } from '../util/shown.js';

/** What a scope has from its database. */
export interface ScopeTools {
  readonly scripts: ScriptRegistry;
  /** the same model on another connection */
  bind<C extends object>(model: C, connection: Connection): C;
}

/** The containers of a database, and its commands: as they are now, or queued in a pipeline or a transaction. */
export class Scope extends ContainerFactories {
  static {
    showBy(Scope, () => []);
  }

  constructor(
    connection: Connection,
    private readonly tools: ScopeTools,
  ) {
    super(connection);
  }

  /** Any command of the server, with ioredis's answer. Redis: that command. */
  call(command: string, ...args: Argument[]): Promise<unknown> {
    return this.connection.send(command, args);
  }

  /** A command that `db.defineCommand()` has defined. Redis: one script, atomic. */
  runScript(name: string, keys: readonly string[] = [], args: readonly Argument[] = []): Promise<unknown> {
    return this.tools.scripts.run(name, keys, args, this.connection);
  }

  /** The same model, whose calls go the way of this scope: `p.bind(User).get(7)`. */
  bind<C extends object>(model: C): C {
    return this.tools.bind(model, this.connection);
  }
}
