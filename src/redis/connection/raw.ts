import type { Argument, Connection } from './connection.js';
import { ForwardingConnection } from './forwarding.js';

/** The same connection with every text reply as a Buffer: for scripts that answer with bytes. */
export class RawConnection extends ForwardingConnection {
  override get direct(): Connection {
    return new RawConnection(this.below.direct);
  }

  override get impatient(): Connection {
    return new RawConnection(this.below.impatient);
  }

  send(command: string, args: Argument[]): Promise<unknown> {
    return this.below.sendBuffer(command, args);
  }

  sendBuffer(command: string, args: Argument[]): Promise<unknown> {
    return this.below.sendBuffer(command, args);
  }
}
