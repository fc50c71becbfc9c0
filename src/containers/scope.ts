import type { Argument, Connection } from '../redis/connection.js';
import type { ScriptRegistry } from '../scripts/registry.js';
import { ContainerFactories } from './factories.js';

/** The containers of a database, and its commands: as they are now, or queued in a pipeline or a transaction. */
export class Scope extends ContainerFactories {
  constructor(
    connection: Connection,
    private readonly scripts: ScriptRegistry,
  ) {
    super(connection);
  }

  /** Any command of the server, with ioredis's answer. */
  call(command: string, ...args: Argument[]): Promise<unknown> {
    return this.connection.send(command, args);
  }

  /** A command that `db.defineCommand()` has defined. */
  runScript(name: string, keys: readonly string[] = [], args: readonly Argument[] = []): Promise<unknown> {
    return this.scripts.run(name, keys, args, this.connection);
  }
}
