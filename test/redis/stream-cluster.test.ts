import { CrossSlotError, Database } from 'redstart';
import { companionKey, hashTag, keySlot } from '../../src/redis/slot.js';
import { type RunningCluster, startCluster } from '../support/cluster.js';

let cluster: RunningCluster;
let db: Database;
beforeAll(async () => {
  cluster = await startCluster();
  db = await Database.connect({ cluster: cluster.nodes });
});
afterAll(async () => {
  await db?.close();
  await cluster?.stop();
});

describe('keySlot', () => {
  it('agrees with the server', async () => {
    for (const key of ['', 'a', 'user:{7}:x', '{}x', 'a{', '{a}{b}', 'æ{ø}å', 'x{{a}}']) {
      expect([key, keySlot(key)]).toEqual([key, await db.redis.cluster('KEYSLOT', key)]);
    }
    for (const key of ['orders', '{shop}:orders', 'a{b', 'a{}b']) {
      const dead = companionKey(key, 'dead');
      if (!/[{}]/.test(hashTag(key))) expect(keySlot(dead)).toBe(keySlot(key));
    }
  });
});

describe('on a cluster', () => {
  it('walks over the keys of every master', async () => {
    for (let i = 0; i < 200; i++) await db.redis.set(`k${i}`, '1');
    const found: string[] = [];
    for await (const key of db.keys('k*')) found.push(key);
    expect(new Set(found).size).toBe(200);
    expect(found).toHaveLength(200);
  });

  it('spreads a pipeline over the nodes', async () => {
    const ids = await db.pipeline((p) =>
      Promise.all(Array.from({ length: 50 }, (_, i) => p.stream(`s${i}`).add({ i: String(i) }))),
    );
    expect(ids.every((id) => /^\d+-\d+$/.test(id))).toBe(true);
    expect(await db.pipeline((p) => Promise.all([p.stream('s1').size(), p.stream('s2').size()]))).toEqual([1, 1]);
  });

  it('executes a transaction in one slot, and refuses two', async () => {
    await db.redis.set('{t}a', '1');
    const done = await db.transaction(
      async (t) => {
        const now = Number(await t.now.call('get', '{t}a'));
        return Promise.all([t.call('set', '{t}a', now + 1), t.call('set', '{t}b', 'x')]);
      },
      { watch: ['{t}a'] },
    );
    expect(done).toEqual(['OK', 'OK']);
    expect(await db.redis.get('{t}a')).toBe('2');
    await expect(db.transaction((t) => Promise.all([t.call('set', 'a', 1), t.call('set', 'b', 1)]))).rejects.toThrow(
      CrossSlotError,
    );
    await expect(db.transaction(() => 1, { watch: ['a', 'b'] })).rejects.toThrow('Give them one hash tag');
    let tries = 0;
    await db.transaction(
      async (t) => {
        if (tries++ === 0) await db.redis.incr('{t}a');
        return t.call('incr', '{t}a');
      },
      { watch: ['{t}a'] },
    );
    expect(tries).toBe(2);
  });

  it('refuses a group, and a dead-letter stream, in several slots', async () => {
    const group = db.consumerGroup('g', ['a', 'b']);
    await expect(group.read()).rejects.toThrow(CrossSlotError);
    expect(() => group.consume(async () => {})).toThrow(CrossSlotError);
    expect(() => db.consumerGroup('g', ['a']).consume(async () => {}, { deadLetter: 'b' })).toThrow(CrossSlotError);
  });

  it('deletes what is done at whatever node it is', async () => {
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const group = db.consumerGroup('g', key);
      await group.create({ from: '0' });
      const id = await db.stream(key).add({ n: '1' });
      await group.read();
      expect(await group.streams[key]!.ack([id], { deleteDone: true })).toBe(1);
      expect(await db.stream(key).size()).toBe(0);
      await group.destroy();
    }
  });

  it('consumes, retries and buries', async () => {
    const group = db.consumerGroup('g', ['{q}1', '{q}2']);
    await group.create();
    const seen: string[] = [];
    const handler = ({ stream, fields }: { stream: string; fields: Record<string, string> }) => {
      if (fields.n === '3') throw new Error('no');
      seen.push(stream);
    };
    const worker = group.consume(handler, { concurrency: 4, retries: 1, backoff: 10 });
    for (let n = 0; n < 5; n++) await group.streams['{q}1']!.add({ n: String(n) });
    await group.streams['{q}2']!.add({ n: '9' });
    while (seen.length < 5 || (await db.stream('{q}1:dead').size()) < 1) await new Promise((r) => setTimeout(r, 20));
    await worker.stop();
    expect(seen.sort()).toEqual(['{q}1', '{q}1', '{q}1', '{q}1', '{q}2']);
    expect((await group.streams['{q}1']!.groups())[0]!.pending).toBe(0);
  });

  it('blocks, listens and monitors on connections of its own', async () => {
    const stop = new AbortController();
    const waiting = db.stream('wait').read({ lastId: '$', timeout: Number.POSITIVE_INFINITY, signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 200);
    await expect(waiting).rejects.toThrow('enough');
    const handler = () => false;
    await db.listen({ channels: ['c'] }, handler, { onReady: () => void db.redis.publish('c', 'x') });
    for await (const { command } of db.monitor({ onReady: () => void db.redis.set('seen', '1') })) {
      if (command[1] === 'seen') break;
    }
    expect(() => db.named('x')).toThrow(RangeError);
  });
});
