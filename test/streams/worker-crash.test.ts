import { type ChildProcess, spawn } from 'node:child_process';
import { Database } from 'redstart';
import { compiled } from '../support/compiled.js';
import { eventually } from '../support/eventually.js';
import { inFile } from '../support/in-file.js';
import { ServerProcess } from '../support/server-process.js';
import { temporaryFolder } from '../support/temporary.js';

const startConsumer = (port: number, name: string): ChildProcess =>
  spawn(process.execPath, [compiled('support/consumer-process.ts'), String(port), name], {
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
    await eventually(async () => (await db.redis.hlen('handled')) > 50);
    children[0]!.kill('SIGKILL');
    await add(600);
    await eventually(async () => (await db.redis.hlen('handled')) > 300);
    children[1]!.kill('SIGKILL');
    await add(50);
    const last = startConsumer(port, 'c');
    await eventually(
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
    let killed = () => {};
    const kill = new Promise<void>((resolve) => {
      killed = resolve;
    });
    // the server dies while messages are being handled, however fast the others were
    const handle = async ({ fields }: { fields: Record<string, string> }) => {
      if (seen.size > 20) await kill;
      seen.add(fields.n!);
    };
    const worker = group.consume(handle, { concurrency: 4, claimIdle: 300, onError: (e) => errors.push(e) });
    for (let i = 0; i < 200; i++) await db.stream('jobs').add({ n: String(i) });
    await eventually(() => seen.size > 20);
    await inFile(db);
    process.kill(Number(/process_id:(\d+)/.exec(await db.redis.info('server'))![1]), 'SIGKILL');
    killed();
    await eventually(async () => seen.size === 200 && (await pendingOf(db)) === 0);
    await worker.stop();
    expect(errors.length).toBeGreaterThan(0);
    await db.close();
  });
});
