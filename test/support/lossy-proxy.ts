import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import type { Address } from './server-process.js';

/** A way to a server that can lose an answer, or a request: whether the server has done the command, the client cannot know. */
export class LossyProxy {
  private armed?: string;
  private armedRequest?: string;
  private readonly open = new Set<Socket>();
  lost = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: Address,
  ) {
    server.on('connection', (client) => this.forward(client));
  }

  static async to(target: Address): Promise<LossyProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new LossyProxy(server, target);
  }

  get address(): Address {
    return { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port };
  }

  /** Forward the next request that has `text` in it, and close the connection in place of the answer. */
  loseAnswerTo(text: string): void {
    this.armed = text;
  }

  /** Close the connection in place of forwarding the next request that has `text` in it. */
  loseRequest(text: string): void {
    this.armedRequest = text;
  }

  close(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  private forward(client: Socket): void {
    const upstream = createConnection(this.target.port, this.target.host);
    let losing = false;
    client.on('data', (data) => {
      if (this.armedRequest && data.includes(this.armedRequest)) {
        this.armedRequest = undefined;
        this.lost++;
        client.destroy();
        return;
      }
      if (this.armed && data.includes(this.armed)) {
        losing = true;
        this.armed = undefined;
      }
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (!losing) return client.write(data);
      this.lost++;
      return client.destroy();
    });
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
