import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import type { Address } from './server-process.js';

/** What a request waits for, by a text that is in it. */
interface Held {
  readonly text: string;
  arrived(): void;
  readonly released: Promise<void>;
}

/** A way to a server on which answers can be held back, so that those of other connections come first. */
export class HoldingProxy {
  private readonly armed = new Set<Held>();
  private readonly open = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: Address,
  ) {
    server.on('connection', (client) => this.forward(client));
  }

  static async to(target: Address): Promise<HoldingProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new HoldingProxy(server, target);
  }

  get address(): Address {
    return { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port };
  }

  /** Hold back the answer to the next request that has `text` in it, and all behind it on that connection. `arrived`: the server has answered. */
  hold(text: string): { readonly arrived: Promise<void>; release(): void } {
    let arrived!: () => void;
    let release!: () => void;
    const hasArrived = new Promise<void>((resolve) => (arrived = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    this.armed.add({ text, arrived, released });
    return { arrived: hasArrived, release };
  }

  close(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  private forward(client: Socket): void {
    const upstream = createConnection(this.target.port, this.target.host);
    let held: Held | undefined;
    // in their order, each behind those that are held back
    let answers = Promise.resolve();
    client.on('data', (data) => {
      const found = [...this.armed].find(({ text }) => data.includes(text));
      if (found) this.armed.delete(found);
      held = found ?? held;
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      const by = held;
      by?.arrived();
      answers = answers.then(() => by?.released).then(() => void client.write(data));
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
