import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedServerError } from '../../errors/server.js';
import { cachedServer, canFetch, fetchServer } from './debian.js';

const NAMES = ['redis-server', 'valkey-server', 'keydb-server'];
const FOLDERS = ['/opt/homebrew/bin', '/usr/local/bin', '/usr/bin', '/usr/sbin'];

/** A server program, and the environment it needs to start. */
export interface ServerBinary {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

const WAY_OUT: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Install one with "brew install redis" (or valkey)',
  win32:
    'Run inside WSL ("wsl --install", then "apt install redis-server"), or start one with "docker run -p 6379:6379 redis" and use Database.connect()',
  linux:
    'Install one with your package manager, e.g. "apt install redis-server", "dnf install redis" or "apk add redis"',
};

async function isExecutable(file: string): Promise<boolean> {
  // a folder is executable too
  return access(file, constants.X_OK)
    .then(() => stat(file))
    .then(
      (found) => found.isFile(),
      () => false,
    );
}

async function onPath(): Promise<string | undefined> {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...FOLDERS].filter(Boolean);
  for (const folder of folders) {
    for (const name of NAMES) {
      const file = path.join(folder, name);
      if (await isExecutable(file)) return file;
    }
  }
  return undefined;
}

async function fromEnvironment(): Promise<ServerBinary | undefined> {
  const file = process.env.REDIS_SERVER_BIN;
  if (!file) return undefined;
  if (await isExecutable(file)) return { file, env: {} };
  throw new EmbeddedServerError(
    `REDIS_SERVER_BIN names ${file}, which is not a program that can be run. Correct it, or unset it.`,
  );
}

interface LocateOptions {
  /** called when no server is on this machine, before one is fetched */
  readonly onFetch?: () => void;
}

/**
 * Find a server program: `REDIS_SERVER_BIN`, PATH, our cache, and on Debian and Ubuntu the package archive, without root.
 *
 * @throws EmbeddedServerError with the way out for this system
 */
export async function locateServer({ onFetch }: LocateOptions = {}): Promise<ServerBinary> {
  const named = await fromEnvironment();
  if (named) return named;
  const installed = await onPath();
  if (installed) return { file: installed, env: {} };
  const cached = await cachedServer();
  if (cached) return cached;
  if (await canFetch()) {
    onFetch?.();
    return fetchServer();
  }
  const wayOut = WAY_OUT[process.platform] ?? 'Install Redis 6.2 or later, or Valkey';
  throw new EmbeddedServerError(
    `No redis-server or valkey-server was found. ${wayOut}, or set REDIS_SERVER_BIN to one.`,
  );
}

/** What `<file> --version` prints. */
export async function serverVersion({ file, env }: ServerBinary): Promise<string> {
  const { stdout } = await promisify(execFile)(file, ['--version'], { env: { ...process.env, ...env } });
  return stdout.trim();
}
