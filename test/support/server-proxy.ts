import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import type { Address } from './server-process.js';

/** A way to a server, on which a test decides what passes. */
export abstract class ServerProxy {
  /** the sockets of both sides */
  protected readonly open = new Set<Socket>();

  constructor(
    private readonly server: Server,
    private readonly target: Address,
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  static async to<P extends ServerProxy>(
    this: new (
      server: Server,
      target: Address,
    ) => P,
    target: Address,
  ): Promise<P> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new this(server, target);
  }

  get address(): Address {
    return { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port };
  }

  close(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  /** Pass on what comes from either side. */
  protected abstract forward(client: Socket, upstream: Socket): void;

  private accept(client: Socket): void {
    const upstream = createConnection(this.target.port, this.target.host);
    this.forward(client, upstream);
    this.tie(client, upstream);
    this.tie(upstream, client);
  }

  private tie(socket: Socket, other: Socket): void {
    this.open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      this.open.delete(socket);
      other.destroy();
    });
  }
}
