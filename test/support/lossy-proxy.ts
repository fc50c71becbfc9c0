import type { Socket } from 'node:net';
import { ServerProxy } from './server-proxy.js';

/** A way to a server that can lose an answer, or a request: whether the server has done the command, the client cannot know. */
export class LossyProxy extends ServerProxy {
  private armed?: string;
  private armedRequest?: string;
  lost = 0;

  /** Forward the next request that has `text` in it, and close the connection in place of the answer. */
  loseAnswerTo(text: string): void {
    this.armed = text;
  }

  /** Close the connection in place of forwarding the next request that has `text` in it. */
  loseRequest(text: string): void {
    this.armedRequest = text;
  }

  protected forward(client: Socket, upstream: Socket): void {
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
  }
}
