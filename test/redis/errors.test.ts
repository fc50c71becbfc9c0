import { createServer } from 'node:net';
import path from 'node:path';
import { inspect } from 'node:util';
import {
  type Auto,
  ConnectionError,
  Database,
  Entity,
  Field,
  Model,
  RedstartError,
  ServerError,
  UnavailableError,
  Unique,
} from 'redstart';
import { collect } from '../support/collect.js';
import { eventually } from '../support/eventually.js';
import { FreezingProxy } from '../support/freezing-proxy.js';
import { LossyProxy } from '../support/lossy-proxy.js';
import { freePort, ServerProcess } from '../support/server-process.js';

@Entity()
class Guest extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() name!: string;
}

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.start();
});
afterAll(() => server.kill());

const reason = (work: Promise<unknown>): Promise<ConnectionError> =>
  work.then(
    () => {
      throw new Error('it should have rejected');
    },
    (error) => error,
  );

describe('an error of Database.connect', () => {
  it.each([
    [
      'nothing listens',
      async () => `redis://127.0.0.1:${await freePort()}`,
      /127\.0\.0\.1:\d+: nothing listens there.*Start one there.*REDIS_URL.*Database\.embedded\(\)\.$/,
    ],
    [
      'an unknown host',
      async () => 'redis://no-such-host.invalid',
      /no-such-host\.invalid:6379: its host has no address/,
    ],
    [
      'a missing socket beside the program',
      async () => './no-such-socket',
      new RegExp(`${path.resolve('no-such-socket')}: there is no such socket`),
    ],
    ['a missing socket', async () => '/tmp/no-such-socket', /\/tmp\/no-such-socket: there is no such socket/],
    [
      'another scheme',
      async () => 'http://me:secret@localhost:6379',
      /http:\/\/localhost:6379: the address cannot be read.*redis:\/\/host:6379/,
    ],
    [
      'a password with special characters',
      async () => 'redis://me:secret#1@localhost:6379',
      /the address cannot be read.*%23 for #.*encodeURIComponent/,
    ],
    ['a password with a percent sign', async () => 'redis://me:secret%1@localhost:6379', /cannot be read.*%23 for #/],
    [
      'another scheme and a slash',
      async () => 'http://me:secret/1@localhost',
      /http:\/\/localhost: the address cannot/,
    ],
    ['an impossible port', async () => 'redis://127.0.0.1:99999', /the address cannot be read/],
    ['nothing at all', async () => '', /the address cannot be read/],
  ])('names the server and the way out: %s', async (_, target, message) => {
    const error = await reason(Database.connect(await target()));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code: 'CONNECTION', outcome: 'not sent', message: expect.stringMatching(message) });
    expect(error.cause).toHaveProperty('message');
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/secret/);
  });

  it('tells a missing password from a wrong one', async () => {
    const guarded = await ServerProcess.start({ requirepass: 'right' }, undefined, 'right');
    const { port } = guarded.address;
    const missing = await reason(Database.connect(`redis://127.0.0.1:${port}`));
    expect(missing.message).toMatch(/asks for a password.*Put it into the URL/);
    const wrong = await reason(Database.connect(`redis://:wrong@127.0.0.1:${port}`));
    expect(wrong.message).toMatch(/refuses the password/);
    expect([missing, wrong].map(({ code }) => code)).toEqual(['CONNECTION', 'CONNECTION']);
    await guarded.kill();
  });

  it('says that a server is silent', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const { port } = mute.address() as { port: number };
    const target = { host: '127.0.0.1', port, connectTimeout: 200 };
    expect((await reason(Database.connect(target))).message).toMatch(/it does not answer/);
    mute.close();
  });

  it.each([
    [
      'that it closes each connection',
      Buffer.alloc(0),
      /it closes each connection .*rediss:\/\/ just where it speaks TLS/,
    ],
    ['that it speaks TLS', Buffer.from([21, 3, 3, 0, 2, 2, 70]), /speaks another protocol .*rediss:\/\/ just where/],
    ['that it speaks HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), /speaks another protocol/],
  ])('says of what listens there %s', async (_, answer, message) => {
    const other = createServer((socket) => {
      socket.on('error', () => {}).once('data', () => socket.end(answer));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    expect((await reason(Database.connect(`redis://127.0.0.1:${port}`))).message).toMatch(message);
    other.close();
  });

  it('waits no longer than the timeout for TLS from a server that speaks none', async () => {
    const error = await reason(Database.connect(`rediss://127.0.0.1:${server.address.port}`, { timeout: 1000 }));
    expect(error.message).toMatch(/it does not answer .*silent for 1000 ms.*rediss:\/\/ just where it speaks TLS/);
  });

  it('takes the URLs of Valkey', async () => {
    await using db = await Database.connect(`valkey://127.0.0.1:${server.address.port}`);
    expect(await db.redis.ping()).toBe('PONG');
  });
});

describe('an error of a call', () => {
  it('says that the outcome is unknown when the answer was lost', async () => {
    const proxy = await LossyProxy.to(server.address);
    await using db = await Database.connect(proxy.address);
    proxy.loseAnswerTo('lost');
    const error = await reason(db.list('lost').push('a'));
    expect(error).toMatchObject({ code: 'CONNECTION', outcome: 'unknown' });
    expect(error.message).toMatch(/may have been done or not/);
    expect(await db.list('lost').size()).toBe(1);
    proxy.close();
  });

  it('says that nothing was sent when no connection came about, and nothing ever is', async () => {
    const port = await freePort();
    const first = await ServerProcess.start({}, port);
    await using db = await Database.connect(first.address, { timeout: 1000 });
    await first.kill();
    await eventually(() => db.redis.status === 'reconnecting');
    const error = await reason(db.list('log').push('a'));
    expect(error).toMatchObject({ code: 'CONNECTION', outcome: 'not sent' });
    expect(error.message).toMatch(/nothing listens there/);
    const second = await ServerProcess.start({}, port);
    await eventually(async () => (await db.list('log').size()) === 0);
    expect(await db.list('log').push('b')).toBe(1);
    await second.kill();
  });

  it('ends a walk over all keys that is not answered, and one that finds no server', async () => {
    const proxy = await FreezingProxy.to(server.address);
    const own = await ServerProcess.start();
    await using frozen = await Database.connect(proxy.address, { timeout: 1000 });
    await using gone = await Database.connect(own.address, { timeout: 1000 });
    proxy.freeze();
    await own.kill();
    for (const db of [frozen, gone]) {
      expect(await reason(collect(db.keys()))).toMatchObject({ code: 'CONNECTION' });
      expect(await reason(collect(db.cache('c').keys()))).toMatchObject({ code: 'CONNECTION' });
    }
    proxy.close();
  });

  it('ends a call that is not answered, and finds another connection', async () => {
    const proxy = await FreezingProxy.to(server.address);
    await using db = await Database.connect(proxy.address, { timeout: 1000 });
    proxy.freeze();
    expect(await reason(db.list('frozen').size())).toMatchObject({ code: 'CONNECTION', outcome: 'unknown' });
    proxy.thaw();
    await eventually(async () => (await db.list('frozen').size()) === 0);
    expect(proxy.connections).toBeGreaterThan(1);
    proxy.close();
  });

  it('rejects after close(), and whatever waits when it is called', async () => {
    const port = await freePort();
    const gone = await ServerProcess.start({}, port);
    const db = await Database.connect(gone.address);
    const blocked = reason(db.list('none').popBlocking());
    await eventually(async () => /blocked_clients:1/.test(await gone.admin.info('clients')));
    await gone.kill();
    await eventually(() => db.redis.status === 'reconnecting');
    const waiting = [
      db.list('a').size(),
      db.pipeline((p) => p.list('a').size()),
      db.transaction((t) => t.call('ping')),
    ];
    const reasons = Promise.all(waiting.map(reason));
    await db.close();
    for (const error of [...(await reasons), await blocked]) expect(error.code).toBe('CONNECTION');
    const late = await reason(db.list('a').size());
    expect(late).toMatchObject({ code: 'CONNECTION', outcome: 'not sent' });
    expect(late.message).toMatch(/closed by close\(\).*Open a new Database/);
    expect(await reason(db.list('a').popBlocking())).toMatchObject({ code: 'CONNECTION' });
  });

  it.each([0, 5, 20, 50, 100])('settles when the connection was lost %i ms before close()', async (ms) => {
    const port = await freePort();
    const own = await ServerProcess.start({}, port);
    const db = await Database.connect(own.address);
    await own.admin.call('client', 'kill', 'type', 'normal', 'skipme', 'yes');
    await new Promise((resolve) => setTimeout(resolve, ms));
    const pending = db
      .list('k')
      .size()
      .catch((error) => error);
    await db.close();
    const seen = await pending;
    expect(seen === 0 || seen instanceof ConnectionError).toBe(true);
    expect(await reason(db.list('k').size())).toBeInstanceOf(ConnectionError);
    await own.kill();
  });
});

describe('the stack of an error', () => {
  const here = /errors\.test\.ts/;

  it('has the line of the call', async () => {
    await using db = await Database.connect(server.address, { namespace: 'stacks', models: [Guest] });
    await Guest.create({ name: 'Ada' });
    const calls: (() => Promise<unknown>)[] = [
      async () => await db.list('h').size(),
      async () => await Guest.create({ name: 'Ada' }),
      async () => await Guest.build({ name: 'Ada' }).save(),
      async () => await Guest.get(99),
      async () => await db.pipeline((p) => p.list('h').size()),
    ];
    await db.hash('h').set('text', 'no number');
    for (const call of calls) {
      const error = await reason(call());
      expect(error).toBeInstanceOf(RedstartError);
      expect(error.stack).toMatch(here);
    }
  });

  it('has that of Database.connect, by far the likeliest to fail first', async () => {
    const connect = (url: string) => async () => await Database.connect(url);
    for (const url of ['redis://127.0.0.1:1', 'redis://no.such.host.invalid', 'http://127.0.0.1'])
      expect((await reason(connect(url)())).stack).toMatch(here);
  });
});

describe('a refusal of the server', () => {
  it('is a ServerError that says what the server said', async () => {
    await using db = await Database.connect(server.address);
    const error = await reason(db.pipeline((p) => p.call('nonsense')));
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ reason: 'ERR', message: expect.stringMatching(/^ERR unknown command.*arguments/s) });
  });

  it.each([
    ['OOM', ['maxmemory', '1'], ['maxmemory', '0']],
    ['NOREPLICAS', ['min-replicas-to-write', '1'], ['min-replicas-to-write', '0']],
  ])('is the same %s from a command, a function and a script', async (code, on, off) => {
    const own = await ServerProcess.start();
    await using db = await Database.connect(own.address, { models: [Guest] });
    await Guest.create({ name: 'Ada' });
    const byDigest = await Database.connect(own.address);
    Object.assign(byDigest.capabilities, { functions: false });
    const Twin = byDigest.bind(Guest);
    await Twin.create({ name: 'Ben' });
    await own.admin.config('SET', on[0]!, on[1]!);
    const errors = await Promise.all([
      reason(db.hash('h').set('a', '1')),
      reason(Guest.create({ name: 'Cleo' })),
      reason(Twin.create({ name: 'Dora' })),
    ]);
    await own.admin.config('SET', off[0]!, off[1]!);
    for (const error of errors) {
      expect(error).toBeInstanceOf(UnavailableError);
      expect(error).toMatchObject({ code: 'UNAVAILABLE', reason: code });
      expect(error.message).toMatch(/Nothing was done/);
    }
    expect(await Guest.query().count()).toBe(2);
    await byDigest.close();
    await own.kill();
  });
});
