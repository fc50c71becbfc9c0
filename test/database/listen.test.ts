import { setTimeout as pause } from 'node:timers/promises';
import { ConnectionError, Database, type Published, SlowReaderError, UnsupportedError } from 'redstart';
import { type RunningCluster, startCluster } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { FreezingProxy } from '../support/freezing-proxy.js';
import { ServerProcess } from '../support/server-process.js';
import { expectRefused } from '../support/thrown.js';

let db: Database;
beforeAll(async () => {
  db = await Database.embedded();
});
afterAll(() => db.close());

const ready = () => {
  let onReady = () => {};
  const confirmed = new Promise<void>((resolve) => {
    onReady = resolve;
  });
  return { onReady, confirmed };
};
const nobodyListens = async () =>
  expect(await eventually(async () => ((await db.redis.pubsub('CHANNELS')) as string[]).length === 0)).toBe(true);

/** Publish while nobody reads, then read what is left. */
async function readLate(options: { buffer: number; overflow?: 'drop-oldest' | 'drop-newest'; dropped?: string[] }) {
  const { onReady, confirmed } = ready();
  const { dropped = [], ...rest } = options;
  const onDrop = ({ message }: Published) => dropped.push(message);
  const feed = db.listen({ channels: ['news'] }, { ...rest, onReady, onDrop })[Symbol.asyncIterator]();
  const first = feed.next();
  await confirmed;
  for (let i = 0; i < 10; i++) await db.publish('news', String(i));
  // the last one has arrived when another listener has it that came later
  const got = [(await first).value.message];
  await db.pipeline((p) => p.call('ping'));
  return { got, feed };
}

describe('a listener that reads slower than others publish', () => {
  it('gets what fits, then an error, by default', async () => {
    const { got, feed } = await readLate({ buffer: 4 });
    for (let i = 0; i < 4; i++) got.push((await feed.next()).value.message);
    expect(got).toEqual(['0', '1', '2', '3', '4']);
    await expect(feed.next()).rejects.toThrow(SlowReaderError);
    expect(await feed.next()).toEqual({ done: true, value: undefined });
    await nobodyListens();
  });

  it.each([
    ['drop-oldest', ['6', '7', '8', '9'], ['1', '2', '3', '4', '5']],
    ['drop-newest', ['1', '2', '3', '4'], ['5', '6', '7', '8', '9']],
  ] as const)('loses with %s what it says', async (overflow, kept, lost) => {
    const dropped: string[] = [];
    const { feed } = await readLate({ buffer: 4, overflow, dropped });
    await eventually(() => dropped.length === 5);
    const got = [];
    for (let i = 0; i < 4; i++) got.push((await feed.next()).value.message);
    expect(got).toEqual(kept);
    expect(dropped).toEqual(lost);
    await feed.return!();
    await nobodyListens();
  });

  it('refuses bounds that are none', () => {
    const channels = ['a'];
    expect(() => db.listen({ channels }, { buffer: 0 })).toThrow(RangeError);
    expect(() => db.listen({ channels }, { overflow: 'toString' as 'fail' })).toThrow('"drop-oldest"');
    expect(() => db.monitor({ buffer: 0.5 })).toThrow(RangeError);
  });
});

describe('a monitor', () => {
  it('begins beside any number of commands', async () => {
    let goesOn = true;
    const traffic = (async () => {
      while (goesOn) await db.pipeline((p) => Promise.all(Array.from({ length: 200 }, () => p.call('ping'))));
    })();
    try {
      for (let i = 0; i < 10; i++) {
        await using feed = await db.monitor({ overflow: 'drop-oldest' }).ready();
        expect((await feed.next()).value.command[0].toLowerCase()).toBe('ping');
      }
    } finally {
      goesOn = false;
      await traffic;
    }
  });
});

describe('a listener that is made ready', () => {
  it('keeps what is published before the iteration begins, and ends with its block', async () => {
    {
      await using feed = await db.listen({ channels: ['early'] }).ready();
      expect(await db.publish('early', '1')).toBe(1);
      expect(await db.publish('early', '2')).toBe(1);
      expect(await feed.next()).toEqual({ done: false, value: { channel: 'early', message: '1' } });
      expect(await feed.ready()).toBe(feed);
      expect(await feed.next()).toEqual({ done: false, value: { channel: 'early', message: '2' } });
    }
    await nobodyListens();
  });

  it('has ended where it was told to before, and opens nothing', async () => {
    const feed = await db.listen({ channels: ['early'] }, { signal: AbortSignal.abort() }).ready();
    expect(await feed.next()).toEqual({ done: true, value: undefined });
    await nobodyListens();
  });
});

describe('a listener that cannot begin', () => {
  it('says so of a database that was closed, when it is made ready and when it is iterated over', async () => {
    const closed = await Database.connect(db.redis.options);
    await closed.close();
    for (const feed of [closed.listen({ channels: ['a'] }), closed.monitor()]) {
      const error = await feed.ready().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConnectionError);
      expect((error as Error).message).toContain('close()');
      await expect(feed.next()).rejects.toBe(error);
    }
    await expect(closed.listen({ channels: ['a'] }).next()).rejects.toThrow(ConnectionError);
    await expect(closed.listen({ channels: ['a'] }, () => {})).rejects.toThrow(ConnectionError);
  });

  it('says what the server refuses', async () => {
    await db.redis.call('ACL', 'SETUSER', 'deaf', 'on', 'nopass', '~*', '+@all', 'resetchannels');
    const options = { ...db.redis.options, username: 'deaf', password: 'x' };
    await using deaf = await Database.connect(options);
    await expect(deaf.listen({ channels: ['a'] }).ready()).rejects.toThrow(/NOPERM/);
    await db.redis.call('ACL', 'DELUSER', 'deaf');
  });
});

describe('what callers without types ask of a listener', () => {
  const never = (value: unknown) => value as never;

  it.each<[string, () => unknown]>([
    ['channels is a list of names, not string. Write { channels:', () => db.listen(never({ channels: 'abc' }))],
    ['A name in channels: expected', () => db.listen(never({ channels: [undefined] }))],
    ['A name in patterns: expected', () => db.listen(never({ patterns: ['a', 5] }))],
    ['"channel" is not an option of listen(). Did you mean "channels"?', () => db.listen(never({ channel: ['a'] }))],
    ['The options of listen() must be an object, not string', () => db.listen(never('abc'))],
    ['"bufer" is not an option of listen(). Did you mean', () => db.listen({ channels: ['a'] }, never({ bufer: 5 }))],
    [
      '"bufer" is not an option of listen(). Did you mean',
      () => db.listen({ channels: ['a'] }, () => {}, never({ bufer: 5 })),
    ],
    ['onReady must be a function, not number', () => db.listen({ channels: ['a'] }, never({ onReady: 1 }))],
    ['onDrop must be a function, not number', () => db.listen({ channels: ['a'] }, never({ onDrop: 1 }))],
    ['signal must be an AbortSignal', () => db.listen({ channels: ['a'] }, never({ signal: new AbortController() }))],
    ['"bufer" is not an option of monitor()', () => db.monitor(never({ bufer: 5 }))],
    ['"shard" is not an option of publish()', () => db.publish('a', 'b', never({ shard: true }))],
  ])('%s', async (message, call) => {
    await expectRefused(call, TypeError, message);
    await nobodyListens();
  });
});

describe('a listener whose wire goes silent', () => {
  it('finds another one, be it ready by then or not', async () => {
    const server = await ServerProcess.start();
    const proxy = await FreezingProxy.to(server.address);
    const far = await Database.connect(proxy.address, { timeout: 500 });
    const feed = await far.listen({ channels: ['far'] }).ready();
    proxy.freeze();
    const later = far.listen({ channels: ['far'] });
    const begun = later.ready();
    await pause(1000);
    proxy.thaw();
    await begun;
    expect(await eventually(async () => (await server.admin.publish('far', 'again')) === 2)).toBe(true);
    for (const each of [feed, later]) expect((await each.next()).value).toEqual({ channel: 'far', message: 'again' });
    await Promise.all([feed.return(), later.return(), far.close()]);
    proxy.close();
    await server.kill();
  });

  it('is left alone while it answers', async () => {
    const pings = async () => Number(/cmdstat_ping:calls=(\d+)/.exec(await db.redis.info('commandstats'))?.[1] ?? 0);
    await using patient = await Database.connect(db.redis.options, { timeout: 500 });
    await using feed = await patient.listen({ channels: ['calm'] }).ready();
    const before = await db.redis.call('CLIENT', 'LIST', 'TYPE', 'PUBSUB');
    const asked = await pings();
    await eventually(async () => (await pings()) >= asked + 2);
    expect(String(await db.redis.call('CLIENT', 'LIST', 'TYPE', 'PUBSUB')).split(' ')[0]).toBe(
      String(before).split(' ')[0],
    );
    await db.publish('calm', 'still');
    expect((await feed.next()).value.message).toBe('still');
  });
});

describe('the end of a listener', () => {
  it('comes at once by return(), also while a step waits', async () => {
    const { onReady, confirmed } = ready();
    const feed = db.listen({ channels: ['silent'] }, { onReady })[Symbol.asyncIterator]();
    const waiting = feed.next();
    await confirmed;
    expect(await feed.return!()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual({ done: true, value: undefined });
    await nobodyListens();
  });

  it('opens nothing when it comes before the first step', async () => {
    const feed = db.listen({ channels: ['silent'] })[Symbol.asyncIterator]();
    await feed.return!();
    expect(await feed.next()).toEqual({ done: true, value: undefined });
    await nobodyListens();
  });
});

describe('db.publish', () => {
  it('says how many got the message, and refuses what is not text', async () => {
    const heard: string[] = [];
    const { onReady, confirmed } = ready();
    const ended = db.listen({ channels: ['a'] }, ({ message }) => heard.push(message) < 1, { onReady });
    await confirmed;
    expect(await db.publish('a', 'é')).toBe(1);
    await ended;
    expect(heard).toEqual(['é']);
    await expect(db.publish('a', 1 as unknown as string)).rejects.toThrow(TypeError);
  });
});

describe('sharded channels', () => {
  it('are a name space of their own on one server', async () => {
    const seen: Published[] = [];
    const { onReady, confirmed } = ready();
    const spec = { channels: ['a'], sharded: ['a', 'b'] };
    const ended = db.listen(spec, (item) => seen.push(item) < 3, { onReady });
    await confirmed;
    expect(await db.publish('a', '1', { sharded: true })).toBe(1);
    expect(await db.publish('b', '2', { sharded: true })).toBe(1);
    expect(await db.publish('a', '3')).toBe(1);
    await ended;
    expect(seen.map(({ message }) => message).sort()).toEqual(['1', '2', '3']);
  });

  it('are an UnsupportedError before Redis 7', async () => {
    const older = await Database.connect(db.address);
    Object.assign(older.capabilities, { shardedChannels: false });
    expect(() => older.listen({ sharded: ['a'] })).toThrow(UnsupportedError);
    await expect(older.publish('a', '1', { sharded: true })).rejects.toThrow(UnsupportedError);
    await older.close();
  });
});

describe('on a cluster', () => {
  let cluster: RunningCluster;
  let all: Database;
  beforeAll(async () => {
    cluster = await startCluster();
    all = await Database.connect({ cluster: cluster.nodes });
  });
  afterAll(async () => {
    await all.close();
    await cluster.stop();
  });

  it('listens at each node that has one of the channels, and follows a slot that moves', async () => {
    const names = ['{a}', '{b}', '{c}', '{d}', '{e}'];
    const heard = new Set<string>();
    const stop = new AbortController();
    const { onReady, confirmed } = ready();
    const options = { onReady, signal: stop.signal };
    const ended = all.listen(
      { sharded: names },
      ({ channel, message }) => void heard.add(`${channel} ${message}`),
      options,
    );
    await confirmed;
    const everyone = async (word: string) => {
      const missing = () => names.filter((name) => !heard.has(`${name} ${word}`));
      await eventually(async () => {
        for (const name of missing()) await all.publish(name, word, { sharded: true });
        return missing().length === 0;
      });
    };
    await everyone('before');
    const move = await cluster.moveSlotOf('{a}');
    await move.finish();
    await everyone('after');
    stop.abort();
    await ended;
  });

  it('goes on elsewhere when its node dies', async () => {
    const heard: string[] = [];
    const stop = new AbortController();
    const { onReady, confirmed } = ready();
    const spec = { channels: ['news'], sharded: ['{a}'] };
    const ended = all.listen(spec, ({ message }) => void heard.push(message), { onReady, signal: stop.signal });
    await confirmed;
    await cluster.killMasterOf('{a}');
    const publish = async (word: string, sharded: boolean) => {
      await eventually(async () => {
        await all.publish(sharded ? '{a}' : 'news', word, { sharded });
        return heard.includes(word);
      });
    };
    await publish('plain', false);
    await publish('sharded', true);
    stop.abort();
    await ended;
    expect(heard).toEqual(expect.arrayContaining(['plain', 'sharded']));
  });
});
