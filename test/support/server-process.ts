import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { Redis } from 'ioredis';
import { locateServer } from '../../src/redis/embedded/locate.js';
import { commandLine } from '../../src/redis/embedded/settings.js';
import { makeRuntimeFolder, Watchdog } from '../../src/redis/embedded/watchdog.js';
import { eventually } from './eventually.js';

export interface Address {
  readonly host: string;
  readonly port: number;
}

type Settings = Readonly<Record<string, string | number>>;

const HOST = '127.0.0.1';

async function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

const used = new Set<number>();

/** A port that is free, and so is the one of the cluster bus, 10,000 above it. Below the range that systems give out. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 12_000);
    if (!used.has(port) && (await portIsFree(port)) && (await portIsFree(port + 10_000))) {
      used.add(port);
      return port;
    }
  }
}

/** One server program on a loopback port. It ends with the test, however that ends. */
export class ServerProcess {
  private constructor(
    readonly address: Address,
    /** a connection to it that no code under test uses */
    readonly admin: Redis,
    private readonly watchdog: Watchdog,
  ) {}

  /** Start a data server with these settings; its files end with it unless it is given a `dir`. */
  static async start(settings: Settings = {}, port?: number, password?: string): Promise<ServerProcess> {
    const args = (dir: string) => commandLine({ dir, save: '', appendonly: 'no', ...settings });
    return ServerProcess.launch(args, port, password);
  }

  /** Start a sentinel with the text of a configuration file, which it rewrites. */
  static async sentinel(config: string): Promise<ServerProcess> {
    return ServerProcess.launch((runtime) => {
      const file = path.join(runtime, 'sentinel.conf');
      writeFileSync(file, config);
      return [file, '--sentinel', ...commandLine({ dir: runtime })];
    });
  }

  private static async launch(
    args: (runtime: string) => string[],
    port?: number,
    password?: string,
  ): Promise<ServerProcess> {
    try {
      return await ServerProcess.open(args, port ?? (await freePort()), password);
    } catch (error) {
      // another program was faster
      if (port !== undefined || !/in use/i.test(String(error))) throw error;
      return ServerProcess.launch(args, undefined, password);
    }
  }

  private static async open(
    args: (runtime: string) => string[],
    port: number,
    password?: string,
  ): Promise<ServerProcess> {
    const address = { host: HOST, port };
    const runtime = makeRuntimeFolder();
    const place = commandLine({ port: address.port, bind: HOST });
    const watchdog = Watchdog.start(await locateServer(), [...args(runtime), ...place], { signal: 'KILL', runtime });
    return new ServerProcess(address, await connect(address, watchdog, password), watchdog);
  }

  get running(): boolean {
    return this.watchdog.running;
  }

  /** Wait until its replicas have all that was written so far. */
  async caughtUp(): Promise<void> {
    const facts = async () => this.admin.info('replication');
    const written = Number(/master_repl_offset:(\d+)/.exec(await facts())![1]);
    await eventually(async () => {
      const replicas = [...(await facts()).matchAll(/^slave\d+:.*offset=(\d+)/gm)];
      return replicas.every(([, offset]) => Number(offset) >= written);
    });
  }

  /** End it at once, without a good-bye. */
  async kill(): Promise<void> {
    this.admin.disconnect();
    await this.watchdog.stop();
  }
}

async function connect(address: Address, watchdog: Watchdog, password?: string): Promise<Redis> {
  const admin = new Redis({ ...address, password, retryStrategy: () => (watchdog.running ? 10 : null) });
  admin.on('error', () => {});
  await eventually(async () => !watchdog.running || (await admin.ping()) === 'PONG');
  if (watchdog.running) return admin;
  admin.disconnect();
  throw new Error(`The server did not start: ${watchdog.logTail()}`);
}
