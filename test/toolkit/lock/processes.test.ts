import { Database } from 'redstart';
import { eventually } from '../../support/eventually.js';
import { Program } from '../../support/program.js';
import { ServerProcess } from '../../support/server-process.js';

describe('a lock among processes', () => {
  let server: ServerProcess;
  let db: Database;
  const running: Program[] = [];
  beforeEach(async () => {
    server = await ServerProcess.start();
    db = await Database.connect(server.address);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((program) => program.kill()));
    await db.close();
    await server.kill();
  });

  function start(rounds: number, ttl: number): Program {
    const program = Program.run('toolkit/lock/worker.ts', [server.address.port, 'a', rounds, ttl].map(String));
    running.push(program);
    return program;
  }
  const waiting = async () => (await db.lock('a').peek())?.waiting ?? 0;
  const keysLeft = async () => (await db.redis.keys('lock*')).filter((key) => !key.endsWith(':fence'));

  it('excludes all others, and gives fences in the order of the owners', async () => {
    const codes = await Promise.all(Array.from({ length: 4 }, () => start(50, 10_000).end()));
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(await db.redis.get('value')).toBe('200');
    const fences = (await db.redis.lrange('fences', 0, -1)).map(Number);
    expect(fences).toEqual(fences.toSorted((a, b) => a - b));
    expect(new Set(fences).size).toBe(200);
    expect(await keysLeft()).toEqual([]);
  });

  it('is free when the ttl of an owner that was killed is over', async () => {
    const owner = start(0, 400);
    const { fence } = await owner.next<{ fence: number }>();
    await owner.kill();
    const handle = await db.lock('a').acquire({ timeout: 10_000 });
    expect(handle.fence).toBeGreaterThan(fence);
    expect(await handle.release()).toBe(true);
  });

  it('goes on when some of those in line are killed', async () => {
    const holder = await db.lock('a', { ttl: null }).acquire();
    const dead = [start(0, 60_000), start(0, 60_000), start(0, 60_000)];
    await eventually(async () => (await waiting()) === 3);
    const alive = start(1, 10_000);
    await eventually(async () => (await waiting()) === 4);
    await Promise.all(dead.map((program) => program.kill()));
    await holder.release();
    expect(await alive.end()).toBe(0);
    expect(await db.redis.get('value')).toBe('1');
    expect(await keysLeft()).toEqual([]);
  });

  it('goes on after a restart of the server, for those in line as well', async () => {
    const { port } = server.address;
    const holder = await db.lock('a').acquire();
    const next = db.lock('a').acquire();
    await eventually(async () => (await waiting()) === 1);
    await server.kill();
    server = await ServerProcess.start({}, port);
    const served = await next;
    // the server has forgotten everything: the fence grows all the same
    expect(served.fence).toBeGreaterThan(holder.fence);
    expect(await holder.release()).toBe(false);
    expect(await served.release()).toBe(true);
  });
});
