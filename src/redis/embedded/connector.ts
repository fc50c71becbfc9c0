import { AbstractConnector, type RedisOptions } from 'ioredis';
import type { EmbeddedServer } from './server.js';

type Connector = NonNullable<RedisOptions['Connector']>;

/**
 * How ioredis gets to an embedded server: at each connection, the first one and those after a loss, it asks the server
 * for one, which starts or joins whatever is needed. Duplicates of the client do the same.
 */
export function connectorTo(server: EmbeddedServer): Connector {
  return class EmbeddedConnector extends AbstractConnector {
    constructor() {
      super(100);
    }

    async connect() {
      this.connecting = true;
      this.stream = await server.connect();
      if (!this.connecting) this.stream.destroy();
      return this.stream;
    }

    override disconnect(): void {
      this.connecting = false;
      // ioredis would wait for the close of a stream that has closed already, and keep the program alive meanwhile
      if (this.stream && !this.stream.destroyed) super.disconnect();
    }
  };
}
