import { createConnection, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedServerError } from '../../errors/server.js';
import { DataDirectory } from './directory.js';
import { locateServer } from './locate.js';
import { dataFile, privateServer } from './settings.js';
import { findSnapshot } from './snapshot-file.js';
import { makeRuntimeFolder, Watchdog } from './watchdog.js';

/** Where an embedded server keeps its data, and where it gets them from. */
export interface EmbeddedOptions {
  /**
   * The folder to keep the data in, made where it is missing; without it they are gone when the program ends.
   *
   * Programs that name the same folder share one server. It ends with the program that started it; one of the others
   * then starts it again by itself. What was on its way at that moment is rejected with the connection's error.
   */
  readonly dir?: string | undefined;
  /**
   * A snapshot to begin with, of `db.snapshot()` or of the server's BGSAVE. The file is read and never changed. With `dir` as well it is
   * where a folder begins that holds no data yet.
   */
  readonly from?: string | undefined;
  /** Called when no server is on this machine, before one is fetched from Debian's or Ubuntu's archive, once. */
  readonly onFetch?: (() => void) | undefined;
}

/** How long, in ms, a server may take to leave the folder that another one waits for. */
const PATIENCE = 30_000;
/** How long, in ms, a server that was started may take until it listens; it loads its data only then. */
const STARTUP = 10_000;

const socketIn = (runtime: string) => path.join(runtime, 'socket');

function dial(runtime: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const stream = createConnection(socketIn(runtime));
    const refused = () => resolve(undefined);
    stream.once('error', refused);
    stream.once('connect', () => {
      stream.off('error', refused);
      resolve(stream);
    });
  });
}

/**
 * A server of this program's own on a Unix socket; it ends with the program, however that ends.
 *
 * With a folder of data there is one server for all the programs that use the folder: whoever finds one joins it, whoever
 * finds none starts it, and a lock of the kernel's decides between two that start at the same moment.
 */
export class EmbeddedServer {
  private watchdog?: Watchdog;
  private program = '';
  private launched = 0;
  private socket?: string;
  private starting?: Promise<void>;
  private served = false;
  private stopping?: Promise<void>;

  private constructor(
    private readonly directory: DataDirectory | undefined,
    private readonly from: string | undefined,
    private readonly onFetch: (() => void) | undefined,
  ) {}

  /** @throws EmbeddedServerError when the folder or the snapshot cannot be used */
  static async at({ dir, from, onFetch }: EmbeddedOptions = {}): Promise<EmbeddedServer> {
    const snapshot = from === undefined ? undefined : await findSnapshot(from);
    return new EmbeddedServer(dir === undefined ? undefined : await DataDirectory.open(dir), snapshot, onFetch);
  }

  /**
   * A new connection to the server, which is started where none runs.
   *
   * @throws EmbeddedServerError with the end of the server's log when it does not start
   */
  async connect(): Promise<Socket> {
    for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await pause(2)) {
      if (this.stopping)
        throw new EmbeddedServerError('The embedded server was closed. Open Database.embedded() anew.');
      const stream = await this.join();
      if (stream) return stream;
      await this.start();
      if (this.hangs) throw await this.giveUp();
    }
    throw await this.unreachable();
  }

  /** The path of the socket that the last connection was made to, for `redis-cli -s` and other programs. */
  get address(): string | undefined {
    return this.socket;
  }

  private get hangs(): boolean {
    return this.watchdog?.running === true && !this.served && Date.now() - this.launched > STARTUP;
  }

  private async giveUp(): Promise<EmbeddedServerError> {
    const log = this.watchdog?.logTail() || 'nothing';
    await this.watchdog?.stop();
    this.watchdog = undefined;
    return new EmbeddedServerError(
      `${this.program} was started and listened to nobody for ${STARTUP / 1000} s. Its log says: ${log}. Make sure that it is a Redis or Valkey server, or set REDIS_SERVER_BIN to one.`,
    );
  }

  /** End the server, if it was this program that started it. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    await this.starting?.catch(() => {});
    await this.watchdog?.stop();
  }

  private async join(): Promise<Socket | undefined> {
    const runtime = this.directory ? await this.directory.holder() : this.watchdog?.runtime;
    const stream = runtime === undefined ? undefined : await dial(runtime);
    if (!stream) return undefined;
    if (this.watchdog) this.served = true;
    this.socket = socketIn(runtime!);
    return stream;
  }

  /** Start a server, once for all who ask at the same time; nothing where ours is on its way. */
  private start(): Promise<void> {
    if (this.watchdog?.running) return Promise.resolve();
    this.starting ??= this.launch().finally(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  private async launch(): Promise<void> {
    if (this.watchdog) await this.bury(this.watchdog);
    const binary = await locateServer({ onFetch: this.onFetch });
    this.program = binary.file;
    this.launched = Date.now();
    const runtime = makeRuntimeFolder();
    const [folder, persistent] = [this.directory?.path ?? runtime, this.directory !== undefined];
    this.watchdog = Watchdog.start(binary, privateServer(socketIn(runtime), folder, persistent), {
      signal: persistent ? 'TERM' : 'KILL',
      runtime,
      lock: this.directory?.lock,
      seed: this.from === undefined ? undefined : { from: this.from, to: path.join(folder, dataFile(persistent)) },
    });
  }

  /** Clear away a server that has ended, where another start may help. */
  private async bury(watchdog: Watchdog): Promise<void> {
    const { served } = this;
    const log = watchdog.logTail();
    this.watchdog = undefined;
    this.served = false;
    await watchdog.stop();
    if (watchdog.unreadable) throw cannotBegin(this.from!, log);
    if (watchdog.locked) await pause(20);
    else if (!served) throw startFailed(log);
    else if (!this.directory) throw ended(log);
  }

  private async unreachable(): Promise<EmbeddedServerError> {
    const owner = await this.directory?.stranger();
    const whose = owner === undefined ? 'another program' : `the user ${owner}`;
    const place = this.directory?.path ?? 'memory';
    return new EmbeddedServerError(
      `No connection to the server in ${place} came about: a server of ${whose} holds it and cannot be reached. End that program, or use another dir.`,
    );
  }
}

function startFailed(log: string): EmbeddedServerError {
  return new EmbeddedServerError(
    `The embedded server did not start. Its log ends with:\n${log}\nCorrect that, or use Database.connect() with a server that runs.`,
  );
}

function cannotBegin(from: string, log: string): EmbeddedServerError {
  return new EmbeddedServerError(
    `The server cannot read the snapshot ${JSON.stringify(from)}. Its log ends with:\n${log}\nWrite it anew with db.snapshot(), or use a server at least as new as the one that wrote it (REDIS_SERVER_BIN).`,
  );
}

function ended(log: string): EmbeddedServerError {
  return new EmbeddedServerError(
    `The embedded server has ended, and what it held in memory is gone. Its log ends with:\n${log}\nOpen Database.embedded() anew, with a dir to keep the data.`,
  );
}
