import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Database } from 'redstart';
import { startServer } from '../../src/redis/embedded/server.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean | Promise<boolean>, ms = 25_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('waited in vain');
    await pause(20);
  }
}

const startConsumer = (socket: string, name: string): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', 'test/support/consumer-process.ts', socket, name], { stdio: 'inherit' });

describe('consumers that are killed', () => {
  it('lose no message', async () => {
    const server = await startServer();
    const db = await Database.connect({ path: server.socket });
    await db.consumerGroup('g', ['jobs']).create({ from: '0' });
    const children = ['a', 'b'].map((name) => startConsumer(server.socket, name));
    let added = 0;
    const add = async (count: number) => {
      for (let i = 0; i < count; i++) await db.stream('jobs').add({ n: String(added++) });
    };
    await add(200);
    await until(async () => (await db.redis.hlen('handled')) > 50);
    children[0]!.kill('SIGKILL');
    await add(600);
    await until(async () => (await db.redis.hlen('handled')) > 300);
    children[1]!.kill('SIGKILL');
    await add(50);
    const last = startConsumer(server.socket, 'c');
    await until(
      async () => (await db.stream('jobs').groups())[0]!.pending === 0 && (await db.redis.hlen('handled')) === added,
    );
    expect(await db.redis.exists('{jobs}:dead')).toBe(0);
    last.kill('SIGKILL');
    await db.close();
    await server.stop();
  });

  it('survive a restart of the server', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'redstart-restart-'));
    let server = await startServer({ dir });
    const db = await Database.connect({ path: server.socket, retryStrategy: () => 50 });
    db.redis.on('error', () => {});
    const group = db.consumerGroup('g', ['jobs']);
    await group.create({ from: '0' });
    const seen = new Set<string>();
    const errors: unknown[] = [];
    const handle = async ({ fields }: { fields: Record<string, string> }) => {
      await pause(2);
      seen.add(fields.n!);
    };
    const worker = group.consume(handle, { concurrency: 4, claimIdle: 300, onError: (e) => errors.push(e) });
    for (let i = 0; i < 200; i++) await db.stream('jobs').add({ n: String(i) });
    await until(() => seen.size > 20);
    await server.stop();
    server = await startServer({ dir });
    await until(async () => seen.size === 200 && (await db.stream('jobs').groups())[0]!.pending === 0);
    await worker.stop();
    expect(errors.length).toBeGreaterThan(0);
    await db.close();
    await server.stop();
    await rm(dir, { recursive: true });
  });
});
