import { ConnectionError, Database, LockError } from 'redstart';
import { collect } from '../support/collect.js';
import { eventually } from '../support/eventually.js';
import { FreezingProxy } from '../support/freezing-proxy.js';
import { ServerProcess } from '../support/server-process.js';

// far more than a test may take: what waits for a call's time fails
const TIMEOUT = 100_000;

let server: ServerProcess;
let db: Database;
beforeEach(async () => {
  server = await ServerProcess.start();
  db = await Database.connect(server.address, { timeout: TIMEOUT });
});
afterEach(() => db.close());

/** End the server, and wait until the client knows. */
async function down(): Promise<void> {
  await server.kill();
  await eventually(() => db.connection.trouble !== undefined);
}

describe('a server that is known to be out of reach', () => {
  it('lets limits and caches that have another answer give it at once', async () => {
    const limit = db.rateLimit('l', { limit: 1, window: 1000, onError: 'allow' });
    const strict = db.rateLimit('s', { limit: 1, window: 1000, onError: 'deny' });
    const cache = db.cache<number>('c', { onError: 'miss' });
    await Promise.all([limit.attempt('a'), cache.set('a', 1)]);
    await down();
    expect((await limit.attempt('a')).allowed).toBe(true);
    expect((await strict.attempt('a')).allowed).toBe(false);
    expect(await cache.get('a')).toBeUndefined();
    expect(await cache.getOrSet('a', () => 2)).toBe(2);
    await cache.set('a', 3);
    await cache.delete('a');
    expect(await cache.entry('a')).toBeUndefined();
    expect(await collect(cache.keys())).toEqual([]);
    expect(await collect(cache.keyv().iterator())).toEqual([]);
    await expect(collect(db.cache('c', { enabled: false }).keys())).resolves.toEqual([]);
  });

  it('is known to those who called just before, while it was lost', async () => {
    const limit = db.rateLimit('l', { limit: 1, window: 1000, onError: 'allow' });
    const several = db.rateLimits(
      's',
      { a: { limit: 1, window: 1000 }, b: { limit: 2, window: 1000 } },
      { onError: 'deny' },
    );
    const cache = db.cache<number>('c', { onError: 'miss' });
    const lost = new Promise((resolve) => db.redis.once('close', resolve));
    await Promise.all([limit.attempt('a'), several.attempt('a'), cache.set('a', 1)]);
    const killed = server.kill();
    await lost;
    // it has not tried to connect again yet: the server may take its time to end
    expect(db.connection.trouble).toBeUndefined();
    const calls = [limit.attempt('a'), several.attempt('a'), cache.get('a'), cache.getOrSet('a', () => 2)] as const;
    const [one, both, got, made] = await Promise.all(calls);
    expect([one.allowed, both.allowed, got, made]).toEqual([true, false, undefined, 2]);
    await killed;
  });

  it('does not keep a lock beyond its own time', async () => {
    await down();
    await expect(db.lock('l').acquire({ timeout: 50 })).rejects.toThrow(LockError);
    await expect(db.lock('l').acquire({ timeout: 0 })).rejects.toThrow(ConnectionError);
    await expect(db.lock('l').tryAcquire()).rejects.toThrow('nothing listens there');
    const stop = new AbortController();
    const waiting = db.lock('l').acquire({ signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });

  it('does not keep several locks, or one of a tree, beyond their own time', async () => {
    const several = db.lock(['a', 'b']);
    const node = db.tree('t').at('a');
    await down();
    await expect(several.acquire({ timeout: 50 })).rejects.toThrow('The lock "a", The lock "b" was not free in time');
    await expect(node.acquire({ timeout: 50 })).rejects.toThrow(LockError);
    await expect(several.acquire({ timeout: 0 })).rejects.toThrow(ConnectionError);
    await expect(several.tryAcquire()).rejects.toThrow(ConnectionError);
    await expect(node.acquire({ timeout: 0 })).rejects.toThrow(ConnectionError);
  });
});

describe('a server that is silent', () => {
  it('keeps no caller who has waited long enough', async () => {
    const proxy = await FreezingProxy.to(server.address);
    const slow = await Database.connect(proxy.address, { timeout: TIMEOUT });
    try {
      const limit = slow.rateLimit('l', { limit: 1, window: 1000 });
      const lenient = slow.rateLimit('l', { limit: 1, window: 1000, onError: 'allow' });
      await slow.lock(['a', 'b']).run(() => {});
      await limit.attempt('b');
      proxy.freeze();
      const stop = new AbortController();
      const calls = [
        slow.lock('a').acquire({ signal: stop.signal }),
        slow.lock(['a', 'b']).acquire({ signal: stop.signal }),
        slow.tree('t').at('a').acquire({ signal: stop.signal }),
        limit.wait('a', { signal: stop.signal }),
      ];
      stop.abort(new Error('enough'));
      for (const { reason } of (await Promise.allSettled(calls)) as PromiseRejectedResult[])
        expect(reason).toHaveProperty('message', 'enough');
      await expect(slow.lock(['a', 'b']).acquire({ timeout: 20 })).rejects.toThrow(LockError);
      await expect(slow.tree('t').at('a').acquire({ timeout: 20 })).rejects.toThrow(LockError);
      await expect(limit.wait('a', { timeout: 20 })).rejects.toThrow('no answer within 20 ms');
      expect((await lenient.wait('a', { timeout: 20 })).allowed).toBe(true);
    } finally {
      await slow.close();
      proxy.close();
      await server.kill();
    }
  });
});

describe('a server that is silent in the midst of a walk through a cache', () => {
  it('is an error, or ends what has no error', async () => {
    const proxy = await FreezingProxy.to(server.address);
    const far = await Database.connect(proxy.address, { timeout: 1000 });
    try {
      await far.cache('c').set('a', 1);
      proxy.freeze();
      await expect(collect(far.cache('c').keys())).rejects.toThrow(ConnectionError);
      await expect(collect(far.cache('c').keyv().iterator())).rejects.toThrow(ConnectionError);
      const lenient = far.cache('c', { onError: 'miss' });
      const told: string[] = [];
      lenient.on('error', ({ key }) => told.push(key));
      expect(await collect(lenient.keys())).toEqual([]);
      expect(told).toEqual(['']);
      expect(await lenient.entry('a')).toBeUndefined();
    } finally {
      await far.close();
      proxy.close();
      await server.kill();
    }
  });
});

describe('an embedded server that died', () => {
  it('is out of reach as any other', async () => {
    const embedded = await Database.embedded();
    try {
      const limit = embedded.rateLimit('l', { limit: 1, window: 1000, onError: 'allow' });
      const cache = embedded.cache<number>('c', { onError: 'miss' });
      await cache.set('a', 1);
      const pid = Number(/process_id:(\d+)/.exec(await embedded.redis.info('server'))![1]);
      process.kill(pid, 'SIGKILL');
      await eventually(() => embedded.connection.trouble !== undefined);
      expect((await limit.attempt('a')).allowed).toBe(true);
      expect(await cache.get('a')).toBeUndefined();
      await cache.set('a', 2);
      expect(await cache.getOrSet('a', () => 3)).toBe(3);
      const failed = await embedded
        .lock('l')
        .tryAcquire()
        .catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(ConnectionError);
      expect(failed).toHaveProperty(
        'message',
        expect.stringMatching(/^The call was not sent\. The embedded server .*Open Database\.embedded/s),
      );
    } finally {
      await embedded.close();
      await server.kill();
    }
  });
});

describe('a server that comes back', () => {
  it('serves locks, limits and caches as before', async () => {
    const lock = db.lock('l');
    const limit = db.rateLimit('l', { limit: 2, window: 60_000, onError: 'allow' });
    const cache = db.cache<number>('c', { onError: 'miss' });
    const held = await lock.acquire();
    const waiting = lock.acquire();
    await limit.attempt('a');
    const { port } = server.address;
    await down();
    const several = db.lock(['a', 'b']).acquire();
    const node = db.tree('t').at('a').acquire();
    server = await ServerProcess.start({}, port);
    await eventually(() => db.connection.trouble === undefined && db.redis.status === 'ready');
    // what the server held in memory is gone: who waits is served, and who held it has lost it
    const next = await waiting;
    expect(await held.release()).toBe(false);
    expect(await lock.tryAcquire()).toBeUndefined();
    expect(await next.release()).toBe(true);
    expect(await (await several).release()).toBe(true);
    expect(await (await node).release()).toBe(true);
    expect((await limit.attempt('a')).remaining).toBe(1);
    expect(await cache.getOrSet('a', () => 2)).toBe(2);
    expect(await cache.get('a')).toBe(2);
    await server.kill();
  });
});
