import type { Cluster, Redis } from 'ioredis';
import { ConnectionError } from '../errors/connection.js';
import { EmbeddedServerError } from '../errors/server.js';
import { type Capabilities, detectCapabilities } from '../redis/capabilities.js';
import { type ConnectTarget, closeClient, openClient } from '../redis/client.js';
import type { Connection } from '../redis/connection/connection.js';
import { closedByUser, disconnected } from '../redis/connection/failure.js';
import { connectorTo } from '../redis/embedded/connector.js';
import { type EmbeddedOptions, EmbeddedServer } from '../redis/embedded/server.js';
import { writeSnapshot } from '../redis/embedded/snapshot.js';
import { whenReady } from '../redis/ready.js';
import { addressOf } from '../redis/server-name.js';

/** A client, where it leads, and what it takes to end it. */
export interface Opened {
  readonly redis: Redis | Cluster;
  /** it is ours to close */
  readonly owned: boolean;
  /** the server that was started for it */
  readonly server?: EmbeddedServer;
  release(): Promise<void>;
}

/** An opened client whose server answers. */
export interface Ready extends Opened {
  readonly capabilities: Capabilities;
}

/** The address that another program can connect to; undefined for a cluster, or sentinels. */
export const addressFor = ({ server, redis }: Opened): string | undefined => server?.address ?? addressOf(redis);

/** @throws EmbeddedServerError for a server that may be on another machine */
export async function snapshotOf({ server }: Opened, connection: Connection, file: string): Promise<void> {
  if (server) return writeSnapshot(connection, file);
  throw new EmbeddedServerError(
    `${connection.server} is not embedded, so that its files are not ours to write. Call snapshot() on what Database.embedded() gave, or use "redis-cli --rdb <file>" there.`,
  );
}

/** @throws ConnectionError when the target cannot be read, or no connection comes about */
export function openTarget(target: ConnectTarget, timeout: number): Promise<Ready> {
  const { redis, owned } = openClient(target, timeout);
  return ready({ redis, owned, release: async () => (owned ? closeClient(redis) : undefined) }, timeout);
}

/** How many servers may leave while a program joins them, before that is an error. */
const MOST_LOST = 10;

/** @throws EmbeddedServerError when no server can be started */
export async function openEmbedded(options: EmbeddedOptions, timeout: number): Promise<Ready> {
  const server = await EmbeddedServer.at(options);
  const { redis } = openClient({ Connector: connectorTo(server) }, timeout);
  const release = async () => {
    closeClient(redis);
    await server.stop();
  };
  // a server that another program is just ending drops the connection: the next attempt starts one
  return ready({ redis, owned: true, server, release }, timeout, true);
}

/** What the server can do; a patient one asks the next where this one left before it had answered. */
async function askCapabilities(redis: Opened['redis'], timeout: number, patient: boolean): Promise<Capabilities> {
  for (let lost = 0; ; lost++) {
    await whenReady(redis, { timeout, patient });
    try {
      return await detectCapabilities(redis);
    } catch (error) {
      if (!patient || redis.status === 'ready' || lost === MOST_LOST) throw error;
    }
  }
}

async function ready(opened: Opened, timeout: number, patient = false): Promise<Ready> {
  try {
    return { ...opened, capabilities: await askCapabilities(opened.redis, timeout, patient) };
  } catch (error) {
    await opened.release();
    throw error;
  }
}

/**
 * Refuse to leave a server whose client is the caller's own, who knows where it is to lead, and to open what was closed.
 *
 * @throws ConnectionError
 */
export function checkMovable({ server }: Connection, { owned }: Opened, open: boolean): void {
  if (!open) throw disconnected(closedByUser(), server, false);
  if (owned) return;
  throw new ConnectionError(
    server,
    'not sent',
    'This database uses a client that is not its own, which reconnect() cannot replace. Open another Database where you gave it a client; a named database follows the one it belongs to.',
  );
}
