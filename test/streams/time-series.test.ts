import { Database } from 'redstart';

let db: Database;
beforeAll(async () => {
  db = await Database.embedded();
});
afterEach(() => db.redis.flushall());
afterAll(() => db.close());

const day = (n: number) => new Date(Date.UTC(2018, 0, n));
const DUMMY = { '': '' };

async function demo() {
  const series = db.timeSeries('demo-ts', ['s1', 's2']);
  const { s1, s2 } = series.streams;
  await s1.add(DUMMY, { id: '0-1' });
  await s2.add(DUMMY, { id: '0-1' });
  await series.create();
  await series.setId('$');
  for (let n = 1; n <= 10; n++) await s1.add({ message: `s1-${n}` }, { at: day(n) });
  for (let n = 1; n <= 5; n++) await s2.add({ message: `s2-${n}` }, { id: day(n) });
  return { series, s1, s2 };
}

const texts = (messages: readonly { fields: Record<string, string> }[]) => messages.map((m) => m.fields.message);

describe('TimeSeries', () => {
  it('answers the examples of the walrus manual', async () => {
    const { series, s1 } = await demo();
    const three = await s1.range({ start: day(1), count: 3 });
    expect(three.map((m) => [m.stream, m.timestamp, m.sequence, m.fields.message])).toEqual([
      ['s1', day(1), 0, 's1-1'],
      ['s1', day(2), 0, 's1-2'],
      ['s1', day(3), 0, 's1-3'],
    ]);
    expect(texts(await series.read({ count: 2 }))).toEqual(['s1-1', 's2-1', 's1-2', 's2-2']);
    const pending = await s1.pending();
    expect(pending.map((p) => p.id)).toEqual([`${+day(1)}-0`, `${+day(2)}-0`]);
    expect(pending[1]).toMatchObject({ timestamp: day(2), sequence: 0, consumer: 'demo-ts.c1', deliveries: 1 });
    expect(await s1.ack([day(1), 0])).toBe(1);
    expect(await s1.ack(day(2))).toBe(1);
    expect(await s1.pending()).toEqual([]);
    await s1.setId(day(1));
    expect(texts(await s1.read({ count: 2 }))).toEqual(['s1-2', 's1-3']);
  });

  it('slices one stream or all, merged by time, without the end', async () => {
    const { series, s1 } = await demo();
    expect(texts(await s1.slice({ from: day(2), to: day(4) }))).toEqual(['s1-2', 's1-3']);
    const both = await series.slice({ from: day(2), to: day(4) });
    expect(texts(both)).toEqual(['s1-2', 's2-2', 's1-3', 's2-3']);
    expect(texts(await series.slice({ from: day(4), count: 3 }))).toEqual(['s1-4', 's2-4', 's1-5']);
    expect(texts(await series.slice({ from: day(9) }))).toEqual(['s1-9', 's1-10']);
    expect(await series.slice({ to: new Date(0) })).toEqual([]);
    expect(await series.slice({ from: day(4), to: day(4) })).toEqual([]);
    expect(await series.slice()).toHaveLength(17);
  });

  it('takes several messages of one time, and none of an earlier one', async () => {
    const { s1 } = await demo();
    await s1.add({ message: 'again' }, { at: day(10) });
    expect((await s1.range({ start: day(10), end: day(10) })).map((m) => m.sequence)).toEqual([0, 1]);
    expect((await s1.get([day(10), 1]))!.fields.message).toBe('again');
    const late =
      /2018-01-03T00:00.* too early for the time series "s1", whose newest is 2018-01-10T00:00:00.000Z \(\d+-1\)/;
    await expect(s1.add({ message: 'late' }, { at: day(3) })).rejects.toThrow(late);
    await expect(s1.add({ message: 'late' }, { id: [day(3), 1] })).rejects.toThrow(late);
    await expect(db.pipeline((p) => p.timeSeries('t', ['s1']).streams.s1!.add(DUMMY, { at: day(3) }))).rejects.toThrow(
      late,
    );
    expect(await s1.delete([day(10), 1], day(9))).toBe(2);
    expect(texts(await s1.claim(day(8)))).toEqual([]);
    expect(await s1.trim({ minId: day(8), approximate: false })).toBe(8);
  });

  it('keeps its kind for another consumer', async () => {
    const { series } = await demo();
    const other = series.consumer('other');
    expect(texts(await other.slice({ from: day(10) }))).toEqual(['s1-10']);
    expect(texts(await other.streams.s2!.read({ count: 1 }))).toEqual(['s2-1']);
  });

  it('begins at the times that its keys were given', async () => {
    const { s1, s2 } = await demo();
    const series = db.timeSeries('later', { s1: day(8), s2: [day(4), 0] });
    await series.create();
    expect(texts(await series.read())).toEqual(['s2-5', 's1-9', 's1-10']);
    expect(await series.streams.s1!.ack([[day(9), 0], day(10)])).toBe(2);
    expect(await s1.delete([day(9), day(10)])).toBe(2);
    expect(await s2.delete([day(5), 0])).toBe(1);
    expect(await db.timeSeries('none', 'missing').streams.missing!.add(DUMMY, { only: 'existing' })).toBeUndefined();
  });

  it('refuses times that no stream can hold', async () => {
    const { s1 } = await demo();
    await expect(s1.add({ a: '1' }, { at: new Date(Number.NaN) })).rejects.toThrow(RangeError);
    await expect(s1.add({ a: '1' }, { at: new Date(-1) })).rejects.toThrow(RangeError);
    await expect(s1.ack([day(1), 0.5])).rejects.toThrow(RangeError);
    await expect(s1.ack(5 as never)).rejects.toThrow(TypeError);
    await expect(s1.slice({ count: 0 })).rejects.toThrow(RangeError);
  });
});
