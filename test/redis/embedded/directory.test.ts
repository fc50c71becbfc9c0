import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Database, EmbeddedServerError } from 'redstart';
import { locateServer } from '../../../src/redis/embedded/locate.js';
import { eventually } from '../../support/eventually.js';
import { inFile } from '../../support/in-file.js';
import { isAlive } from '../../support/processes.js';
import { Program } from '../../support/program.js';
import { temporaryFolder } from '../../support/temporary.js';

interface Served {
  pid: number;
  answer?: unknown;
}

const top = temporaryFolder();
let count = 0;
const newDir = () => path.join(top, String(count++), 'deep', 'data');
const serve = (dir: string) => Program.run('redis/embedded/program.ts', ['serve', dir]);
const pidOf = async (db: Database) => Number(/process_id:(\d+)/.exec(await db.redis.info('server'))![1]);

describe('an embedded server with a folder', () => {
  it('has the data there again next time, and leaves nothing but its files', async () => {
    const dir = newDir();
    const first = await Database.embedded({ dir });
    await first.redis.set('key', 'value');
    await first.close();
    expect(readdirSync(dir).sort()).toEqual(['appendonlydir', 'redstart.lock']);
    await using second = await Database.embedded({ dir });
    expect(await second.redis.get('key')).toBe('value');
  });

  it('keeps what is in its file when the program and the server are killed', async () => {
    const dir = newDir();
    const program = serve(dir);
    const { pid } = await program.next<Served>();
    program.tell('n');
    expect((await program.next<Served>()).answer).toBe(1);
    const beside = await Database.embedded({ dir });
    await inFile(beside);
    await beside.close();
    process.kill(pid, 'SIGKILL');
    await program.kill();
    await using db = await Database.embedded({ dir });
    expect(await db.redis.get('n')).toBe('1');
  });

  it('is one server for all who name the folder, by whatever path', async () => {
    const dir = newDir();
    await using first = await Database.embedded({ dir });
    symlinkSync(dir, `${dir}-link`);
    await using second = await Database.embedded({ dir: `${dir}-link` });
    await using third = await Database.embedded({ dir: path.relative('.', dir) });
    const pid = await pidOf(first);
    expect([await pidOf(second), await pidOf(third)]).toEqual([pid, pid]);
  });

  it('is one server when many programs start at the same moment', async () => {
    const dir = newDir();
    const programs = Array.from({ length: 4 }, () => serve(dir));
    const here = Array.from({ length: 4 }, () => Database.embedded({ dir }));
    const pids = await Promise.all([
      ...programs.map(async (program) => (await program.next<Served>()).pid),
      ...here.map(async (db) => pidOf(await db)),
    ]);
    expect(new Set(pids).size).toBe(1);
    await Promise.all(programs.map((program) => program.kill()));
    for (const db of await Promise.all(here)) await db.close();
    await eventually(() => !isAlive(pids[0]!));
  });

  it('waits for a server that is about to leave', async () => {
    const dir = newDir();
    for (let round = 1; round <= 5; round++) {
      const db = await Database.embedded({ dir });
      expect(await db.redis.incr('n')).toBe(round);
      // not awaited: the next one starts while this one ends
      void db.close();
    }
    await using last = await Database.embedded({ dir });
    expect(await last.redis.get('n')).toBe('5');
  });

  it('goes on for those who joined when the program that started it is killed', async () => {
    const dir = newDir();
    const owner = serve(dir);
    const { pid } = await owner.next<Served>();
    await using joiner = await Database.embedded({ dir });
    expect(await pidOf(joiner)).toBe(pid);
    await joiner.redis.set('n', 41);
    await owner.kill();
    await eventually(() => !isAlive(pid));
    expect(await joiner.redis.incr('n')).toBe(42);
    // and it can be joined again
    await using later = await Database.embedded({ dir });
    expect(await pidOf(later)).toBe(await pidOf(joiner));
  });

  it('goes on when the server was killed', async () => {
    await using db = await Database.embedded({ dir: newDir() });
    await db.redis.set('n', 41);
    await inFile(db);
    process.kill(await pidOf(db), 'SIGKILL');
    await eventually(() => db.redis.incr('n'));
    expect(await db.redis.get('n')).toBe('42');
  });
});

describe('the lock of a folder', () => {
  const { PATH } = process.env;
  const which = (name: string) =>
    PATH!
      .split(':')
      .map((folder) => path.join(folder, name))
      .find(existsSync);

  /** Have nothing on PATH but these programs. */
  async function onlyHave(name: string, ...programs: string[]): Promise<void> {
    const { file, env } = await locateServer();
    const folder = path.join(top, name);
    mkdirSync(folder);
    for (const program of programs) symlinkSync(which(program)!, path.join(folder, program));
    Object.assign(process.env, env, { REDIS_SERVER_BIN: file, PATH: folder });
  }

  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  it('is taken with perl where there is no flock, as on macOS', async () => {
    await onlyHave('with-perl', 'perl', 'rm');
    const dir = newDir();
    const all = await Promise.all([1, 2, 3].map(() => Database.embedded({ dir })));
    expect(new Set(await Promise.all(all.map(pidOf))).size).toBe(1);
    for (const db of all) await db.close();
  });

  it('is told to need one of the two', async () => {
    await onlyHave('with-none', 'rm');
    await expect(Database.embedded({ dir: newDir() })).rejects.toThrow(/cannot be locked.*flock or perl/s);
  });
});

describe('a folder that cannot be used', () => {
  const refused = async (dir: string, reason: RegExp) => {
    const error = await Database.embedded({ dir }).catch((e) => e);
    expect(error).toBeInstanceOf(EmbeddedServerError);
    expect(error.message).toMatch(reason);
    expect(error.message).toMatch(/Give Database.embedded\(\) a dir/);
  };

  it('is a file, or lies in one', async () => {
    const file = path.join(top, 'file');
    writeFileSync(file, '');
    await refused(file, /it is a file/);
    await refused(path.join(file, 'data'), /it lies inside a file/);
  });

  it('has too long a path, or none', async () => {
    await refused(path.join(top, 'x'.repeat(300)), /the path is too long/);
    await refused('', /the path is empty/);
    await refused('a\0b', /NUL/);
  });

  it('may not be written to', async () => {
    const dir = path.join(top, 'locked');
    mkdirSync(dir);
    chmodSync(dir, 0o500);
    // root may write anywhere but here
    await refused(process.getuid?.() === 0 ? '/sys/redstart' : dir, /may not write|cannot keep the data/);
  });

  it('takes a path beyond what a socket could have', async () => {
    await using db = await Database.embedded({ dir: path.join(top, 'y'.repeat(200)) });
    expect(await db.redis.ping()).toBe('PONG');
  });
});
