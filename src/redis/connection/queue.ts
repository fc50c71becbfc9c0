import type { Argument } from './connection.js';
import { ForwardingConnection } from './forwarding.js';

/** A connection that keeps what it is asked to send, and sends it together a little later. */
export abstract class QueueConnection extends ForwardingConnection {
  send(command: string, args: Argument[]): Promise<unknown> {
    return this.enqueue(command, args, false);
  }

  sendBuffer(command: string, args: Argument[]): Promise<unknown> {
    return this.enqueue(command, args, true);
  }

  protected abstract enqueue(command: string, args: Argument[], raw: boolean): Promise<unknown>;
}
