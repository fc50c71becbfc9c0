import type { Redis } from 'ioredis';
import { UnsupportedError } from '../errors/server.js';
import type { Capabilities } from '../redis/capabilities.js';
import { neverReplay } from '../redis/client.js';
import { DirectConnection } from '../redis/connection/direct.js';
import type { Opened } from './opening.js';
import type { CloseOptions } from './options.js';

interface Closable {
  close(options: CloseOptions): Promise<void>;
}

/** A numbered database that was asked for. */
interface Named<D> {
  readonly index: number;
  readonly database: D;
  readonly connection: DirectConnection;
}

/** The databases of one server by name, each opened when it is first asked for. */
export class NamedConnections<D extends Closable> {
  private readonly open = new Map<string, Named<D>>();

  constructor(
    private readonly parent: DirectConnection,
    private readonly indexes: Readonly<Record<string, number>>,
    private readonly make: (connection: DirectConnection, opened: Opened) => D,
  ) {}

  get(name: string): D {
    const found = this.open.get(name) ?? this.connect(name);
    this.open.set(name, found);
    return found.database;
  }

  async close(options: CloseOptions): Promise<void> {
    await Promise.all([...this.open.values()].map(({ database }) => database.close(options)));
    this.open.clear();
  }

  /** @throws UnsupportedError when those that are open cannot follow to a server like that */
  checkMove(capabilities: Capabilities): void {
    if (this.open.size > 0) checkNumbered(capabilities);
  }

  /** Follow the parent, which has moved to another server. */
  async move(): Promise<void> {
    const moves = [...this.open.values()].map(async ({ connection, index }) => {
      const left = connection.redis;
      await connection.move(this.duplicate(index), this.parent.capabilities);
      left.disconnect();
    });
    await Promise.all(moves);
  }

  private connect(name: string): Named<D> {
    const { capabilities, timeout } = this.parent;
    if (!Object.hasOwn(this.indexes, name)) {
      throw new RangeError(`No database is called ${JSON.stringify(name)}. Name it in the option databases.`);
    }
    checkNumbered(capabilities);
    const index = this.indexes[name]!;
    const connection = new DirectConnection(this.duplicate(index), capabilities, timeout);
    // it may have moved with its parent by then
    const release = async () => connection.redis.disconnect();
    const opened = { redis: connection.redis, owned: false, release };
    return { index, connection, database: this.make(connection, opened) };
  }

  private duplicate(db: number): Redis {
    const copy = neverReplay((this.parent.redis as Redis).duplicate({ db, lazyConnect: true }));
    // errors of the connection come with the calls that meet them
    return copy.on('error', () => {});
  }
}

function checkNumbered({ cluster, server }: Capabilities): void {
  if (cluster) throw new UnsupportedError('SELECT', `${server} as a cluster`);
}
