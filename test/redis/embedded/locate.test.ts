import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Database, EmbeddedServerError } from 'redstart';
import { fetchServer } from '../../../src/redis/embedded/debian.js';
import { locateServer } from '../../../src/redis/embedded/locate.js';
import { temporaryFolder } from '../../support/temporary.js';

const top = temporaryFolder();
const { env } = process;

/** A program of that name, in a folder of its own. */
function fake(folder: string, name: string, script: string): string {
  const file = path.join(top, folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

beforeEach(() => {
  process.env = { ...env };
});
afterAll(() => {
  process.env = env;
});

const failure = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.catch((e) => e);
  expect(error).toBeInstanceOf(EmbeddedServerError);
  return (error as Error).message;
};

describe('where the server comes from', () => {
  it('is what REDIS_SERVER_BIN names, before all else', async () => {
    process.env.REDIS_SERVER_BIN = fake('named', 'my-redis', '');
    expect(await locateServer()).toEqual({ file: path.join(top, 'named/my-redis'), env: {} });
  });

  it('is never something else where REDIS_SERVER_BIN is wrong', async () => {
    process.env.REDIS_SERVER_BIN = path.join(top, 'nowhere');
    expect(await failure(locateServer())).toMatch(/REDIS_SERVER_BIN names .*nowhere.* Correct it, or unset it/);
    process.env.REDIS_SERVER_BIN = top;
    expect(await failure(locateServer())).toMatch(/REDIS_SERVER_BIN names/);
  });

  it('is on PATH, under any of its names', async () => {
    process.env.PATH = path.dirname(fake('path', 'valkey-server', ''));
    delete process.env.REDIS_SERVER_BIN;
    expect(await locateServer()).toEqual({ file: path.join(top, 'path/valkey-server'), env: {} });
  });

  it('is in the cache when PATH has none', async () => {
    process.env.XDG_CACHE_HOME = path.join(top, 'cache');
    process.env.PATH = path.join(top, 'empty');
    delete process.env.REDIS_SERVER_BIN;
    fake('cache/redstart/redis-server/usr/bin', 'redis-server', '');
    mkdirSync(path.join(top, 'cache/redstart/redis-server/usr/lib/x86_64-linux-gnu'), { recursive: true });
    const { file } = await locateServer();
    expect(file).toMatch(/redis-server$/);
  });

  it('is told for this system when there is none', async () => {
    process.env.XDG_CACHE_HOME = path.join(top, 'no-cache');
    process.env.PATH = path.join(top, 'empty');
    delete process.env.REDIS_SERVER_BIN;
    if (existsSync('/usr/bin/redis-server')) return;
    expect(await failure(locateServer())).toMatch(/No redis-server or valkey-server was found\. .*REDIS_SERVER_BIN/);
  });
});

describe('a fetch that fails', () => {
  beforeEach(() => {
    process.env.XDG_CACHE_HOME = path.join(top, 'fetched');
  });

  it('says what apt-get said, and leaves nothing', async () => {
    process.env.PATH = `${path.dirname(fake('apt', 'apt-get', 'echo "E: no network" >&2; exit 100'))}:${env.PATH}`;
    expect(await failure(fetchServer())).toMatch(/E: no network.*apt install redis-server/s);
    expect(readdirSync(path.join(top, 'fetched/redstart'))).toEqual([]);
  });

  it('says that the cache cannot be written to', async () => {
    process.env.XDG_CACHE_HOME = fake('file', 'in-the-way', '');
    expect(await failure(fetchServer())).toMatch(/cache folder .*in-the-way.*XDG_CACHE_HOME/s);
  });
});

describe('a start that fails', () => {
  it('ends with what the server said', async () => {
    process.env.REDIS_SERVER_BIN = fake('broken', 'redis-server', 'echo "cannot open the pod bay doors"; exit 1');
    expect(await failure(Database.embedded())).toMatch(/did not start.*pod bay doors.*Database\.connect/s);
  });

  it('is told when the program that was found listens to nobody', async () => {
    const file = fake('hangs', 'redis-server', 'exec sleep 100');
    process.env.REDIS_SERVER_BIN = file;
    const message = await failure(Database.embedded());
    expect(message).toBe(
      `${file} was started and listened to nobody for 10 s. Its log says: nothing. Make sure that it is a Redis or Valkey server, or set REDIS_SERVER_BIN to one.`,
    );
  });
});
