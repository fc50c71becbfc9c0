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

  function start(work: 'guarded' | 'shared', rounds: number, ttl: number): Program {
    const program = Program.run('toolkit/lock/worker.ts', [server.address.port, work, rounds, ttl].map(String));
    running.push(program);
    return program;
  }
  /** Eight that begin at the same moment. */
  async function eight(work: 'guarded' | 'shared', rounds: number, ttl: number): Promise<Program[]> {
    const programs = Array.from({ length: 8 }, () => start(work, rounds, ttl));
    for (const program of programs) expect(await program.next()).toBe('ready');
    for (const program of programs) program.tell('go');
    return programs;
  }
  const waiting = async () => (await db.lock('a').peek())?.waiting ?? 0;
  const keysLeft = async () => (await db.redis.keys('lock*')).filter((key) => !key.endsWith(':fence'));

  it('excludes all others, and gives fences in the order of the owners, whoever is killed meanwhile', async () => {
    const programs = await eight('guarded', 20, 3_000);
    const done = () => db.redis.llen('fences');
    for (const victim of programs.splice(0, 2)) {
      const before = await done();
      await eventually(async () => (await done()) >= before + 10);
      await victim.kill();
    }
    expect(await Promise.all(programs.map((program) => program.end()))).toEqual(Array(6).fill(0));
    const fences = (await db.redis.lrange('fences', 0, -1)).map(Number);
    expect(fences.length).toBeGreaterThanOrEqual(120);
    expect(await db.redis.get('value')).toBe(String(fences.length));
    expect(fences).toEqual([...new Set(fences)].sort((a, b) => a - b));
    await eventually(async () => (await keysLeft()).length === 0);
  });

  it('shares permits, reading and parts of a tree out to as many as there may be, and to no more', async () => {
    const programs = await eight('shared', 12, 10_000);
    expect(await Promise.all(programs.map((program) => program.end()))).toEqual(Array(8).fill(0));
    const seen = async (name: string) => (await db.redis.zrange(`seen:${name}`, '0', '-1')).map(Number);
    const pool = await seen('pool');
    expect(Math.max(...pool)).toBe(3);
    // readers together, or a writer alone
    const book = await seen('book');
    expect(book).toContain(100);
    expect(book.filter((company) => company >= 8 && company !== 100)).toEqual([]);
    expect(book.some((company) => company > 1 && company < 100)).toBe(true);
    // one at a.b, one at a.c, or both; at a nobody else
    const tree = await seen('tree');
    expect(tree.sort((a, b) => a - b).filter((company) => ![1, 10, 11, 100].includes(company))).toEqual([]);
    expect(tree).toEqual(expect.arrayContaining([11, 100]));
    const left = await db.redis.keys('*{*');
    expect(left.filter((key) => !key.endsWith(':fence'))).toEqual([]);
  });

  it('is free when the ttl of an owner that was killed is over', async () => {
    const owner = start('guarded', 0, 400);
    const { fence } = await owner.next<{ fence: number }>();
    await owner.kill();
    const handle = await db.lock('a').acquire({ timeout: 10_000 });
    expect(handle.fence).toBeGreaterThan(fence);
    expect(await handle.release()).toBe(true);
  });

  it('goes on when some of those in line are killed', async () => {
    const holder = await db.lock('a', { ttl: null }).acquire();
    const dead = [start('guarded', 0, 60_000), start('guarded', 0, 60_000), start('guarded', 0, 60_000)];
    await eventually(async () => (await waiting()) === 3);
    const alive = start('guarded', 1, 10_000);
    expect(await alive.next()).toBe('ready');
    alive.tell('go');
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
