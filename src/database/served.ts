import type { Cluster, Redis } from 'ioredis';
import { checkText } from '../containers/arguments.js';
import type { Capabilities } from '../redis/capabilities.js';
import type { DirectConnection } from '../redis/connection/direct.js';
import { scanKeys } from '../redis/scan-keys.js';
import { Broadcasts } from './broadcasts.js';
import { addressFor, type Opened, snapshotOf } from './opening.js';

/** What a database says of its server, and what it does with all of its keys. */
export abstract class Served extends Broadcasts {
  constructor(
    /** @internal */
    protected readonly own: DirectConnection,
    /** @internal */
    protected opened: Opened,
  ) {
    super(own);
  }

  /** The ioredis client: every command of the server. */
  get redis(): Redis | Cluster {
    return this.connection.redis;
  }

  /**
   * Where another program finds the server: a URL without user and password, or the path of the embedded server's socket, for
   * `Database.connect()` and `redis-cli -s`. Undefined for a cluster, for sentinels, and for a named database of an embedded server.
   */
  get address(): string | undefined {
    return addressFor(this.opened);
  }

  /** What the server is and can do. */
  get capabilities(): Capabilities {
    return this.connection.capabilities;
  }

  /**
   * Every key, or those that a glob pattern fits: in steps, in bounded memory, from every master of a cluster. A key that is
   * there from the first step to the last is among them, and comes once; twice only where its slot moves to another master
   * meanwhile, or the server drops more than 100,000 keys for each that stays.
   *
   * Redis: SCAN, O(all keys) in steps of about 1,000.
   *
   * @throws ConnectionError when a step has no answer within the `timeout` of the database
   */
  keys(pattern?: string): AsyncIterable<string> {
    return scanKeys(this.connection, pattern === undefined ? undefined : checkText('pattern', pattern));
  }

  /**
   * Write all data of an embedded server, its named databases included, into a file that `Database.embedded({ from })` begins with. A
   * file that exists is replaced in one step, once the new one is whole; what is written during the call may be in it or not.
   *
   * Redis: BGSAVE, O(all keys) in a process of its own; the server goes on meanwhile.
   *
   * @throws EmbeddedServerError for a server that is not embedded, and for a file that cannot be written
   */
  snapshot(file: string): Promise<void> {
    return snapshotOf(this.opened, this.own, file);
  }
}
