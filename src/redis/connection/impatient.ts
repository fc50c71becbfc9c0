import type { Argument, Connection } from './connection.js';
import { ForwardingConnection } from './forwarding.js';

/** A connection whose calls can be given up when the server turns out to be out of reach. */
export interface Reach extends Connection {
  sendUnlessDown(command: string, args: Argument[]): Promise<unknown>;
  sendBufferUnlessDown(command: string, args: Argument[]): Promise<unknown>;
}

/**
 * The same connection for callers that have another answer: no call waits for a server that is known to be out of reach, nor goes on
 * waiting once that is known. What is given up so is not sent later.
 */
export class ImpatientConnection extends ForwardingConnection {
  constructor(private readonly reach: Reach) {
    super(reach);
  }

  override get direct(): Connection {
    return this;
  }

  override get impatient(): Connection {
    return this;
  }

  send(command: string, args: Argument[]): Promise<unknown> {
    return this.reach.sendUnlessDown(command, args);
  }

  sendBuffer(command: string, args: Argument[]): Promise<unknown> {
    return this.reach.sendBufferUnlessDown(command, args);
  }
}
