// Kills workers, servers and connections at random while messages are added, moves their slot on a cluster, and counts what
// became of them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '../../src/index.js';
import { eventually } from '../../test/support/eventually.js';
import { durably } from './durable.js';
import { aCluster, oneServer, type SoakServers } from './servers.js';

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
  readonly slotsMoved: number;
  /** workers that ended without having been killed */
  readonly crashed: number;
}

const WORKERS = 2;
/** how long the workers may take to begin, in milliseconds */
const START = 100_000;
class Soak {
  private readonly workers: ChildProcess[] = [];
  private readonly done = { workers: 0, servers: 0, connections: 0, moved: 0 };
  private added = 0;
  private crashed = 0;

  private constructor(
    private readonly servers: SoakServers,
    private readonly db: Database,
  ) {}

  static async start(servers: SoakServers): Promise<Soak> {
    return new Soak(servers, await Database.connect(servers.target, { timeout: 2000 }));
  }

  async run(ms: number, patience: number): Promise<SoakReport> {
    await this.db.consumerGroup('g', 'jobs').create({ from: '0' });
    while (this.workers.length < WORKERS) this.startWorker();
    await this.add();
    await eventually(() => this.db.redis.exists('{jobs}:handled'), START);
    const end = Date.now() + ms;
    await Promise.all([this.addUntil(end), this.killUntil(end)]);
    await eventually(() => this.settled(), patience).catch(() => {});
    return this.report();
  }

  async end(): Promise<void> {
    await Promise.all(this.workers.splice(0).map(killProcess));
    await this.db.close();
  }

  private startWorker(): void {
    const { target, replicas } = this.servers;
    const args = ['--import', 'tsx', 'scripts/soak/consumer.ts', JSON.stringify(target), String(replicas)];
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

  /** A message counts when it would survive the death of the server that has it. */
  private async add(): Promise<void> {
    const id = idOf(this.added);
    try {
      // its id is taken where it was added, and the answer was lost
      await this.db
        .stream('jobs')
        .add({ n: String(this.added) }, { id })
        .catch(ignoreTaken);
      const mark = ['set', '{jobs}:mark', id] as const;
      const [, found] = await durably(this.db.redis, this.servers.replicas, mark, ['xrange', 'jobs', id, id]);
      if ((found as unknown[]).length > 0) this.added++;
    } catch {
      await pause(20);
    }
  }

  private async killUntil(end: number): Promise<void> {
    const ways = [() => this.killWorker(), () => this.killConnections(), () => this.killServer()];
    if (this.servers.moveSlot) ways.push(() => this.moveSlot());
    // each of them once, then at random
    for (let i = 0; i < ways.length || Date.now() < end; i++) {
      await pause(500 + Math.random() * 1000);
      await ways[i < ways.length ? i : Math.floor(Math.random() * ways.length)]!();
    }
  }

  private async killWorker(): Promise<void> {
    const [worker] = this.workers.splice(Math.floor(Math.random() * this.workers.length), 1);
    this.done.workers++;
    this.startWorker();
    await killProcess(worker!);
  }

  private async killConnections(): Promise<void> {
    this.done.connections += await this.servers.killConnections();
  }

  private async killServer(): Promise<void> {
    this.done.servers++;
    await this.servers.killServer();
  }

  private async moveSlot(): Promise<void> {
    await this.servers.moveSlot?.();
    this.done.moved++;
  }

  private async settled(): Promise<boolean> {
    const { jobs } = await this.db.consumerGroup('g', 'jobs').metrics();
    return jobs?.pending === 0 && jobs.oldest === undefined;
  }

  private async report(): Promise<SoakReport> {
    // what is pending or unread comes first: it may be handled meanwhile, but not the other way round
    const open = await this.open();
    const dead = new Set((await this.db.stream('{jobs}:dead').range()).map(({ fields }) => fields.n));
    const handled = await this.db.redis.hgetall('{jobs}:handled');
    const all = Array.from({ length: this.added }, (_, n) => String(n));
    const others = all.filter((n) => !(n in handled));
    return {
      added: this.added,
      handled: all.length - others.length,
      buried: others.filter((n) => dead.has(n)).length,
      left: others.filter((n) => !dead.has(n) && open.has(idOf(Number(n)))).length,
      lost: others.filter((n) => !dead.has(n) && !open.has(idOf(Number(n)))).length,
      doubled: all.filter((n) => Number(handled[n]) > 1).length,
      workersKilled: this.done.workers,
      serversKilled: this.done.servers,
      connectionsKilled: this.done.connections,
      slotsMoved: this.done.moved,
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

/** the message is there already */
function ignoreTaken(error: unknown): void {
  if (!/equal or smaller/.test(String(error))) throw error;
}

export interface SoakOptions {
  /** how long, in milliseconds */
  readonly ms: number;
  /** how much quiet the workers have then to be done with what is left, in milliseconds */
  readonly patience: number;
  /** a cluster, rather than one server */
  readonly cluster: boolean;
}

/** Soak, and tell what became of the messages. */
export async function soakStreams({ ms, patience, cluster }: SoakOptions): Promise<SoakReport> {
  const dir = mkdtempSync(path.join(tmpdir(), 'redstart-soak-'));
  const servers = await (cluster ? aCluster('jobs') : oneServer(dir));
  let soak: Soak | undefined;
  try {
    soak = await Soak.start(servers);
    return await soak.run(ms, patience);
  } finally {
    await soak?.end();
    await servers.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
