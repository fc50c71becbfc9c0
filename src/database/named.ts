import type { Redis } from 'ioredis';
import { UnsupportedError } from '../errors/server.js';
import { neverReplay } from '../redis/client.js';
import { DirectConnection } from '../redis/connection/direct.js';
import { natural } from '../util/check.js';

interface Closable {
  close(): Promise<void>;
}

/** The databases of one server by name, each opened when it is first asked for. */
export class NamedConnections<D extends Closable> {
  private readonly open = new Map<string, D>();

  constructor(
    private readonly parent: DirectConnection,
    private readonly indexes: Readonly<Record<string, number>>,
    private readonly make: (connection: DirectConnection, release: () => Promise<void>) => D,
  ) {
    for (const [name, index] of Object.entries(indexes)) natural(`databases.${name}`, index);
  }

  get(name: string): D {
    const found = this.open.get(name) ?? this.connect(name);
    this.open.set(name, found);
    return found;
  }

  async close(): Promise<void> {
    await Promise.all([...this.open.values()].map((database) => database.close()));
    this.open.clear();
  }

  private connect(name: string): D {
    const { capabilities, redis } = this.parent;
    if (!Object.hasOwn(this.indexes, name)) {
      throw new RangeError(`No database is called ${JSON.stringify(name)}. Name it in the option databases.`);
    }
    if (capabilities.cluster) throw new UnsupportedError('SELECT', `${capabilities.server} as a cluster`);
    const copy = neverReplay((redis as Redis).duplicate({ db: this.indexes[name]!, lazyConnect: true }));
    // errors of the connection come with the calls that meet them
    copy.on('error', () => {});
    return this.make(new DirectConnection(copy, capabilities, this.parent.timeout), async () => copy.disconnect());
  }
}
