import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Redis } from 'ioredis';
import { Database, EmbeddedServerError } from 'redstart';
import { eventually } from '../../support/eventually.js';
import { Program } from '../../support/program.js';
import { temporaryFolder } from '../../support/temporary.js';

const top = temporaryFolder();
const ours = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('redstart'));

function temporary(name: string): string {
  const folder = path.join(top, name);
  mkdirSync(folder);
  return folder;
}

describe('an embedded server in memory', () => {
  it('is another one at each call, whatever REDIS_URL says', async () => {
    process.env.REDIS_URL = 'redis://127.0.0.1:1';
    await using first = await Database.embedded();
    await using second = await Database.embedded();
    delete process.env.REDIS_URL;
    await first.redis.set('key', 'value');
    expect(await second.redis.dbsize()).toBe(0);
  });

  it('keeps entities compact, and has sixteen databases', async () => {
    await using db = await Database.embedded();
    await db.redis.hset('hash', 'field', 'x'.repeat(256));
    expect(await db.redis.object('ENCODING', 'hash')).toMatch(/listpack|ziplist/);
    expect(await db.redis.select(15)).toBe('OK');
  });

  it('may be closed twice, also at the same time', async () => {
    const db = await Database.embedded();
    await Promise.all([db.close(), db.close()]);
    await db.close();
  });

  it('needs a temporary folder, and says so', async () => {
    const program = Program.run('redis/embedded/program.ts', ['close'], { TMPDIR: path.join(top, 'nowhere') });
    await program.end();
    expect(program.errors).toMatch(
      /EmbeddedServerError: The temporary folder ".*nowhere" cannot hold .* \(ENOENT\)\. Set TMPDIR/,
    );
  });

  it('is on no port', async () => {
    await using db = await Database.embedded();
    expect(await db.redis.config('GET', 'port')).toEqual(['port', '0']);
  });

  it('lets a duplicate of the client connect', async () => {
    await using db = await Database.embedded();
    const duplicate = (db.redis as Redis).duplicate();
    expect(await duplicate.ping()).toBe('PONG');
    duplicate.disconnect();
  });

  it('leaves nothing behind, and lets the program end', async () => {
    const folder = temporary('tmp');
    const program = Program.run('redis/embedded/program.ts', ['close'], { TMPDIR: folder });
    const { socket } = await program.next<{ socket: string }>();
    expect(path.dirname(path.dirname(socket))).toBe(folder);
    expect(await program.end()).toBe(0);
    expect(ours(folder)).toEqual([]);
  });

  it('starts where the path of the temporary folder is too long for a socket', async () => {
    const program = Program.run('redis/embedded/program.ts', ['close'], { TMPDIR: temporary('x'.repeat(100)) });
    expect((await program.next<{ socket: string }>()).socket).toMatch(/^\/tmp\/redstart-/);
    expect(await program.end()).toBe(0);
  });

  it('tells a command that it has ended, with its data, and does not start anew', async () => {
    const db = await Database.embedded();
    const pid = Number(/process_id:(\d+)/.exec(await db.redis.info('server'))![1]);
    process.kill(pid, 'SIGKILL');
    await eventually(() => db.redis.status === 'end');
    await expect(db.redis.ping()).rejects.toThrow('Connection is closed');
    await db.close();
  });

  it('leaves nothing behind when it does not start', async () => {
    const folder = temporary('failed');
    const program = Program.run('redis/embedded/program.ts', ['close'], {
      TMPDIR: folder,
      REDIS_SERVER_BIN: '/bin/false',
    });
    await expect(program.next()).rejects.toThrow(/EmbeddedServerError: The embedded server did not start/);
    expect(ours(folder)).toEqual([]);
  });

  it('is a clear error where nothing can be run', async () => {
    process.env.REDIS_SERVER_BIN = '/nowhere';
    await expect(Database.embedded()).rejects.toBeInstanceOf(EmbeddedServerError);
    delete process.env.REDIS_SERVER_BIN;
  });
});
