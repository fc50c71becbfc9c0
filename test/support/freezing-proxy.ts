import type { Socket } from 'node:net';
import { ServerProxy } from './server-proxy.js';

/**
 * A way to a server that can go dead without a word, as a cable, a firewall or a frozen host does: the sockets stay open,
 * and nothing passes any more. It can do so in one direction as well.
 */
export class FreezingProxy extends ServerProxy {
  private frozen = false;
  private readonly upstreams = new Set<Socket>();
  /** connections made so far */
  connections = 0;

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

  protected forward(client: Socket, upstream: Socket): void {
    this.connections++;
    this.upstreams.add(upstream);
    upstream.once('close', () => this.upstreams.delete(upstream));
    if (!this.frozen) {
      client.on('data', (data) => upstream.write(data));
      upstream.on('data', (data) => client.write(data));
    }
  }
}
