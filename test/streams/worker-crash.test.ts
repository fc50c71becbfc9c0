import { type ChildProcess, spawn } from 'node:child_process';
import { Database } from 'redstart';
import { ServerProcess } from '../support/server-process.js';
import { temporaryFolder } from '../support/temporary.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean | Promise<boolean>, ms = 50_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('waited in vain');
    await pause(20);
  }
}

const startConsumer = (port: number, name: string): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', 'test/support/consumer-process.ts', String(port), name], {
    stdio: 'inherit',
  });

const dir = temporaryFolder();

// no answer while the server is away
const pendingOf = (db: Database) =>
  db
    .stream('jobs')
    .groups()
    .then(([group]) => group!.pending)
    .catch(() => -1);

jest.setTimeout(60_000);

describe('consumers that are killed', () => {
  it('lose no message', async () => {
    const server = await ServerProcess.start();
    const { port } = server.address;
    const db = await Database.connect(server.address);
    await db.consumerGroup('g', ['jobs']).create({ from: '0' });
    const children = ['a', 'b'].map((name) => startConsumer(port, name));
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
    const last = startConsumer(port, 'c');
    await until(
      async () => (await db.stream('jobs').groups())[0]!.pending === 0 && (await db.redis.hlen('handled')) === added,
    );
    expect(await db.redis.exists('{jobs}:dead')).toBe(0);
    last.kill('SIGKILL');
    await db.close();
    await server.kill();
  });

  it('survive a restart of the server', async () => {
    const db = await Database.embedded({ dir });
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
    process.kill(Number(/process_id:(\d+)/.exec(await db.redis.info('server'))![1]), 'SIGKILL');
    await until(async () => seen.size === 200 && (await pendingOf(db)) === 0);
    await worker.stop();
    expect(errors.length).toBeGreaterThan(0);
    await db.close();
  });
});
