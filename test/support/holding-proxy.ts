import type { Socket } from 'node:net';
import { ServerProxy } from './server-proxy.js';

/** What a request waits for, by a text that is in it. */
interface Held {
  readonly text: string;
  arrived(): void;
  readonly released: Promise<void>;
}

/** A way to a server on which answers can be held back, so that those of other connections come first. */
export class HoldingProxy extends ServerProxy {
  private readonly armed = new Set<Held>();

  /** Hold back the answer to the next request that has `text` in it, and all behind it on that connection. `arrived`: the server has answered. */
  hold(text: string): { readonly arrived: Promise<void>; release(): void } {
    let arrived!: () => void;
    let release!: () => void;
    const hasArrived = new Promise<void>((resolve) => (arrived = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    this.armed.add({ text, arrived, released });
    return { arrived: hasArrived, release };
  }

  protected forward(client: Socket, upstream: Socket): void {
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
  }
}
