import { access, constants, mkdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { EmbeddedServerError } from '../../errors/server.js';

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file',
  ENOTDIR: 'it lies inside a file',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'the path is too long',
  ENOSPC: 'the disk is full',
  ENOENT: 'it cannot be made',
  ERR_INVALID_ARG_VALUE: 'the path holds a NUL',
};

function refusal(dir: string, cause: unknown): EmbeddedServerError {
  const code = String((cause as NodeJS.ErrnoException).code);
  return new EmbeddedServerError(
    `The folder ${JSON.stringify(dir.slice(0, 200))} cannot keep the data: ${REASONS[code] ?? code}. Give Database.embedded() a dir that can be written to.`,
    { cause },
  );
}

/** A folder that keeps the data of a server, and the lock by which at most one server uses it. */
export class DataDirectory {
  private constructor(readonly path: string) {}

  /**
   * Make the folder where it is missing.
   *
   * @throws EmbeddedServerError when nothing can be written there
   */
  static async open(dir: string): Promise<DataDirectory> {
    try {
      if (dir === '') throw Object.assign(new Error('empty path'), { code: 'the path is empty' });
      await mkdir(dir, { recursive: true });
      await access(dir, constants.R_OK | constants.W_OK | constants.X_OK);
      // links and relative paths name the same folder
      return new DataDirectory(await realpath(dir));
    } catch (cause) {
      throw refusal(dir, cause);
    }
  }

  get lock(): string {
    return path.join(this.path, 'redstart.lock');
  }

  /** The runtime folder of the server that holds the lock, or held it last. */
  async holder(): Promise<string | undefined> {
    const folder = await readFile(this.lock, 'utf8').catch(() => '');
    return folder === '' ? undefined : folder;
  }

  /** The user whose server uses the folder, if that is not this user. */
  async stranger(): Promise<number | undefined> {
    const folder = await this.holder();
    const owner = folder === undefined ? undefined : await stat(folder).catch(() => undefined);
    return owner && owner.uid !== process.getuid?.() ? owner.uid : undefined;
  }
}
