import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { EmbeddedServerError } from '../../errors.js';
import { locateServer } from './locate.js';

export interface EmbeddedOptions {
  /** Where to keep the data; without it they are gone when the program ends. */
  readonly dir?: string;
}

/** A private server that runs. */
export interface EmbeddedServer {
  /** path of the Unix socket */
  readonly socket: string;
  stop(): Promise<void>;
}

// the parent's death is an end of file on stdin, however it died; INT is for the parent alone
const WATCHDOG = '"$@" </dev/null & p=$!; trap "" INT; cat >/dev/null; kill -TERM $p 2>/dev/null; wait $p';

/** Settings that keep small structures in their compact encodings; README recommends them for other servers. */
const COMPACT = ['--hash-max-listpack-value', '256'];

const IN_MEMORY = ['--save', '', '--appendonly', 'no'];
const ON_DISK = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'everysec'];

function settings(folder: string, socket: string, persistent: boolean): string[] {
  const base = [
    '--port',
    '0',
    '--unixsocket',
    socket,
    '--unixsocketperm',
    '700',
    '--dir',
    folder,
    '--logfile',
    path.join(folder, 'redis.log'),
  ];
  return [...base, ...COMPACT, ...(persistent ? ON_DISK : IN_MEMORY)];
}

async function launch(args: readonly string[]): Promise<ChildProcess> {
  const { file, env } = await locateServer();
  const child = spawn('/bin/sh', ['-c', WATCHDOG, 'sh', file, ...args], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { ...process.env, ...env },
  });
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return child;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether a server answers on the socket. */
async function answers(socket: string): Promise<boolean> {
  const probe = new Redis({ path: socket, lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 } as never);
  probe.on('error', () => {});
  try {
    await probe.connect();
    return (await probe.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    // after the end it would start a timer that nothing stops, and that holds the program for two seconds
    if (probe.status !== 'end') probe.disconnect();
  }
}

async function untilReady(child: ChildProcess, socket: string, folder: string): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) {
    if (await answers(socket)) return;
    if (child.exitCode !== null) break;
    await pause(5);
  }
  const log = await readFile(path.join(folder, 'redis.log'), 'utf8').catch(() => '');
  throw new EmbeddedServerError(
    `The embedded server did not start. Its log ends with: ${log.slice(-500)} Correct that, or use Database.connect().`,
  );
}

/** Start a private server on a Unix socket; it ends with this program, however that ends. */
export async function startServer(options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const runtime = await mkdtemp(path.join(tmpdir(), 'redstart-'));
  if (options.dir !== undefined) await mkdir(options.dir, { recursive: true });
  const folder = options.dir === undefined ? runtime : await realpath(options.dir);
  // a socket path has at most 104 bytes: never inside dir
  const socket =
    options.dir === undefined
      ? path.join(runtime, 's')
      : path.join(tmpdir(), `redstart-${createHash('sha1').update(folder).digest('hex').slice(0, 16)}.sock`);
  const child = await launch(settings(folder, socket, options.dir !== undefined));
  await untilReady(child, socket, folder);
  return { socket, stop: () => stop(child, runtime) };
}

async function stop(child: ChildProcess, runtime: string): Promise<void> {
  if (child.exitCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.ref();
    child.stdin?.end();
    await ended;
  }
  await rm(runtime, { recursive: true, force: true });
}
