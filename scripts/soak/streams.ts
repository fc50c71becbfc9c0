// Kills workers, the server and connections at random while messages are added, and counts what became of them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '../../src/index.js';
import { eventually } from '../../test/support/eventually.js';
import { freePort, ServerProcess } from '../../test/support/server-process.js';

export interface SoakReport {
  /** messages that the server has said to have */
  readonly added: number;
  readonly handled: number;
  /** moved to the dead letters, and not handled */
  readonly buried: number;
  /** neither handled nor buried, but still pending or unread: the workers were not done in time */
  readonly left: number;
  /** nowhere any more */
  readonly lost: number;
  /** handled more than once, which at least once allows for what was cut off in the middle */
  readonly doubled: number;
  readonly workersKilled: number;
  readonly serversKilled: number;
  readonly connectionsKilled: number;
  /** workers that ended without having been killed */
  readonly crashed: number;
}

const WORKERS = 2;
/** how long the workers may take to begin, in milliseconds */
const START = 30_000;
/** what the server has acknowledged survives its death */
const DURABLE = { appendonly: 'yes', appendfsync: 'always' };

class Soak {
  private readonly workers: ChildProcess[] = [];
  private readonly killed = { workers: 0, servers: 0, connections: 0 };
  private added = 0;
  private crashed = 0;

  private constructor(
    private server: ServerProcess,
    private readonly db: Database,
    private readonly dir: string,
  ) {}

  static async start(dir: string): Promise<Soak> {
    const server = await ServerProcess.start({ ...DURABLE, dir }, await freePort());
    return new Soak(server, await Database.connect(server.address, { timeout: 2000 }), dir);
  }

  async run(ms: number, patience: number): Promise<SoakReport> {
    await this.db.consumerGroup('g', 'jobs').create({ from: '0' });
    while (this.workers.length < WORKERS) this.startWorker();
    await this.add();
    await eventually(() => this.db.redis.exists('handled'), START);
    const end = Date.now() + ms;
    await Promise.all([this.addUntil(end), this.killUntil(end)]);
    await eventually(() => this.settled(), patience).catch(() => {});
    return this.report();
  }

  async end(): Promise<void> {
    await Promise.all(this.workers.splice(0).map(killProcess));
    await this.db.close();
    // not there when it could not be started again
    if (this.server.running) await this.server.kill();
  }

  private startWorker(): void {
    const args = ['--import', 'tsx', 'scripts/soak/consumer.ts', String(this.server.address.port)];
    const worker = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'inherit'] });
    worker.once('exit', () => {
      if (this.workers.includes(worker)) this.crashed++;
    });
    this.workers.push(worker);
  }

  private async addUntil(end: number): Promise<void> {
    while (Date.now() < end) {
      await this.add();
      await pause(1);
    }
  }

  /** A message counts when the server has said that it has it. */
  private async add(): Promise<void> {
    try {
      await this.db.stream('jobs').add({ n: String(this.added) }, { id: idOf(this.added) });
      this.added++;
    } catch (error) {
      // its id is taken: it was added, and the answer was lost
      if (/equal or smaller/.test(String(error))) this.added++;
      else await pause(20);
    }
  }

  private async killUntil(end: number): Promise<void> {
    const ways = [() => this.killWorker(), () => this.killConnections(), () => this.killServer()];
    // each of them once, then at random
    for (let i = 0; i < ways.length || Date.now() < end; i++) {
      await pause(500 + Math.random() * 1000);
      await ways[i < ways.length ? i : Math.floor(Math.random() * ways.length)]!();
    }
  }

  private async killWorker(): Promise<void> {
    const [worker] = this.workers.splice(Math.floor(Math.random() * this.workers.length), 1);
    this.killed.workers++;
    this.startWorker();
    await killProcess(worker!);
  }

  private async killConnections(): Promise<void> {
    this.killed.connections += Number(
      await this.server.admin.call('client', 'kill', 'type', 'normal', 'skipme', 'yes'),
    );
  }

  private async killServer(): Promise<void> {
    await this.server.kill();
    this.killed.servers++;
    await pause(Math.random() * 300);
    this.server = await ServerProcess.start({ ...DURABLE, dir: this.dir }, this.server.address.port);
  }

  private async settled(): Promise<boolean> {
    const { jobs } = await this.db.consumerGroup('g', 'jobs').metrics();
    return jobs?.pending === 0 && jobs.oldest === undefined;
  }

  private async report(): Promise<SoakReport> {
    // what is pending or unread comes first: it may be handled meanwhile, but not the other way round
    const open = await this.open();
    const dead = new Set((await this.db.stream('{jobs}:dead').range()).map(({ fields }) => fields.n));
    const handled = await this.db.redis.hgetall('handled');
    const all = Array.from({ length: this.added }, (_, n) => String(n));
    const others = all.filter((n) => !(n in handled));
    return {
      added: this.added,
      handled: all.length - others.length,
      buried: others.filter((n) => dead.has(n)).length,
      left: others.filter((n) => !dead.has(n) && open.has(idOf(Number(n)))).length,
      lost: others.filter((n) => !dead.has(n) && !open.has(idOf(Number(n)))).length,
      doubled: all.filter((n) => Number(handled[n]) > 1).length,
      workersKilled: this.killed.workers,
      serversKilled: this.killed.servers,
      connectionsKilled: this.killed.connections,
      crashed: this.crashed,
    };
  }

  /** The ids of what is in the stream and still to be handled by the group. */
  private async open(): Promise<Set<string>> {
    const stream = this.db.stream('jobs');
    const [group] = await stream.groups();
    const unread = await this.db.redis.xrange('jobs', `(${group!.lastDelivered}`, '+');
    const pending = (await this.db.redis.xpending('jobs', 'g', '-', '+', this.added + 1)) as [string][];
    const there = new Set((await stream.range()).map(({ id }) => id));
    return new Set([...unread, ...pending].map(([id]) => id).filter((id) => there.has(id)));
  }
}

const idOf = (n: number): string => `${n + 1}-0`;

async function killProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Soak for `ms` milliseconds; then the workers have `patience` milliseconds of quiet to be done with what is left. */
export async function soakStreams(ms: number, patience: number): Promise<SoakReport> {
  const dir = mkdtempSync(path.join(tmpdir(), 'redstart-soak-'));
  let soak: Soak | undefined;
  try {
    soak = await Soak.start(dir);
    return await soak.run(ms, patience);
  } finally {
    await soak?.end();
    rmSync(dir, { recursive: true, force: true });
  }
}
