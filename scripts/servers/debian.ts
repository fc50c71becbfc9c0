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
const valkey = (suite: string, libraries = LIBRARIES): Release => ({
  name: `valkey of ${suite}`,
  suite,
  packages: ['valkey-server', 'valkey-tools', ...libraries.split(' ')],
  program: 'valkey-server',
});

/** What differs most from the Redis that tests run on else: it names clusters, errors and itself in its own way. */
export const FURTHEST = valkey('sid', `${LIBRARIES} libhiredis1.1.0`);

/** Redis 8.0 and 8.6, Valkey 8.0, 8.1 and 9.1, when this was written: releases move on. */
export const RELEASES: readonly Release[] = [
  redis('trixie'),
  redis('experimental'),
  valkey('bookworm-backports', LIBRARIES.replace('libssl3t64', 'libssl3')),
  valkey('trixie'),
  FURTHEST,
];

/** Those two hold what is newer than in the other one, and nothing else. */
const BESIDE: Readonly<Record<string, string>> = { experimental: 'sid', 'bookworm-backports': 'bookworm' };
const suitesOf = (suite: string): string[] => [BESIDE[suite] ?? [], suite].flat();
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
    // without a network this is to end soon
    'Acquire::Retries=0',
    'Acquire::http::Timeout=15',
    'Acquire::https::Timeout=15',
  ].flatMap((option) => ['-o', option]);
  await run('apt-get', [...options, 'update'], { cwd: folder });
  const wanted = packages.map((name) => (isServer(name) ? `${name}/${suite}` : name));
  await run('apt-get', [...options, 'download', ...wanted], { cwd: folder });
}

async function loaderIn(folders: readonly string[]): Promise<string> {
  for (const folder of folders) {
    const names = await readdir(folder).catch((): string[] => []);
    const loader = names.find((name) => name.startsWith('ld-linux'));
    if (loader !== undefined) return path.join(folder, loader);
  }
  throw new Error(`no loader of programs is in ${folders.join(' or ')}`);
}

async function unpack(folder: string, program: string): Promise<string> {
  const files = path.join(folder, 'files');
  for (const name of await readdir(folder))
    if (name.endsWith('.deb')) await run('dpkg', ['-x', path.join(folder, name), files]);
  const machine = `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
  // releases up to bookworm have the C library beside /usr
  const libraries = ['usr/lib', 'lib'].map((top) => path.join(files, top, machine));
  const loader = await loaderIn(libraries);
  const start = path.join(folder, program);
  await writeFile(
    start,
    `#!/bin/sh\nexec ${loader} --library-path ${libraries.join(':')} ${files}/usr/bin/${program} "$@"\n`,
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
