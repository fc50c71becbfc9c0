import { execFile } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedServerError } from '../../errors.js';
import type { ServerBinary } from './locate.js';

// redis-server is a link into redis-tools, so that both are needed
const PACKAGES = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'];

const execute = promisify(execFile);
const cacheFolder = () => path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'redstart');
const serverFolder = () => path.join(cacheFolder(), 'redis-server');

async function libraryPath(files: string): Promise<string> {
  const lib = path.join(files, 'usr/lib');
  const multiarch = (await readdir(lib)).find((name) => name.includes('-linux-'));
  return path.join(lib, multiarch ?? '');
}

/** The server that was fetched before. */
export async function cachedServer(): Promise<ServerBinary | undefined> {
  const file = path.join(serverFolder(), 'usr/bin/redis-server');
  try {
    await access(file, constants.X_OK);
    return { file, env: { LD_LIBRARY_PATH: await libraryPath(serverFolder()) } };
  } catch {
    return undefined;
  }
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

/**
 * Fetch a server from the package archive of this Debian or Ubuntu into our cache folder.
 *
 * Takes about 5 s and 1.4 MB once. Safe beside other programs that do the same: the last step is one rename.
 */
export async function fetchServer(): Promise<ServerBinary> {
  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(path.join(cacheFolder(), 'fetch-'));
  try {
    await download(work);
    // another program may have been faster: then its folder stays
    await rename(await unpack(work), serverFolder()).catch(() => {});
  } catch (cause) {
    throw new EmbeddedServerError(
      'Fetching redis-server with apt-get failed. Install it with "apt install redis-server", or set REDIS_SERVER_BIN to one.',
      { cause },
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const server = await cachedServer();
  if (!server)
    throw new EmbeddedServerError(
      'The redis-server that was fetched cannot be run. Install it with "apt install redis-server".',
    );
  return server;
}
