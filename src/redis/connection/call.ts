import { Command } from 'ioredis';
import type { Argument } from './connection.js';

/** What is written for a call that nobody waits for any more: its place in the order of answers has to be filled. */
const NOTHING = '*1\r\n$4\r\nPING\r\n';

interface Socket {
  readonly bytesRead?: number;
  destroy?(): void;
}

/** Text replies as strings, or as Buffers. */
export type Encoding = 'utf8' | null;

/**
 * A command of ioredis that knows whether it was written to a connection: only then may the server have done it. ioredis
 * asks it for its bytes at that moment, also when it comes out of the queue of commands that wait for a connection.
 */
export class Call extends Command {
  private socket?: Socket;
  private heard = 0;
  private cancelled = false;

  constructor(name: string, args: Argument[], encoding: Encoding) {
    super(name, args, { replyEncoding: encoding });
  }

  /** Whether it left this program. */
  get sent(): boolean {
    return this.socket !== undefined;
  }

  /** Reject it. What was not sent by now never is. */
  cancel(reason: Error): void {
    this.cancelled = true;
    this.reject(reason);
  }

  /** Drop the connection it was sent on, if not one byte has come since: it is dead, whatever the system thinks. */
  dropIfMute(): void {
    if (this.socket && (this.socket.bytesRead ?? 0) === this.heard) this.socket.destroy?.();
  }

  override toWritable(socket: object): string | Buffer {
    if (this.cancelled) return NOTHING;
    this.socket = (socket ?? {}) as Socket;
    this.heard = this.socket.bytesRead ?? 0;
    return super.toWritable(socket);
  }
}
