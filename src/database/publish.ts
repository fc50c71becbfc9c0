import { checkText } from '../containers/arguments.js';
import { UnsupportedError } from '../errors/server.js';
import type { Connection } from '../redis/connection/connection.js';
import { knownOptions } from '../util/options.js';

export interface PublishOptions {
  /** to those who listen to it by `sharded` @default false */
  readonly sharded?: boolean | undefined;
}

/** What `db.publish()` does. */
export async function publish(
  connection: Connection,
  channel: string,
  message: string,
  options: PublishOptions = {},
): Promise<number> {
  const { sharded = false } = knownOptions('publish()', options, { sharded: true });
  if (sharded) checkSharded(connection, 'SPUBLISH');
  const args = [checkText('channel', channel), checkText('message', message)];
  return (await connection.send(sharded ? 'spublish' : 'publish', args)) as number;
}

/** Refuse channels of slots where the server knows none. */
export function checkSharded({ capabilities }: Connection, command: string): void {
  if (!capabilities.shardedChannels)
    throw new UnsupportedError(command, `${capabilities.server} ${capabilities.version}`);
}
