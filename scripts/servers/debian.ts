// Fetches servers of other Debian releases into the cache folder, without root and without installing anything. Programs that are
// built for a newer C library run through the loader and the libraries of their own release, which come beside them.
import { execFile } from 'node:child_process';
import { access, chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** A server as a release of Debian packages it. */
export interface Release {
  /** as it is named in the table */
  readonly name: string;
  /** where it comes from; what it needs and is not there comes from sid */
  readonly suite: string;
  readonly packages: readonly string[];
  readonly program: string;
}

const LIBRARIES =
  'libatomic1 libc6 libcap2 libgcc-s1 libjemalloc2 liblzf1 libssl3t64 libstdc++6 libsystemd0 libzstd1 zlib1g';
const redis = (suite: string): Release => ({
  name: `redis of ${suite}`,
  suite,
  packages: ['redis-server', 'redis-tools', ...LIBRARIES.split(' ')],
  program: 'redis-server',
});
const valkey = (suite: string, ...more: readonly string[]): Release => ({
  name: `valkey of ${suite}`,
  suite,
  packages: ['valkey-server', 'valkey-tools', ...LIBRARIES.split(' '), ...more],
  program: 'valkey-server',
});

/** Redis 8.0 and 8.6, Valkey 8.1 and 9.1, when this was written: releases move on. */
export const RELEASES: readonly Release[] = [
  redis('trixie'),
  redis('experimental'),
  valkey('trixie'),
  valkey('sid', 'libhiredis1.1.0'),
];

/** Experimental holds what is newer than in sid, and nothing else. */
const suitesOf = (suite: string): string[] => (suite === 'experimental' ? ['sid', suite] : [suite]);
const isServer = (name: string): boolean => /-(server|tools)$/.test(name);

const run = promisify(execFile);
const cache = () => path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'redstart', 'servers');

/** Where this machine gets Debian's packages from. */
async function archive(): Promise<string> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)']);
  const found = stdout.split('\n').find((uri) => /\/debian\/?$/.test(uri));
  if (!found) throw new Error('apt knows no archive of Debian');
  return found;
}

async function download(folder: string, { suite, packages }: Release): Promise<void> {
  const list = path.join(folder, 'sources.list');
  const key = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]';
  const from = await archive();
  await writeFile(
    list,
    suitesOf(suite)
      .map((one) => `deb ${key} ${from} ${one} main\n`)
      .join(''),
  );
  for (const name of ['state', 'lists/partial', 'cache/archives/partial'])
    await mkdir(path.join(folder, name), { recursive: true });
  const options = [
    `Dir::Etc::SourceList=${list}`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State=${folder}/state`,
    `Dir::State::lists=${folder}/lists`,
    'Dir::State::status=/var/lib/dpkg/status',
    `Dir::Cache=${folder}/cache`,
    'APT::Sandbox::User=',
  ].flatMap((option) => ['-o', option]);
  await run('apt-get', [...options, 'update'], { cwd: folder });
  const wanted = packages.map((name) => (isServer(name) ? `${name}/${suite}` : name));
  await run('apt-get', [...options, 'download', ...wanted], { cwd: folder });
}

async function unpack(folder: string, program: string): Promise<string> {
  const files = path.join(folder, 'files');
  for (const name of await readdir(folder))
    if (name.endsWith('.deb')) await run('dpkg', ['-x', path.join(folder, name), files]);
  const libraries = path.join(files, 'usr/lib', `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`);
  const loader = (await readdir(libraries)).find((name) => name.startsWith('ld-linux'));
  const start = path.join(folder, program);
  await writeFile(
    start,
    `#!/bin/sh\nexec ${libraries}/${loader} --library-path ${libraries} ${files}/usr/bin/${program} "$@"\n`,
  );
  await chmod(start, 0o755);
  return start;
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** The program of a release, fetched where it is not there yet; throws where it cannot be had. */
export async function fetchRelease(release: Release): Promise<string> {
  const folder = path.join(cache(), release.name.replaceAll(' ', '-'));
  const program = path.join(folder, release.program);
  if (await exists(program)) return program;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await download(folder, release);
    return await unpack(folder, release.program);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
