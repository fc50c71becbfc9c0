import type { Cluster, Redis } from 'ioredis';
import type { Capabilities } from '../capabilities.js';
import type { BlockingPool } from './blocking-pool.js';

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
  /** where calls go, as errors say it */
  readonly server: string;
  /** why the server is known to be out of reach just now */
  readonly trouble: Error | undefined;
  /** connections of their own, for calls that block */
  readonly blocking: BlockingPool;
  /** the connection that sends at once: this one, or the one behind a queue */
  readonly direct: Connection;
  /** the connection for callers that have another answer: their calls do not wait for a server that is known to be out of reach */
  readonly impatient: Connection;
  /** what is sent ends up inside MULTI, where a script that the server does not know cannot be sent once more */
  readonly inTransaction: boolean;
  /** Throws for a key with an index, which a call on another key would leave behind. */
  readonly refuseOthers?: (key: string) => void;
  /** Follow so many commands that go out in one piece: it rejects when the database is closed, or when its time is up. */
  follow<T>(commands: number, work: () => Promise<T>): Promise<T>;
  /** Send one command; text replies arrive as strings. */
  send(command: string, args: Argument[]): Promise<unknown>;
  /** Send one command; text replies arrive as Buffers, whatever bytes they hold. */
  sendBuffer(command: string, args: Argument[]): Promise<unknown>;
}
