import type { Cluster, Redis } from 'ioredis';
import type { Capabilities } from './capabilities.js';

/** What may be sent to the server. Buffers carry any byte. */
export type Argument = string | number | Buffer;

/**
 * The way to a server: everything above this layer sends its commands here, so that a pipeline or a transaction can
 * stand in for the client and queue them.
 */
export interface Connection {
  /** the ioredis client, for what has no call of its own */
  readonly redis: Redis | Cluster;
  readonly capabilities: Capabilities;
  /** Send one command; text replies arrive as strings. */
  send(command: string, args: Argument[]): Promise<unknown>;
  /** Send one command; text replies arrive as Buffers, whatever bytes they hold. */
  sendBuffer(command: string, args: Argument[]): Promise<unknown>;
}

/** The connection that sends each command at once. */
export class DirectConnection implements Connection {
  constructor(
    readonly redis: Redis | Cluster,
    readonly capabilities: Capabilities,
  ) {}

  send(command: string, args: Argument[]): Promise<unknown> {
    return this.redis.call(command, args);
  }

  sendBuffer(command: string, args: Argument[]): Promise<unknown> {
    return this.redis.callBuffer(command, args);
  }
}
