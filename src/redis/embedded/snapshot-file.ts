import { copyFile, type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { EmbeddedServerError } from '../../errors/server.js';
import { partOf, sweepParts } from './part.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'it lies inside a file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not open it',
  EPERM: 'this user may not open it',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'the path is too long',
  ERR_INVALID_ARG_TYPE: 'a path is text',
  ERR_INVALID_ARG_VALUE: 'the path holds a NUL',
};

/** What the snapshots of Redis, and of Valkey 9 and later, begin with. */
const BEGINNINGS = ['REDIS', 'VALKEY'];

const reasonOf = ({ code }: NodeJS.ErrnoException): string => REASONS[String(code)] ?? String(code);
const shown = (file: unknown): string => JSON.stringify(String(file).slice(0, 200));

async function beginning(file: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(6), 0, 6, 0);
  return buffer.toString('latin1', 0, bytesRead);
}

/** The whole path of a file behind links, and who may use it; what cannot hold data, such as a pipe or a device, is refused. */
async function ordinary(file: string): Promise<{ readonly whole: string; readonly mode: number }> {
  const whole = await realpath(file);
  const found = await stat(whole);
  if (found.isDirectory()) throw Object.assign(new Error(whole), { code: 'EISDIR' });
  if (!found.isFile()) throw Object.assign(new Error(whole), { code: 'it is not an ordinary file' });
  return { whole, mode: found.mode & 0o777 };
}

/** The same of a file that may not be there yet. */
async function ordinaryOrNew(file: string): Promise<{ readonly whole: string; readonly mode?: number }> {
  try {
    return await ordinary(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { whole: path.resolve(file) };
  }
}

/**
 * The whole path of a snapshot that a server can begin with; nothing but its first bytes is read.
 *
 * @throws EmbeddedServerError when it cannot be read, or is something else
 */
export async function findSnapshot(from: string): Promise<string> {
  const wayOut = 'Give Database.embedded() a from that db.snapshot() or BGSAVE has written.';
  const refuse = (reason: string, cause?: unknown) =>
    new EmbeddedServerError(`${shown(from)} is not a snapshot to begin with: ${reason}. ${wayOut}`, { cause });
  if (from === '') throw refuse('the path is empty');
  let start: string;
  let whole: string;
  try {
    whole = (await ordinary(from)).whole;
    await using file = await open(whole);
    start = await beginning(file);
  } catch (cause) {
    throw refuse(reasonOf(cause as NodeJS.ErrnoException), cause);
  }
  if (!BEGINNINGS.some((word) => start.startsWith(word))) throw refuse('it does not begin as an RDB file does');
  return whole;
}

/** A file that is being written: whoever reads it finds what was there before, or all that is new. */
export class SnapshotTarget {
  private constructor(
    private readonly file: string,
    private readonly part: string,
    /** of the file that it replaces */
    private readonly mode: number | undefined,
  ) {}

  /** @throws EmbeddedServerError when nothing can be written there */
  static async at(file: string): Promise<SnapshotTarget> {
    try {
      if (file === '') throw Object.assign(new Error('empty path'), { code: 'the path is empty' });
      const { whole, mode } = await ordinaryOrNew(file);
      await sweepParts(whole);
      const part = partOf(whole);
      await (await open(part, 'wx', mode)).close();
      return new SnapshotTarget(whole, part, mode);
    } catch (cause) {
      throw unwritable(file, cause);
    }
  }

  /** Put a copy of `source` in its place, on disk when it returns. */
  async take(source: string): Promise<void> {
    try {
      await copyFile(source, this.part);
      await using written = await open(this.part, 'r+');
      if (this.mode !== undefined) await written.chmod(this.mode);
      await written.sync();
      await rename(this.part, this.file);
    } catch (cause) {
      throw unwritable(this.file, cause);
    }
  }

  /** Leave nothing behind of what was not taken. */
  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.part, { force: true });
  }
}

function unwritable(file: unknown, cause: unknown): EmbeddedServerError {
  return new EmbeddedServerError(
    `The snapshot ${shown(file)} cannot be written: ${reasonOf(cause as NodeJS.ErrnoException)}. Give db.snapshot() a file in a folder that exists and can be written to.`,
    { cause },
  );
}
