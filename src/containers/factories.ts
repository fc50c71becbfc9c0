import type { Connection } from '../redis/connection.js';
import { HyperLogLog } from './hyper-log-log.js';

/** Makes containers: a database is one, and so is what the callback of a pipeline is given. */
export class ContainerFactories {
  constructor(
    /** @internal */
    readonly connection: Connection,
  ) {}

  /** An estimate of how many different values were seen. */
  hyperLogLog(key: string): HyperLogLog {
    return new HyperLogLog(this.connection, key);
  }
}
