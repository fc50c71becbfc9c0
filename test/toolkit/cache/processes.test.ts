import { Database } from 'redstart';
import { eventually } from '../../support/eventually.js';
import { Program } from '../../support/program.js';
import { ServerProcess } from '../../support/server-process.js';

describe('a value that several processes miss', () => {
  let server: ServerProcess;
  let db: Database;
  beforeEach(async () => {
    server = await ServerProcess.start();
    db = await Database.connect(server.address);
  });
  afterEach(async () => {
    await db.close();
    await server.kill();
  });

  async function start(what: string): Promise<Program> {
    const program = Program.run('toolkit/cache/reader.ts', [String(server.address.port), what]);
    expect(await program.next()).toBe('ready');
    return program;
  }
  const inLine = () => db.redis.zcard('cache:{c:a}:load:line');
  /** Have all of them ask for the value, and the load end when the others wait for it. */
  async function ask(readers: readonly Program[]): Promise<void> {
    for (const reader of readers) reader.tell('go');
    await eventually(async () => (await inLine()) === readers.length - 1);
    await db.redis.rpush('end', 'now');
  }
  const keysLeft = async () => (await db.redis.keys('cache*')).sort();

  it('is loaded by one of them, and a failure is told to all', async () => {
    const readers = await Promise.all(Array.from({ length: 8 }, () => start('value')));
    await ask(readers);
    const values = await Promise.all(readers.map((reader) => reader.next()));
    expect(values).toEqual(Array(8).fill({ value: 1 }));
    expect(await db.redis.get('loads')).toBe('1');
    expect(await keysLeft()).toEqual(['cache:{c:a}']);
    await Promise.all(readers.map((reader) => reader.end()));

    await db.redis.flushall();
    const failing = await Promise.all(Array.from({ length: 3 }, () => start('throw')));
    await ask(failing);
    const errors = await Promise.all(failing.map((reader) => reader.next()));
    expect(errors).toEqual(Array(3).fill({ error: 'no such thing', name: 'RangeError' }));
    expect(await db.redis.get('loads')).toBe('1');
    expect(await keysLeft()).toEqual([]);
    await Promise.all(failing.map((reader) => reader.end()));
  });

  it('is loaded by another when the one that loads is killed', async () => {
    const dying = await start('value');
    dying.tell('go');
    await eventually(async () => (await db.redis.get('loads')) === '1');
    const waiting = db.cache('c').getOrSet('a', () => 'replaced');
    await eventually(async () => (await inLine()) === 1);
    await dying.kill();
    expect(await waiting).toBe('replaced');
    expect(await keysLeft()).toEqual(['cache:{c:a}']);
  });
});
