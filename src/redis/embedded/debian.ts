import { type ExecFileOptions, execFile } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedServerError } from '../../errors/server.js';
import type { ServerBinary } from './locate.js';

// redis-server is a link into redis-tools, so that both are needed
const PACKAGES = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'];

const execute = (file: string, args: readonly string[], options: ExecFileOptions = {}) =>
  promisify(execFile)(file, args, { env: process.env, ...options });
const cacheFolder = () => path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'redstart');
const serverFolder = () => path.join(cacheFolder(), 'redis-server');

async function libraryPath(files: string): Promise<string> {
  const lib = path.join(files, 'usr/lib');
  const multiarch = (await readdir(lib)).find((name) => name.includes('-linux-'));
  return path.join(lib, multiarch ?? '');
}

async function serverIn(folder: string): Promise<ServerBinary> {
  const file = path.join(folder, 'usr/bin/redis-server');
  await access(file, constants.X_OK);
  return { file, env: { LD_LIBRARY_PATH: await libraryPath(folder) } };
}

/** The server that was fetched before. */
export function cachedServer(): Promise<ServerBinary | undefined> {
  return serverIn(serverFolder()).catch(() => undefined);
}

async function tryOut(folder: string): Promise<void> {
  const { file, env } = await serverIn(folder);
  await execute(file, ['--version'], { env: { ...process.env, ...env } });
}

/** Whether this system has the tools to fetch packages of Debian or Ubuntu. */
export async function canFetch(): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  return Promise.all(['apt-get', 'dpkg'].map((tool) => execute(tool, ['--version']))).then(
    () => true,
    () => false,
  );
}

/** Have apt work in a folder of its own, which needs no root and leaves the system as it is. */
async function download(work: string): Promise<void> {
  await mkdir(path.join(work, 'lists/partial'), { recursive: true });
  await mkdir(path.join(work, 'cache/archives/partial'), { recursive: true });
  await mkdir(path.join(work, 'state'));
  const options = [
    `Dir::State=${work}/state`,
    `Dir::State::lists=${work}/lists`,
    'Dir::State::status=/var/lib/dpkg/status',
    `Dir::Cache=${work}/cache`,
    'APT::Sandbox::User=',
  ].flatMap((option) => ['-o', option]);
  await execute('apt-get', [...options, 'update'], { cwd: work });
  await execute('apt-get', [...options, 'download', ...PACKAGES], { cwd: work });
}

async function unpack(work: string): Promise<string> {
  const files = path.join(work, 'files');
  const packages = (await readdir(work)).filter((name) => name.endsWith('.deb'));
  for (const name of packages) await execute('dpkg', ['-x', path.join(work, name), files]);
  return files;
}

/** A folder of ours to work in, inside the cache, so that the result can be moved there in one step. */
async function workFolder(): Promise<string> {
  try {
    await mkdir(cacheFolder(), { recursive: true });
    return await mkdtemp(path.join(cacheFolder(), 'fetch-'));
  } catch (cause) {
    throw new EmbeddedServerError(
      `The cache folder ${cacheFolder()} cannot be written to. Set XDG_CACHE_HOME to one that can, or install redis-server.`,
      { cause },
    );
  }
}

function fetchFailed(cause: unknown): EmbeddedServerError {
  const said = String((cause as { stderr?: string }).stderr || cause).trim();
  return new EmbeddedServerError(
    `Fetching redis-server with apt-get failed:\n${said.slice(-500)}\nInstall it with "apt install redis-server", or set REDIS_SERVER_BIN to one.`,
    { cause },
  );
}

/**
 * Fetch a server from the package archive of this Debian or Ubuntu into our cache folder.
 *
 * Takes about 5 s and 1.4 MB once. Safe beside other programs that do the same: the last step is one rename.
 *
 * @throws EmbeddedServerError with what apt-get said, e.g. without a network
 */
export async function fetchServer(): Promise<ServerBinary> {
  const work = await workFolder();
  try {
    await download(work);
    const files = await unpack(work);
    await tryOut(files);
    // another program may have been faster: then its folder stays
    await rename(files, serverFolder()).catch(() => {});
    return await serverIn(serverFolder());
  } catch (cause) {
    throw fetchFailed(cause);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
