import { CrossSlotError, Database, type Message, type Stream } from 'redstart';

let db: Database;
beforeAll(async () => {
  // one call gives 140,000 messages, on whatever machine
  db = await Database.embedded({ timeout: 60_000 });
});
afterEach(() => db.redis.flushall());
afterAll(() => db.close());

const texts = (messages: readonly Message[]) => messages.map(({ stream, fields }) => `${stream}: ${fields.n}`);

async function take<T>(source: AsyncIterable<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of source) if (taken.push(item) === count) break;
  return taken;
}

async function fill(key: string, count: number): Promise<void> {
  const script = "for i = ARGV[1] + 1, ARGV[2] do redis.call('XADD', KEYS[1], i .. '-0', 'n', i) end";
  for (let from = 0; from < count; from += 20_000) await db.redis.eval(script, 1, key, from, from + 20_000);
}

describe('reading 140,000 messages in one call', () => {
  // beyond what can be spread into the arguments of one call
  const many = 140_000;
  beforeEach(() => fill('s', many));

  it('gives all of them, of a stream and of a group, and acknowledges all', async () => {
    expect(await db.stream('s').read()).toHaveLength(many);
    const group = db.consumerGroup('g', 's');
    await group.create({ from: '0' });
    const read = await group.read();
    expect(read).toHaveLength(many);
    const stream = group.streams.s!;
    expect((await stream.pendingSummary()).size).toBe(many);
    expect(await stream.claim(read.map(({ id }) => id))).toHaveLength(many);
    expect(await stream.ack(read.map(({ id }) => id))).toBe(many);
    expect(await stream.delete(new Set(read.map(({ id }) => id)))).toBe(many);
  });
});

describe('stream.follow', () => {
  it('misses nothing that is added between the call and the first step', async () => {
    const stream = db.stream('s');
    await stream.add({ n: 'before' });
    const following = stream.follow();
    await stream.add({ n: 'first' });
    const next = following.next();
    await stream.add({ n: 'second' });
    expect((await next).value!.fields).toEqual({ n: 'first' });
    expect(texts(await take(following, 1))).toEqual(['s: second']);
  });

  it('says at the first step what is wrong with the key', async () => {
    await db.redis.set('text', 'x');
    const following = db.stream('text').follow();
    await new Promise((resolve) => setImmediate(resolve));
    await expect(following.next()).rejects.toThrow('holds a string');
  });
});

describe('db.streams', () => {
  it('reads several streams at once, in the order of their ids', async () => {
    const streams = db.streams(['a', 'b', '__proto__']);
    for (const key of streams.keys) expect(await db.stream(key).read()).toEqual([]);
    await db.stream('b').add({ n: '2' }, { id: '2-0' });
    await db.stream('a').add({ n: '1' }, { id: '1-0' });
    await db.stream('__proto__').add({ n: '3' }, { id: '3-0' });
    expect(texts(await streams.read())).toEqual(['a: 1', 'b: 2', '__proto__: 3']);
    expect(texts(await streams.read({ lastIds: { b: '2-0' } }))).toEqual(['a: 1', '__proto__: 3']);
    await db.stream('a').add({ n: '4' }, { id: '4-0' });
    expect(texts(await streams.read({ count: 1 }))).toEqual(['a: 1', 'b: 2', '__proto__: 3']);
    expect(await streams.read({ lastIds: { a: '9', b: '9', ['__proto__']: '9' }, timeout: 20 })).toEqual([]);
  });

  it('follows several streams from the call on', async () => {
    await db.stream('a').add({ n: 'old' });
    const following = db.streams(['a', 'b']).follow();
    await db.stream('b').add({ n: '1' });
    await db.stream('a').add({ n: '2' });
    expect(texts(await take(following, 2)).sort()).toEqual(['a: 2', 'b: 1']);
    const again = db.streams(['a', 'b']).follow({ lastIds: { a: '0', b: '0' } });
    expect(texts(await take(again, 3)).sort()).toEqual(['a: 2', 'a: old', 'b: 1']);
  });

  it('refuses no keys, and ids that are none', async () => {
    expect(() => db.streams([])).toThrow('At least one stream');
    expect(() => db.streams([''])).toThrow(RangeError);
    await expect(db.streams(['a']).read({ lastIds: { a: 'x' } })).rejects.toThrow(RangeError);
    await expect(db.streams(['a']).read({ timeout: Number.NaN })).rejects.toThrow(RangeError);
    expect(new CrossSlotError(['a', 'b']).message).toContain('hash tag');
  });
});

describe('stream.add', () => {
  it('makes no stream where only an existing one is meant', async () => {
    const stream = db.stream('s');
    expect(await stream.add({ n: '1' }, { only: 'existing' })).toBeUndefined();
    expect(await stream.exists()).toBe(false);
    await stream.add({ n: '1' });
    expect(await stream.add({ n: '2' }, { only: 'existing', maxLength: 5 })).toMatch(/-/);
    expect(await stream.size()).toBe(2);
    await expect(stream.add({ n: '3' }, { only: 'new' as never })).rejects.toThrow("only takes 'existing'");
  });
});

describe('a ConsumerGroupStream', () => {
  let stream: ReturnType<typeof streamOf>;
  const streamOf = () => db.consumerGroup('g', { s: '2-0' }).streams.s!;
  const idsOf = (messages: readonly Message[]) => messages.map(({ id }) => id);

  beforeEach(async () => {
    for (let i = 1; i <= 5; i++) await db.stream('s').add({ n: String(i) }, { id: `${i}-0` });
    stream = streamOf();
    expect(await db.consumerGroup('g', { s: '2-0' }).create()).toEqual({ s: true });
  });

  it('begins behind the id that its key was given', async () => {
    expect(idsOf(await stream.read())).toEqual(['3-0', '4-0', '5-0']);
  });

  it('reads the history of its own consumer', async () => {
    await stream.read();
    await stream.ack('4-0');
    expect(idsOf(await stream.read({ lastId: '0' }))).toEqual(['3-0', '5-0']);
    expect(idsOf(await stream.read({ lastId: '3-0', count: 1 }))).toEqual(['5-0']);
    const other = db.consumerGroup('g', 's').consumer('other').streams.s!;
    expect(await other.read({ lastId: '0' })).toEqual([]);
    await expect(stream.read({ lastId: 'x' })).rejects.toThrow(RangeError);
  });

  it('sums up what is pending', async () => {
    expect(await stream.pendingSummary()).toEqual({ size: 0, first: undefined, last: undefined, consumers: {} });
    await stream.read({ count: 2 });
    await db.consumerGroup('g', 's').consumer('__proto__').read();
    const summary = await stream.pendingSummary();
    expect(summary).toMatchObject({ size: 3, first: '3-0', last: '5-0' });
    expect(Object.entries(summary.consumers).sort()).toEqual([
      ['__proto__', 1],
      ['g.c1', 2],
    ]);
  });

  it('tells all that the server knows', async () => {
    await stream.read({ count: 2 });
    const details = (await stream.details({ count: 1 }))!;
    expect(details).toMatchObject({ length: 5, messages: [{ id: '1-0', fields: { n: '1' } }] });
    const [group] = details.groups;
    expect(group).toMatchObject({ name: 'g', lastDelivered: '4-0', pending: 2 });
    expect(group!.oldest).toMatchObject([{ id: '3-0', consumer: 'g.c1', deliveries: 1, delivered: expect.any(Date) }]);
    expect(group!.consumers).toMatchObject([{ name: 'g.c1', pending: 2, oldest: [{ id: '3-0', consumer: 'g.c1' }] }]);
    expect(await db.stream('missing').details()).toBeUndefined();
  });

  it('deletes what all groups have acknowledged, and nothing else', async () => {
    const other = db.consumerGroup('h', 's');
    await other.create({ from: '2-0' });
    await stream.read();
    await other.read({ count: 2 });
    await other.streams.s!.ack('3-0');
    expect(await stream.ack(['3-0', '4-0', '5-0', '1-0'], { deleteDone: true })).toBe(3);
    // the other group holds 4-0, and has not come to 5-0 yet
    expect(idsOf(await db.stream('s').range())).toEqual(['2-0', '4-0', '5-0']);
    await other.read();
    expect(await other.streams.s!.ack(['4-0'], { deleteDone: true })).toBe(1);
    expect(await other.streams.s!.ack('5-0')).toBe(1);
    expect(idsOf(await db.stream('s').range())).toEqual(['2-0', '5-0']);
    expect(await db.consumerGroup('g', 'missing').streams.missing!.ack(['1-0'], { deleteDone: true })).toBe(0);
    // by the command where there is one
    const known = /cmdstat_xackdel/.test(await db.redis.info('commandstats'));
    expect(known).toBe(db.capabilities.acknowledgedDeletion);
  });

  it('deletes them in a transaction as well, and above what one command takes', async () => {
    await stream.read();
    expect(await db.transaction((t) => t.consumerGroup('g', 's').streams.s!.ack(['3-0'], { deleteDone: true }))).toBe(
      1,
    );
    expect(idsOf(await db.stream('s').range())).not.toContain('3-0');
    const many = Array.from({ length: 2500 }, (_, i) => [`${i + 10}-0`, 'n', '1']);
    await Promise.all(many.map(([id, ...fields]) => db.redis.xadd('s', id!, ...fields)));
    const read = await stream.read({ count: 5000 });
    expect(await stream.ack(idsOf(read), { deleteDone: true })).toBe(2500);
    expect(await db.stream('s').size()).toBeLessThan(5);
  });
});

describe('a group that reads messages that do not fit', () => {
  const number = { encode: String, decode: (stored: string) => JSON.parse(stored) as number };
  const add = (n: string, id: string) => db.redis.xadd('s', id, 'n', n);

  it('hands out the good ones, and reports the bad one at the next read', async () => {
    const group = db.consumerGroup<{ n: number }>('g', 's', { codec: number });
    for (const read of [() => group.read(), () => group.streams.s!.read()]) {
      await db.redis.del('s');
      await group.create({ from: '0' });
      for (const [n, id] of [
        ['1', '1-0'],
        ['many', '2-0'],
        ['3', '3-0'],
      ] as const)
        await add(n, id);
      const good = await read();
      expect(good.map(({ fields }) => fields.n)).toEqual([1, 3]);
      await expect(read()).rejects.toMatchObject({
        code: 'INVALID_MESSAGE',
        id: '2-0',
        invalid: [{ stream: 's', id: '2-0', fields: { n: 'many' } }],
        messages: [{ id: '1-0' }, { id: '3-0' }],
      });
      expect(await read()).toEqual([]);
      await add('few', '4-0');
      await expect(read()).rejects.toMatchObject({ id: '4-0', messages: [] });
    }
  });

  it('keeps what was claimed with the error', async () => {
    const group = db.consumerGroup<{ n: number }>('g', 's', { codec: number });
    await add('1', '1-0');
    await add('many', '2-0');
    await group.create({ from: '0' });
    await group.read();
    const stream = group.consumer('other').streams.s!;
    await expect(stream.claim(['1-0', '2-0'])).rejects.toMatchObject({ id: '2-0', messages: [{ fields: { n: 1 } }] });
    const taken = await stream.autoClaim({ minIdle: 0 });
    expect(taken).toMatchObject({ messages: [{ fields: { n: 1 } }], invalid: [{ id: '2-0', fields: { n: 'many' } }] });
  });
});

describe('a stream that is followed past a message that does not fit', () => {
  it('gives the good ones before the error', async () => {
    const codec = { encode: String, decode: (stored: string) => JSON.parse(stored) as number };
    const stream: Stream<{ n: number }> = db.stream<{ n: number }>('s', { codec });
    await db.redis.xadd('s', '1-0', 'n', 'many');
    await db.redis.xadd('s', '2-0', 'n', '2');
    const following = stream.follow({ lastId: '0' });
    expect((await following.next()).value).toMatchObject({ id: '2-0', fields: { n: 2 } });
    await expect(following.next()).rejects.toMatchObject({ id: '1-0' });
  });
});
