import type { Connection } from '../redis/connection.js';
import { nonEmpty } from '../util/check.js';

/** One key of the server. (A stand-in: the real one comes with the other containers.) */
export abstract class Container {
  constructor(
    readonly connection: Connection,
    readonly key: string,
  ) {
    nonEmpty('key', key);
  }

  async exists(): Promise<boolean> {
    return (await this.connection.send('exists', [this.key])) === 1;
  }

  async clear(): Promise<boolean> {
    return (await this.connection.send('del', [this.key])) === 1;
  }
}
