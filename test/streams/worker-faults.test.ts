import { type ChildProcess, spawn } from 'node:child_process';
import { Database, type Message } from 'redstart';
import { compiled } from '../support/compiled.js';
import { eventually } from '../support/eventually.js';
import { FreezingProxy } from '../support/freezing-proxy.js';
import { ServerProcess } from '../support/server-process.js';

let server: ServerProcess;
let db: Database;
beforeEach(async () => {
  server = await ServerProcess.start();
  db = await Database.connect(server.address);
  await db.consumerGroup('g', 'jobs').create({ from: '0' });
});
afterEach(async () => {
  await db.close();
  await server.kill();
});

describe('a message that kills its process', () => {
  it('takes none of those beside it to the dead letters', async () => {
    for (let n = 0; n < 6; n++) await db.stream('jobs').add({ n: String(n), poison: n === 2 ? '1' : '' });
    const dead = db.stream('{jobs}:dead');
    const children: ChildProcess[] = [];
    let deaths = 0;
    let over = false;
    const start = () => {
      const args = [compiled('support/poisoned-process.ts'), String(server.address.port)];
      const child = spawn(process.execPath, args, { stdio: 'inherit' });
      children.push(child);
      child.once('exit', () => {
        if (over) return;
        deaths++;
        start();
      });
    };
    start();
    try {
      await eventually(
        async () => (await dead.size()) > 0 && (await db.consumerGroup('g', 'jobs').metrics()).jobs!.pending === 0,
      );
    } finally {
      over = true;
      children.at(-1)!.kill('SIGKILL');
    }
    expect((await dead.range()).map(({ fields }) => fields.n)).toEqual(['2']);
    expect(Object.keys(await db.redis.hgetall('handled')).sort()).toEqual(['0', '1', '3', '4', '5']);
    // the first death is nobody's: then as the only suspect, once for each try
    expect(deaths).toBe(3);
  });
});

describe('a server that takes no writes for a while', () => {
  it('is waited for', async () => {
    const errors: unknown[] = [];
    const seen: string[] = [];
    const worker = db.consumerGroup('g', 'jobs').consume(({ fields }: Message) => seen.push(fields.n!), {
      claimIdle: 300,
      onError: (error) => errors.push(error),
    });
    await db.stream('jobs').add({ n: '1' });
    await eventually(() => seen.length === 1);
    await server.admin.config('SET', 'min-replicas-to-write', '1');
    await eventually(() => errors.some((error) => String(error).includes('NOREPLICAS')));
    await server.admin.config('SET', 'min-replicas-to-write', '0');
    await db.stream('jobs').add({ n: '2' });
    await eventually(() => seen.length === 2);
    await worker.stop();
    expect(seen).toEqual(['1', '2']);
  });
});

describe('a server whose memory is full', () => {
  it('is waited for with what is to be buried, and nothing is lost', async () => {
    const errors: (Error & { code?: string })[] = [];
    const seen: string[] = [];
    const handler = ({ fields }: Message) => {
      if (Number(fields.n) % 2 === 1) throw new Error('mine');
      seen.push(fields.n!);
    };
    const jobs = Array.from({ length: 100 }, (_, n) => String(n));
    for (const n of jobs) await db.stream('jobs').add({ n });
    await server.admin.config('SET', 'maxmemory', '1');
    const group = db.consumerGroup('g', 'jobs');
    const worker = group.consume(handler, { retries: 0, onError: (error) => errors.push(error as Error) });
    await eventually(() => errors.some(({ code }) => code === 'UNAVAILABLE'));
    expect(await db.stream('{jobs}:dead').size()).toBe(0);
    await server.admin.config('SET', 'maxmemory', '0');
    await eventually(async () => seen.length + (await db.stream('{jobs}:dead').size()) >= jobs.length);
    await worker.stop();
    expect((await group.metrics()).jobs).toMatchObject({ pending: 0 });
    const dead = (await db.stream('{jobs}:dead').range()).map(({ fields }) => fields.n!);
    expect([...seen, ...dead].sort()).toEqual([...jobs].sort());
    expect(new Set(errors.filter(({ message }) => message !== 'mine').map(({ code }) => code))).toEqual(
      new Set(['UNAVAILABLE']),
    );
  });
});

describe('a group that somebody destroys', () => {
  it('is a NoGroupError to its worker, which makes it again', async () => {
    const errors: unknown[] = [];
    const seen: string[] = [];
    const worker = db.consumerGroup('g', 'jobs').consume(({ fields }: Message) => seen.push(fields.n!), {
      onError: (error) => errors.push(error),
    });
    await db.stream('jobs').add({ n: '1' });
    await eventually(() => seen.length === 1);
    await server.admin.xgroup('DESTROY', 'jobs', 'g');
    await eventually(() => errors.length > 0);
    await db.stream('jobs').add({ n: '2' });
    await eventually(() => seen.includes('2'));
    await worker.stop();
    expect(new Set(errors.map((error) => (error as { code?: string }).code))).toEqual(new Set(['NO_GROUP']));
  });
});

describe('a connection that goes dead without a word', () => {
  it('is noticed by the worker, which goes on over another, and does not keep it from ending', async () => {
    const proxy = await FreezingProxy.to(server.address);
    const far = await Database.connect(proxy.address, { timeout: 500 });
    const seen: string[] = [];
    const options = { claimIdle: 1000, onError: () => {} };
    const worker = far.consumerGroup('g', 'jobs').consume(({ fields }: Message) => seen.push(fields.n!), options);
    await db.stream('jobs').add({ n: '1' });
    await eventually(() => seen.length === 1);
    proxy.freeze();
    await db.stream('jobs').add({ n: '2' });
    proxy.thaw();
    await eventually(() => seen.includes('2'));
    proxy.freeze();
    await worker.stop();
    await far.close();
    proxy.close();
  });
});
