import type { Argument, Connection } from '../../redis/connection/connection.js';
import { ackDone } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { chunksOf } from './ids.js';

/** How many messages one script acknowledges and deletes; a command is quicker. */
const BY_SCRIPT = 100;
const BY_COMMAND = 1000;

/** What XACKDEL says of a message that was not pending. */
const NOT_PENDING = -1;

/** Messages of one stream, and the group that is done with them. */
interface DoneMessages {
  readonly stream: string;
  readonly group: string;
  readonly ids: readonly string[];
}

type Send = (command: string, args: Argument[]) => Promise<unknown>;

/** Whether commands do it, which may go over any connection; what follows upon their answer has no place in a transaction. */
export const deletesByCommand = ({ capabilities, inTransaction }: Connection): boolean =>
  capabilities.acknowledgedDeletion && !inTransaction;

/** The same messages in as many parts as are told to the server one after the other. */
export const portionsOf = <T>(connection: Connection, all: readonly T[]): T[][] =>
  chunksOf(all, deletesByCommand(connection) ? BY_COMMAND : BY_SCRIPT);

async function byCommand(connection: Connection, { stream, group, ids }: DoneMessages, send: Send): Promise<number> {
  const told = (await send('xackdel', [stream, group, 'ACKED', 'IDS', ids.length, ...ids])) as number[];
  // what was acknowledged before goes as well, once all groups have done so
  const before = ids.filter((_, i) => told[i] === NOT_PENDING);
  if (before.length > 0) await connection.send('xdelex', [stream, 'ACKED', 'IDS', before.length, ...before]);
  return ids.length - before.length;
}

/**
 * Acknowledge messages, and delete those that every group of the stream has acknowledged.
 *
 * Redis: XACKDEL, O(1) each, and XDELEX for those that were not pending; a script, O(groups) each, before Redis 8.2.
 *
 * @returns how many were pending
 */
export async function ackAndDelete(connection: Connection, done: DoneMessages, send?: Send): Promise<number> {
  if (deletesByCommand(connection))
    return byCommand(connection, done, send ?? ((command, args) => connection.send(command, args)));
  const { stream, group, ids } = done;
  return Number(await run(connection, ackDone, { keys: { stream }, args: { group }, rest: [...ids] }));
}
