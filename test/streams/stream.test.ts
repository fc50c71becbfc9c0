import {
  bytes,
  Database,
  type InvalidMessage,
  InvalidMessageError,
  json,
  ValidationError,
  WrongTypeError,
} from 'redstart';
import { z } from 'zod';
import { eventually } from '../support/eventually.js';

let db: Database;
beforeAll(async () => {
  db = await Database.embedded();
});
afterEach(() => db.redis.flushall());
afterAll(() => db.close());

const fieldsOf = (messages: readonly { fields: unknown }[]) => messages.map((m) => m.fields);

describe('Stream', () => {
  it('adds, and reads ranges with both ends included', async () => {
    const stream = db.stream('stream-a');
    const first = await stream.add({ message: 'hello streams' });
    const second = await stream.add({ message: 'message 2' });
    const third = await stream.add({ message: 'message 3' });
    expect(first).toMatch(/^\d+-\d+$/);
    expect(fieldsOf(await stream.range({ start: second }))).toEqual([
      { message: 'message 2' },
      { message: 'message 3' },
    ]);
    expect((await stream.range({ start: first, count: 2 })).map((m) => m.id)).toEqual([first, second]);
    expect((await stream.range({ end: second, reverse: true })).map((m) => m.id)).toEqual([second, first]);
    expect((await stream.range({ start: `(${first}`, end: `(${third}` })).map((m) => m.id)).toEqual([second]);
    expect(await stream.range({ start: third, end: first })).toEqual([]);
  });

  it('tells the time and the sequence of a message', async () => {
    const stream = db.stream('s');
    await stream.add({ a: '1' }, { id: '1539008591844-7' });
    const message = await stream.get('1539008591844-7');
    expect(message).toMatchObject({ stream: 's', id: '1539008591844-7', fields: { a: '1' } });
    expect(message!.timestamp).toEqual(new Date(1539008591844));
    expect(message!.sequence).toBe(7);
    expect(await stream.get('1539008591844')).toBeUndefined();
    expect(await stream.get('1-1')).toBeUndefined();
  });

  it('reads what comes after an id, and nothing when there is nothing', async () => {
    const stream = db.stream('s');
    await stream.add({ a: '1' }, { id: '1-1' });
    await stream.add({ a: '2' }, { id: '2-1' });
    expect(await stream.read()).toHaveLength(2);
    expect(fieldsOf(await stream.read({ lastId: '1-1' }))).toEqual([{ a: '2' }]);
    expect(await stream.read({ lastId: '2-1' })).toEqual([]);
    expect(fieldsOf(await stream.read({ count: 1 }))).toEqual([{ a: '1' }]);
    expect(await db.stream('missing').read()).toEqual([]);
  });

  it('waits for new messages on a connection of its own', async () => {
    const stream = db.stream('s');
    await stream.add({ a: 'old' });
    const waiting = stream.read({ lastId: '$', timeout: 5000 });
    await eventually(async () => /blocked_clients:1\b/.test(await db.redis.info('clients')));
    await stream.add({ a: 'new' });
    expect(fieldsOf(await waiting)).toEqual([{ a: 'new' }]);
    expect(await stream.read({ lastId: '$', timeout: 30 })).toEqual([]);
  });

  it('ends the waiting at once when aborted', async () => {
    const stream = db.stream('s');
    const stop = new AbortController();
    const waiting = stream.read({ lastId: '$', timeout: Number.POSITIVE_INFINITY, signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 30);
    await expect(waiting).rejects.toThrow('enough');
    await expect(stream.read({ signal: stop.signal })).rejects.toThrow('enough');
    expect(await stream.read({ lastId: '$', timeout: 0 })).toEqual([]);
  });

  it('follows what comes until aborted', async () => {
    const stream = db.stream('s');
    await stream.add({ n: 'before' });
    const stop = new AbortController();
    const seen: string[] = [];
    const done = (async () => {
      for await (const { fields } of stream.follow({ signal: stop.signal })) {
        seen.push(fields.n!);
        if (seen.length === 3) stop.abort();
      }
    })();
    await eventually(async () => /blocked_clients:1\b/.test(await db.redis.info('clients')));
    for (const n of ['1', '2', '3', '4']) await stream.add({ n });
    await done;
    expect(seen).toEqual(['1', '2', '3']);
    expect(await stream.follow({ signal: stop.signal }).next()).toMatchObject({ done: true });
  });

  it('trims to about or exactly so many, and from an id on', async () => {
    const stream = db.stream('stream-2');
    await db.pipeline((p) => {
      const queued = p.stream('stream-2');
      return Promise.all(Array.from({ length: 1000 }, (_, i) => queued.add({ data: `message-${i}` })));
    });
    const removed = await stream.trim({ maxLength: 10 });
    expect(await stream.size()).toBe(1000 - removed);
    expect(await stream.trim({ maxLength: 10, approximate: false })).toBe(990 - removed);
    const [, , third] = await stream.range();
    expect(await stream.trim({ minId: third!.id, approximate: false })).toBe(2);
    await stream.add({ data: 'x' }, { maxLength: 2, approximate: false });
    expect(await stream.size()).toBe(2);
    expect(await stream.delete((await stream.range())[0]!.id, '1-1')).toBe(1);
    expect(await stream.delete()).toBe(0);
  });

  it('iterates over 100,000 messages in slices', async () => {
    const script = "for i = 1, 100000 do redis.call('XADD', KEYS[1], i .. '-0', 'i', i) end";
    await db.redis.eval(script, 1, 'large');
    await db.redis.config('RESETSTAT');
    let count = 0;
    let inOrder = true;
    for await (const { fields } of db.stream('large')) inOrder &&= Number(fields.i) === ++count;
    expect(inOrder).toBe(true);
    expect(count).toBe(100_000);
    expect(await db.redis.info('commandstats')).toMatch(/cmdstat_xrange:calls=201,/);
  });

  it('says what the server knows, of a missing stream as well', async () => {
    const stream = db.stream('s');
    expect(await stream.info()).toMatchObject({ length: 0, lastId: '0-0', groups: 0, first: undefined });
    expect(await stream.groups()).toEqual([]);
    expect(await stream.consumers('g')).toEqual([]);
    await stream.add({ a: '1' }, { id: '5-1' });
    await db.consumerGroup('g', ['s']).create({ from: '0' });
    await db.consumerGroup('g', ['s']).read();
    expect(await stream.info()).toMatchObject({ length: 1, lastId: '5-1', groups: 1, last: { fields: { a: '1' } } });
    expect(await stream.groups()).toMatchObject([{ name: 'g', consumers: 1, pending: 1, lastDelivered: '5-1' }]);
    expect(await stream.consumers('g')).toMatchObject([{ name: 'g.c1', pending: 1 }]);
    await expect(stream.consumers('h')).rejects.toThrow('Call create() first');
    await stream.setId('9-9');
    expect((await stream.info()).lastId).toBe('9-9');
  });

  it('keeps any name and value of a field', async () => {
    const stream = db.stream('s');
    const fields = JSON.parse('{"__proto__":"x","":"empty name","empty":"","nul":"a\\u0000b","constructor":"c"}');
    const id = await stream.add(fields);
    const read = (await stream.get(id))!.fields;
    expect(Object.entries(read).sort()).toEqual(Object.entries(fields).sort());
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    await db.redis.xadd('s', '*', 'binary', Buffer.from([0xff, 0, 0xfe]));
    expect(await stream.range()).toHaveLength(2);
  });

  it('says what to do with a value that has no JSON, and writes nothing', async () => {
    const stream = db.stream('without-json');
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const says =
      /^TypeError: The field "v" of a message for without-json: .* cannot be stored as JSON \(.*Converting circular structure to JSON\)\. Leave that out, or give the stream a codec\.$/;
    for (const add of [
      () => stream.add({ v: circle as never }),
      () => stream.addLater({ v: circle as never }, { delay: 1 }),
    ])
      expect(String(await add().catch((error) => error))).toMatch(says);
    expect(await db.redis.keys('*without-json*')).toEqual([]);
  });

  it('refuses lone surrogates, which have no form in UTF-8', async () => {
    const stream = db.stream('lone');
    const lone = 'a\ud800';
    await expect(stream.add({ v: lone })).rejects.toThrow('lone surrogates');
    await expect(stream.add({ [lone]: '1', 'a\udbff': '2' })).rejects.toThrow('lone surrogates');
    await expect(stream.addLater({ v: lone }, { delay: 1 })).rejects.toThrow('lone surrogates');
    await expect(db.timeSeries('t', ['lone']).streams.lone!.add({ v: lone })).rejects.toThrow('lone surrogates');
    expect(() => db.consumerGroup(lone, 'lone')).toThrow('lone surrogates');
    await expect(db.strings.setMany({ lone })).rejects.toThrow('lone surrogates');
    await expect(db.string('lone').append(lone)).rejects.toThrow('lone surrogates');
    await expect(db.bloomFilter('lone').add(lone)).rejects.toThrow('lone surrogates');
    await expect(db.hyperLogLog('lone').add(lone)).rejects.toThrow('lone surrogates');
    expect(await db.redis.exists('lone', '{lone}:delayed')).toBe(0);
  });

  it('refuses bad arguments before anything is sent', async () => {
    const stream = db.stream('s');
    await db.redis.config('RESETSTAT');
    await expect(stream.add({})).rejects.toThrow(TypeError);
    await expect(stream.add({ a: undefined as never })).rejects.toThrow(TypeError);
    await expect(stream.add({ a: '1' }, { id: '' })).rejects.toThrow(RangeError);
    await expect(stream.get('')).rejects.toThrow(RangeError);
    await expect(stream.get('abc')).rejects.toThrow(RangeError);
    await expect(stream.get(undefined as never)).rejects.toThrow(TypeError);
    await expect(stream.range({ count: 0 })).rejects.toThrow(RangeError);
    await expect(stream.range({ count: 1.5 })).rejects.toThrow(RangeError);
    await expect(stream.read({ timeout: Number.NaN })).rejects.toThrow(RangeError);
    await expect(stream.read({ timeout: -1 })).rejects.toThrow(RangeError);
    await expect(stream.trim({})).rejects.toThrow(TypeError);
    await expect(stream.trim({ maxLength: 1, minId: '1' })).rejects.toThrow(TypeError);
    await expect(stream.trim({ maxLength: 1, approximate: false, limit: 3 })).rejects.toThrow(RangeError);
    await expect(stream.delete('x')).rejects.toThrow(RangeError);
    expect(await db.redis.info('commandstats')).not.toMatch(/cmdstat_x/);
  });
});

describe('a Stream at a key of another type', () => {
  it('says which type is there', async () => {
    await db.redis.set('text', 'x');
    const stream = db.stream('text');
    const calls = [
      stream.add({ a: '1' }),
      stream.range(),
      stream.read(),
      stream.read({ timeout: 10 }),
      stream.size(),
      stream.info(),
      stream[Symbol.asyncIterator]().next(),
      db.consumerGroup('g', ['s', 'text']).create(),
      db.consumerGroup('g', ['text']).streams.text!.ack('1-1'),
      db.pipeline((p) => p.stream('text').size()),
    ];
    const failures = await Promise.allSettled(calls);
    for (const failure of failures) expect(failure).toMatchObject({ reason: expect.any(WrongTypeError) });
    await expect(db.consumerGroup('g', ['s', 'text']).read()).rejects.toMatchObject({ key: 'text', found: 'string' });
  });
});

describe('a Stream with a schema', () => {
  const schema = z.object({ item: z.string(), quantity: z.number().int(), gift: z.boolean().optional() });

  it('gives and takes typed fields', async () => {
    const orders = db.stream('orders', { schema });
    const id = await orders.add({ item: '007', quantity: 2 });
    const { fields } = (await orders.get(id))!;
    const quantity: number = fields.quantity;
    expect({ ...fields, quantity }).toEqual({ item: '007', quantity: 2 });
    // readable with redis-cli
    expect(await db.redis.xrange('orders', '-', '+')).toEqual([[id, ['item', '007', 'quantity', '2']]]);
    const coerced = db.stream('orders', { schema: z.object({ quantity: z.coerce.number() }) });
    expect((await coerced.get(id))!.fields).toEqual({ quantity: 2 });
  });

  it('refuses to add what no reader could read', async () => {
    const orders = db.stream('orders', { schema });
    await expect(orders.add({ item: 'loom', quantity: 1.5 })).rejects.toThrow(ValidationError);
    await expect(orders.add({ item: 'loom' } as never)).rejects.toThrow(/quantity/);
    expect(await orders.exists()).toBe(false);
  });

  it('refuses what a reader would be given as something else', async () => {
    const open = z.object({ note: z.string().nullable(), code: z.union([z.string(), z.number()]), any: z.any() });
    const fits = { note: 'n', code: 'c', any: 'a' };
    const stream = db.stream('s', { schema: open });
    const found: [object, string][] = [
      [{ note: null }, "note: .* found null that would be read as 'null'"],
      [{ code: 7 }, "code: .* found 7 that would be read as '7'"],
      [{ any: { a: 1 } }, 'any: .* found { a: 1 } that would be read as'],
    ];
    for (const [fields, message] of found) {
      await expect(stream.add({ ...fits, ...fields })).rejects.toThrow(new RegExp(message));
      await expect(stream.addLater({ ...fits, ...fields }, { delay: 0 })).rejects.toThrow(ValidationError);
    }
    const flag = db.stream('s', { schema: z.object({ gift: z.coerce.boolean() }) });
    await expect(flag.add({ gift: false })).rejects.toThrow(ValidationError);
    expect(await stream.exists()).toBe(false);
    const kept = db.stream('s', { schema: open, codec: json() });
    const values = { note: null, code: 7, any: { a: [1] } };
    expect((await kept.get(await kept.add(values)))!.fields).toEqual(values);
  });

  it('takes what a schema changes by design, and what JSON leaves out', async () => {
    const schema = z.object({
      name: z.string().trim().toLowerCase(),
      at: z.coerce.date(),
      tags: z.string().transform((text) => text.split(',')),
      made: z.string().default(() => String(Math.random())),
      more: z.object({ zero: z.number(), none: z.string().optional() }),
    });
    const stream = db.stream('s', { schema });
    const at = new Date('2024-01-02T03:04:05.678Z');
    const more = { zero: -0, none: undefined };
    const id = await stream.add({ name: ' Ada ', at, tags: 'a,b', more });
    expect((await stream.get(id))!.fields).toMatchObject({ name: 'ada', at, tags: ['a', 'b'], more: { zero: 0 } });
  });

  it('says what to write for a date, once', async () => {
    const stream = db.stream<{ at: Date; n: number }>('s', { schema: z.object({ at: z.date(), n: z.number() }) });
    const message = /at: expected date that is read from text, as z\.coerce\.date\(\) does, found "2024-/;
    await expect(stream.add({ at: new Date('2024-01-02'), n: 1 })).rejects.toThrow(message);
    await expect(stream.add({ at: new Date(), n: 'x' as never })).rejects.toThrow(/n: expected number, found "x"/);
  });

  it('hands what does not fit to the handler of bad messages', async () => {
    const bad: InvalidMessage[] = [];
    const orders = db.stream('orders', { schema, onInvalid: (invalid) => void bad.push(invalid) });
    await db.redis.xadd('orders', '1-1', 'item', 'loom', 'quantity', 'many');
    await orders.add({ item: 'loom', quantity: 1 }, { id: '2-1' });
    expect(fieldsOf(await orders.range())).toEqual([{ item: 'loom', quantity: 1 }]);
    expect(bad).toMatchObject([{ stream: 'orders', id: '1-1', fields: { quantity: 'many' } }]);
    expect(bad[0]!.issues[0]).toMatchObject({ field: 'quantity', found: '"many"' });
    const strict = db.stream('orders', { schema });
    await expect(strict.range()).rejects.toThrow(InvalidMessageError);
    expect((await strict.info()).first).toBeUndefined();
  });

  it('takes a schema that needs time, and a codec', async () => {
    const slow = z.object({ a: z.string().refine(async (a) => a !== 'no') });
    const stream = db.stream('s', { schema: slow });
    await stream.add({ a: 'yes' });
    await expect(stream.add({ a: 'no' })).rejects.toThrow(ValidationError);
    expect(fieldsOf(await stream.range())).toEqual([{ a: 'yes' }]);
    const codec = { encode: (n: number) => n.toString(16), decode: (stored: string) => Number.parseInt(stored, 16) };
    const numbers = db.stream<Record<string, number>>('n', { codec });
    await numbers.add({ a: 255 });
    expect(fieldsOf(await numbers.range())).toEqual([{ a: 255 }]);
    const binary = db.stream<Record<string, Buffer>>('b', { codec: bytes });
    await binary.add({ a: Buffer.from([0xff, 0, 0xfe]) });
    expect(fieldsOf(await binary.range())).toEqual([{ a: Buffer.from([0xff, 0, 0xfe]) }]);
    await binary.connection.send('xgroup', ['CREATE', 'b', 'g', '0']);
    const group = db.consumerGroup<Record<string, Buffer>>('g', ['b'], { codec: bytes });
    expect((await group.read({ timeout: 10 }))[0]!.fields.a).toEqual(Buffer.from([0xff, 0, 0xfe]));
    const thrower = {
      encode: String,
      decode: () => {
        throw new Error('broken');
      },
    };
    await expect(db.stream('n', { codec: thrower }).range()).rejects.toThrow(InvalidMessageError);
  });
});
