import { Database, NoGroupError, NoStreamError } from 'redstart';

let db: Database;
beforeAll(async () => {
  db = await Database.embedded();
});
afterEach(() => db.redis.flushall());
afterAll(() => db.close());

const KEYS = ['stream-a', 'stream-b', 'stream-c'];

describe('ConsumerGroup', () => {
  it('answers the examples of the walrus manual', async () => {
    const group = db.consumerGroup('cg-abc', KEYS);
    for (const key of KEYS) await db.stream(key).add({ data: '' });
    expect(await group.create()).toEqual({ 'stream-a': true, 'stream-b': true, 'stream-c': true });
    expect(await group.create()).toEqual({ 'stream-a': false, 'stream-b': false, 'stream-c': false });
    await group.setId('$');
    expect(await group.read()).toEqual([]);

    const c = group.streams['stream-c']!;
    await group.streams['stream-a']!.add({ message: 'new a' });
    await group.streams['stream-b']!.add({ message: 'new for b' });
    for (let i = 0; i < 10; i++) await c.add({ message: `c-${i}` });

    const texts = (await group.read({ count: 1 })).map((m) => `${m.stream}: ${m.fields.message}`);
    expect(texts).toEqual(['stream-a: new a', 'stream-b: new for b', 'stream-c: c-0']);
    expect((await group.read({ count: 1 })).map((m) => m.fields.message)).toEqual(['c-1']);

    const a = group.streams['stream-a']!;
    const [pending] = await a.pending();
    expect(pending).toMatchObject({ consumer: 'cg-abc.c1', deliveries: 1 });
    expect(pending!.idle).toBeGreaterThanOrEqual(0);
    expect(await a.ack(pending!.id)).toBe(1);
    expect(await a.ack(pending!.id)).toBe(0);
    expect(await a.ack()).toBe(0);

    const second = group.consumer('cg-abc.c2');
    expect((await second.read({ count: 1 })).map((m) => m.fields.message)).toEqual(['c-2']);
    const [mc1] = await c.pending();
    expect((await c.pending()).map((p) => p.consumer)).toEqual(['cg-abc.c1', 'cg-abc.c1', 'cg-abc.c2']);
    const claimed = await second.streams['stream-c']!.claim([mc1!.id]);
    expect(claimed.map((m) => m.fields.message)).toEqual(['c-0']);
    expect((await c.pending()).map((p) => p.consumer)).toEqual(['cg-abc.c2', 'cg-abc.c1', 'cg-abc.c2']);
    expect(await c.pending({ consumer: 'cg-abc.c1' })).toHaveLength(1);
    expect(await c.pending({ idle: 60_000 })).toEqual([]);
    expect(await c.claim([mc1!.id], { minIdle: 60_000 })).toEqual([]);
    expect(await c.claim([])).toEqual([]);
    expect(await c.consumers()).toMatchObject([
      { name: 'cg-abc.c1', pending: 1 },
      { name: 'cg-abc.c2', pending: 2 },
    ]);
  });

  it('takes over what was left alone, in steps', async () => {
    const stream = db.consumerGroup('g', ['s']).streams.s!;
    const group = db.consumerGroup('g', ['s']);
    await group.create({ from: '0' });
    for (let i = 1; i <= 5; i++) await stream.add({ i: String(i) }, { id: `${i}-0` });
    await group.read();
    const other = group.consumer('other').streams.s!;
    const first = await other.autoClaim({ minIdle: 0, count: 2 });
    expect(first).toMatchObject({ next: '3-0', ids: ['1-0', '2-0'] });
    expect(first.messages.map((m) => m.fields.i)).toEqual(['1', '2']);
    const rest = await other.autoClaim({ minIdle: 0, start: first.next, idsOnly: true });
    expect(rest).toEqual({ next: '0-0', ids: ['3-0', '4-0', '5-0'], messages: [], invalid: [] });
    expect((await stream.pending({ consumer: 'other' })).map((p) => p.deliveries)).toEqual([2, 2, 1, 1, 1]);
    await stream.delete('1-0');
    expect((await other.autoClaim({ minIdle: 0 })).messages.map((m) => m.id)).toEqual(['2-0', '3-0', '4-0', '5-0']);
    expect(await other.claim(['1-0'])).toEqual([]);
  });

  it('reads anew after reset, and from any point', async () => {
    const group = db.consumerGroup('g', ['s', 't']);
    await group.create();
    await group.streams.s!.add({ a: '1' }, { id: '1-1' });
    await group.streams.t!.add({ a: '2' }, { id: '2-1' });
    expect(await group.read()).toHaveLength(2);
    expect(await group.read({ timeout: 20 })).toEqual([]);
    await group.reset();
    expect((await group.read()).map((m) => m.id)).toEqual(['1-1', '2-1']);
    await group.setId('1-1');
    expect((await group.read()).map((m) => m.id)).toEqual(['2-1']);
    await group.streams.s!.setId('0');
    expect((await group.streams.s!.read()).map((m) => m.id)).toEqual(['1-1']);
    expect(Object.keys(await group.info())).toEqual(['s', 't']);
    expect(await group.destroy()).toBe(2);
    expect(await group.destroy()).toBe(0);
  });

  it('names a group that is not there, and how to create it', async () => {
    const group = db.consumerGroup('g', ['s']);
    await expect(group.read()).rejects.toThrow(NoGroupError);
    await expect(group.streams.s!.pending()).rejects.toThrow('Call create() first');
    await expect(group.create({ ensureStreams: false })).rejects.toThrow(NoStreamError);
    await expect(group.setId('0')).rejects.toThrow(NoGroupError);
    await expect(group.streams.s!.setId('0')).rejects.toThrow(NoGroupError);
    await expect(db.stream('s').setId('5')).rejects.toThrow(NoStreamError);
    expect(await group.destroy()).toBe(0);
    expect(await db.redis.exists('s')).toBe(0);
  });

  it('keeps streams of any name apart', async () => {
    const group = db.consumerGroup('g', ['__proto__', 's', 's']);
    expect(Object.keys(group.streams)).toEqual(['__proto__', 's']);
    expect(await group.create()).toEqual(
      Object.fromEntries([
        ['__proto__', true],
        ['s', true],
      ]),
    );
  });

  it('refuses bad arguments', async () => {
    expect(() => db.consumerGroup('g', [])).toThrow(TypeError);
    expect(() => db.consumerGroup('', ['s'])).toThrow(RangeError);
    expect(() => db.consumerGroup('g', [''])).toThrow(RangeError);
    const group = db.consumerGroup('g', ['s']);
    expect(() => group.consumer('')).toThrow(RangeError);
    await expect(group.read({ count: Number.NaN })).rejects.toThrow(RangeError);
    await expect(group.streams.s!.pending({ idle: 0.5 })).rejects.toThrow(RangeError);
    await expect(group.streams.s!.ack('')).rejects.toThrow(RangeError);
    expect(() => group.consume(async () => {}, { concurrency: 0 })).toThrow(RangeError);
    expect(() => group.consume(async () => {}, { retries: -1 })).toThrow(RangeError);
    expect(() => group.consume(async () => {}, { claimIdle: 1.5 })).toThrow(RangeError);
  });
});
