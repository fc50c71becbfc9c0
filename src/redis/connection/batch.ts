import type { Redis } from 'ioredis';
import type { Call } from './call.js';

/** Text of that length is written at once. */
const LARGE = 1 << 20;

interface Internals {
  readonly stream: { write(chunk: string | Buffer): unknown };
  sendCommand(call: Call, stream?: unknown): unknown;
}

/** Collects the bytes of commands that are sent in one turn, for one write instead of one each; ioredis takes it for a pipeline. */
export class Batch {
  readonly isPipeline = true;
  readonly destination: { readonly redis: Internals };
  private text = '';
  private open = true;

  private constructor(redis: Internals) {
    this.destination = { redis };
  }

  /** Send the calls, in this order. */
  static send(redis: Redis, calls: readonly Call[]): void {
    const client = redis as unknown as Internals;
    // what waits for a connection is written by ioredis, between calls of others
    if (redis.status !== 'ready' || redis.isCluster) {
      for (const call of calls) client.sendCommand(call);
      return;
    }
    const batch = new Batch(client);
    for (const call of calls) client.sendCommand(call, batch);
    batch.close();
  }

  write(chunk: string | Buffer): void {
    if (this.open && typeof chunk === 'string') {
      this.text += chunk;
      if (this.text.length >= LARGE) this.flush();
      return;
    }
    this.flush();
    this.destination.redis.stream.write(chunk);
  }

  private close(): void {
    this.flush();
    this.open = false;
  }

  private flush(): void {
    if (this.text !== '') this.destination.redis.stream.write(this.text);
    this.text = '';
  }
}
