import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import type { Address } from './server-process.js';

/**
 * A way to a server that can go dead without a word, as a cable, a firewall or a frozen host does: the sockets stay open,
 * and nothing passes any more. It can do so in one direction as well.
 */
export class FreezingProxy {
  private frozen = false;
  private readonly open = new Set<Socket>();
  private readonly upstreams = new Set<Socket>();
  /** connections made so far */
  connections = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: Address,
  ) {
    server.on('connection', (client) => this.forward(client));
  }

  static async to(target: Address): Promise<FreezingProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FreezingProxy(server, target);
  }

  get address(): Address {
    return { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port };
  }

  /** Let nothing pass on the connections that are open, nor on those to come until `thaw()`. */
  freeze(): void {
    this.frozen = true;
    for (const socket of this.open) socket.removeAllListeners('data').resume();
  }

  /** New connections work again; the old ones stay dead. */
  thaw(): void {
    this.frozen = false;
  }

  /** Let requests pass on the connections that are open, and no replies. */
  freezeReplies(): void {
    for (const socket of this.upstreams) socket.removeAllListeners('data').resume();
  }

  /** Cut the connections that are open for the client; the server keeps them, and hears nothing of it. */
  abandon(): void {
    for (const socket of this.upstreams) socket.removeAllListeners('data').resume();
    for (const socket of this.open) if (!this.upstreams.has(socket)) socket.removeAllListeners('close').destroy();
  }

  close(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  private forward(client: Socket): void {
    this.connections++;
    const upstream = createConnection(this.target.port, this.target.host);
    this.upstreams.add(upstream);
    upstream.once('close', () => this.upstreams.delete(upstream));
    if (!this.frozen) {
      client.on('data', (data) => upstream.write(data));
      upstream.on('data', (data) => client.write(data));
    }
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.open.delete(socket);
        other.destroy();
      });
    }
  }
}
