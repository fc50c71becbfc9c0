import { createServer } from 'node:net';
import path from 'node:path';
import { Redis } from 'ioredis';
import { Redis as RedisV5 } from 'ioredis-v5';
import { ConnectionError, Database } from 'redstart';
import { run } from '../../src/scripts/run.js';
import { eventually } from '../support/eventually.js';
import { LossyProxy } from '../support/lossy-proxy.js';
import { addTo } from '../support/scripts.js';
import { freePort, ServerProcess } from '../support/server-process.js';

let server: ServerProcess;
let url: string;
beforeAll(async () => {
  server = await ServerProcess.start();
  url = `redis://127.0.0.1:${server.address.port}`;
});
afterAll(() => server.kill());

const clients = async () => (String(await server.admin.client('LIST')).match(/\n/g) ?? []).length;

describe('Database.connect', () => {
  it('takes a URL, with the number of a database', async () => {
    await using db = await Database.connect(`${url}/3`);
    await db.redis.set('key', 'in 3');
    await server.admin.select(3);
    expect(await server.admin.get('key')).toBe('in 3');
    await server.admin.select(0);
  });

  it('tries again while a call waits, however long the server was gone', async () => {
    const gone = await ServerProcess.start();
    const db = await Database.connect(`redis://127.0.0.1:${gone.address.port}`, { timeout: 1000 });
    const pauses: number[] = [];
    db.redis.on('reconnecting', (pause: number) => pauses.push(pause));
    await gone.kill();
    await eventually(() => pauses.length > 12);
    await db.close();
    expect(pauses.slice(0, 12)).toEqual([50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 500, 500]);
  });

  it('takes REDIS_URL when it is given nothing', async () => {
    process.env.REDIS_URL = url;
    await using db = await Database.connect();
    expect(await db.redis.ping()).toBe('PONG');
    delete process.env.REDIS_URL;
  });

  it('takes the options of ioredis', async () => {
    await using db = await Database.connect({ ...server.address, lazyConnect: true, connectionName: 'mine' });
    expect(await db.redis.client('GETNAME')).toBe('mine');
  });

  it('takes the path of a Unix socket', async () => {
    await using embedded = await Database.embedded();
    const [, socket] = (await embedded.redis.config('GET', 'unixsocket')) as string[];
    await embedded.redis.set('key', 'value');
    await using db = await Database.connect(socket!);
    expect(await db.redis.get('key')).toBe('value');
    const relative = path.relative('.', socket!);
    await using again = await Database.connect(relative.startsWith('../') ? relative : `./${relative}`);
    expect([await again.redis.get('key'), again.address]).toEqual(['value', socket]);
  });

  it.each([
    ['6', () => new Redis(url)],
    ['6, not connected yet', () => new Redis(url, { lazyConnect: true })],
    ['5', () => new RedisV5(url) as unknown as Redis],
  ])('takes a client of ioredis %s, and leaves it open', async (_, make) => {
    const client = make();
    const db = await Database.connect(client);
    expect(db.redis).toBe(client);
    expect(typeof (await run(db.connection, addTo, { keys: { counter: 'v' }, args: { amount: 1 } }))).toBe('number');
    await db.close();
    expect(await client.ping()).toBe('PONG');
    expect(client.listenerCount('error')).toBe(0);
    client.disconnect();
  });

  // an emitter takes more than ten listeners for a leak
  it('takes one client for many databases, with one listener for all', async () => {
    const client = new Redis(url);
    const open: Database[] = [];
    for (let i = 0; i < 3; i++) open.push(await Database.connect(client));
    const listeners = () => [client.listenerCount('error'), client.listenerCount('ready')];
    expect(listeners()).toEqual([1, 1]);
    await Promise.all(open.slice(1).map((db) => db.close()));
    expect(listeners()).toEqual([1, 1]);
    await open[0]!.close();
    expect(listeners()).toEqual([0, 0]);
    client.disconnect();
  });

  it('leaves no connection behind when it is closed', async () => {
    await eventually(async () => (await clients()) === 1);
    const db = await Database.connect(url);
    const before = await clients();
    await db.close();
    await db.close();
    expect(before).toBe(2);
    await eventually(async () => (await clients()) === 1);
    expect(await clients()).toBe(1);
    await expect(db.redis.ping()).rejects.toThrow('Connection is closed');
  });
});

describe('a server that cannot be reached', () => {
  const reason = (...args: Parameters<typeof Database.connect>) => Database.connect(...args).catch((error) => error);

  it.each([
    ['a port where nobody listens', async () => `redis://127.0.0.1:${await freePort()}`, /ECONNREFUSED/],
    ['a host that does not exist', async () => 'redis://no-such-host.invalid', /ENOTFOUND|EAI_AGAIN/],
    ['a socket that does not exist', async () => '/tmp/no-such-socket', /ENOENT/],
    ['a port that cannot be', async () => 'redis://127.0.0.1:99999', /Invalid URL/],
  ])('rejects: %s', async (_, target, message) => {
    expect(String(await reason(await target()))).toMatch(message);
  });

  it('rejects without the password', async () => {
    const guarded = await ServerProcess.start({ requirepass: 'right' }, undefined, 'right');
    const { port } = guarded.address;
    expect(String(await reason(`redis://127.0.0.1:${port}`))).toMatch(/NOAUTH/);
    expect(String(await reason(`redis://:wrong@127.0.0.1:${port}`))).toMatch(/WRONGPASS/);
    const db = await Database.connect(`redis://:right@127.0.0.1:${port}`);
    await db.close();
    await guarded.kill();
  });

  it('rejects for a cluster', async () => {
    const nowhere = { host: '127.0.0.1', port: await freePort() };
    expect(await reason({ cluster: [nowhere] })).toBeInstanceOf(Error);
    expect(String(await reason({ cluster: [server.address] }))).toMatch(/slots/i);
  });

  it('rejects when it accepts and says nothing', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const { port } = mute.address() as { port: number };
    expect(String(await reason({ host: '127.0.0.1', port, connectTimeout: 200 }))).toMatch(/ETIMEDOUT/);
    mute.close();
  });

  it('rejects for a client that was closed', async () => {
    const client = new Redis(url);
    await client.quit();
    await eventually(() => client.status === 'end');
    expect(String(await reason(client))).toMatch('Connection is closed');
  });

  it('rejects what waits when it is closed between two attempts', async () => {
    const port = await freePort();
    const gone = await ServerProcess.start({}, port);
    const db = await Database.connect(gone.address);
    await gone.kill();
    await eventually(() => db.redis.status === 'reconnecting');
    const waiting = db.redis.ping().catch((error) => error);
    await db.close();
    expect(String(await waiting)).toMatch('Connection is closed');
  });
});

describe('a connection that is lost', () => {
  it('rejects what was on its way, never sends it again, and goes on', async () => {
    const proxy = await LossyProxy.to(server.address);
    const db = await Database.connect(proxy.address);
    const add = () => run(db.connection, addTo, { keys: { counter: 'once' }, args: { amount: 1 } });
    expect(await add()).toBe(1);
    proxy.loseAnswerTo('once');
    await expect(add()).rejects.toThrow('Connection is closed');
    expect(await add()).toBe(3);
    const limit = db.rateLimit('lost', { limit: 3, window: 3_600_000 });
    expect((await limit.attempt('k')).remaining).toBe(2);
    await server.admin.function('FLUSH');
    proxy.loseRequest('FUNCTION');
    await expect(limit.attempt('k')).rejects.toThrow(ConnectionError);
    expect((await limit.attempt('k')).remaining).toBe(1);
    proxy.loseAnswerTo('piped');
    const answers = await db.redis.pipeline().incr('piped').incr('piped').exec();
    expect(answers!.map(([error]) => error?.message)).toEqual(Array(2).fill(expect.stringMatching('closed|close')));
    expect(await db.redis.get('piped')).toBe('2');
    expect(proxy.lost).toBe(3);
    await db.close();
    proxy.close();
  });

  it('finds the server again after a restart, and the scripts with it, and prints nothing', async () => {
    const printed = jest.spyOn(console, 'error');
    const port = await freePort();
    const first = await ServerProcess.start({}, port);
    await using db = await Database.connect(first.address);
    const add = () => run(db.connection, addTo, { keys: { counter: 'n' }, args: { amount: 1 } });
    await add();
    const pending = db.redis.call('debug', 'sleep', '5').catch((error: Error) => error);
    await first.kill();
    expect(await pending).toBeInstanceOf(Error);
    const second = await ServerProcess.start({}, port);
    expect(await add()).toBe(1);
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
    await second.kill();
  });
});
