import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { EmbeddedServerError, ServerError } from '../../errors/server.js';
import { pause } from '../../util/pause.js';
import type { Connection } from '../connection/connection.js';
import { partOf, sweepParts } from './part.js';
import { SnapshotTarget } from './snapshot-file.js';

/** Milliseconds between two questions; the server itself looks ten times a second whether it has finished. */
const STEP = 10;

// a save of another program, or the rewriting of the log: the server says so in one of these ways
const isBusy = (error: unknown): boolean =>
  error instanceof ServerError && /in progress|child process is active/.test(error.message);

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function setting(connection: Connection, name: string): Promise<string> {
  const [, value] = (await connection.send('config', ['GET', name])) as [string, string];
  return value;
}

/** Begin a save of all that is there now; one that was begun before would lack some of it. */
async function begin(connection: Connection): Promise<void> {
  for (;;) {
    try {
      await connection.send('bgsave', []);
      return;
    } catch (error) {
      if (!isBusy(error)) throw error;
      await pause(STEP);
    }
  }
}

async function finish(connection: Connection): Promise<void> {
  for (;;) {
    const info = String(await connection.send('info', ['persistence']));
    if (/^rdb_bgsave_in_progress:0/m.test(info)) {
      if (/^rdb_last_bgsave_status:ok/m.test(info)) return;
      throw new EmbeddedServerError(
        `The server could not write a snapshot into ${await setting(connection, 'dir')}. Make room on that disk, and call db.snapshot() again.`,
      );
    }
    await pause(STEP);
  }
}

/** Have the server write its data, into a file of our own beside its others. */
async function save(connection: Connection): Promise<string> {
  const written = path.join(await setting(connection, 'dir'), await setting(connection, 'dbfilename'));
  await sweepParts(written);
  const ours = partOf(written);
  for (;;) {
    await begin(connection);
    await finish(connection);
    try {
      await rename(written, ours);
      return ours;
    } catch (error) {
      // another program that shares the server was faster, and took it
      if (!isMissing(error)) throw error;
    }
  }
}

/**
 * Write all the data of a server on this machine into a file.
 *
 * @throws EmbeddedServerError when the file cannot be written; what was there before stays then
 */
export async function writeSnapshot(connection: Connection, file: string): Promise<void> {
  await using target = await SnapshotTarget.at(file);
  const saved = await save(connection);
  try {
    await target.take(saved);
  } finally {
    await rm(saved, { force: true });
  }
}
