import { type BitField, Database, WrongTypeError } from 'redstart';
import { describeContainer } from './contract.js';

const as = (container: unknown) => container as BitField;

describeContainer('BitField', {
  type: 'string',
  open: (db, key) => db.bitField(key),
  fill: (bits, count) => Promise.all(Array.from({ length: count }, (_, i) => as(bits).setBit(i * 3, 1))),
  size: (bits) => as(bits).bitCount(),
  calls: [
    (bits) => as(bits).get('u8', 0).execute(),
    (bits) => as(bits).getBits(0, 1),
    (bits) => as(bits).setBits(0, 1, 1),
    (bits) => as(bits).getBit(0),
    (bits) => as(bits).setBit(0, 1),
    (bits) => as(bits).bitCount(),
    (bits) => as(bits).bitPosition(1),
    (bits) => as(bits).getRaw(),
    (bits) => as(bits).setRaw(Buffer.from('a')),
  ],
});

describe('BitField', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  it('runs a chain as in the manual', async () => {
    const bits = db.bitField('bf');
    const first = bits.set('u8', 8, 255).get('u8', 0).get('u4', 8).get('u4', 12).get('u4', 13);
    expect(await first.execute()).toEqual([0, 0, 15, 15, 14]);
    expect(await bits.set('u8', 4, 1).get('u16', 0).set('u16', 0, 0).execute()).toEqual([15, 31, 31]);
    const last = bits
      .incrementBy('u8', 8, 254)
      .get('u16', 0)
      .incrementBy('u8', 8, 2, 'FAIL')
      .incrementBy('u8', 8, 1, 'FAIL')
      .incrementBy('u8', 8, 1, 'FAIL')
      .get('u16', 0);
    expect(await last.execute()).toEqual([254, 254, undefined, 255, undefined, 255]);
  });

  it('reads and writes ranges as in the manual', async () => {
    const bits = db.bitField('bf');
    await bits.setBits(0, 8, 166);
    const ranges = [
      [0, 8, 166],
      [0, 4, 10],
      [4, 8, 6],
      [2, 6, 9],
      [6, 10, 8],
      [8, 16, 0],
    ] as const;
    for (const [start, end, value] of ranges) expect(await bits.getBits(start, end)).toBe(value);
    await bits.setBits(0, 8, 89);
    expect(await bits.getBits(0, 8)).toBe(89);
    await bits.setBits(0, 8, 255);
    expect(await bits.getBits(0, 4)).toBe(15);
    await bits.clearBits(2, 6);
    expect(await bits.getBits(0, 8)).toBe(195);
  });

  it('gives each increment its own mode', async () => {
    const bits = db.bitField('bf');
    await bits.set('u2', 0, 3).set('u2', 2, 3).set('u2', 4, 3).execute();
    const chain = bits
      .incrementBy('u2', 0, 1, 'FAIL')
      .incrementBy('u2', 0, 1, 'SAT')
      .incrementBy('u2', 2, 1)
      .incrementBy('u2', 4, 2, 'FAIL');
    expect(await chain.execute()).toEqual([undefined, 3, 0, undefined]);
  });

  it('leaves a chain as it was when it is continued', async () => {
    const one = db.bitField('bf').get('u8', 0);
    const two = one.get('u8', 8);
    expect([await one.execute(), await two.execute()]).toEqual([[0], [0, 0]]);
  });

  it.each([54, 60, 62, 63])('keeps all digits of %d bits', async (size) => {
    const bits = db.bitField('bf');
    for (const value of [2n ** BigInt(size) - 1n, 2n ** BigInt(size - 1) + 1n, 0x1_0000_0001n, 0n]) {
      await bits.setBits(3, 3 + size, value);
      expect(await bits.getBits(3, 3 + size)).toBe(value);
      expect(await bits.get(`u${size}`, 3).execute()).toEqual([value]);
    }
    expect([await bits.getBits(0, 3), await bits.getBits(3 + size, 64 + size)]).toEqual([0, 0n]);
    await bits.clearBits(3, 3 + size);
    expect(await bits.bitCount()).toBe(0);
  });

  it('keeps the sign and all digits of 64 bits', async () => {
    const bits = db.bitField('bf');
    for (const value of [-(2n ** 63n), 2n ** 63n - 1n, -1n, -(2n ** 62n) + 3n, 5n]) {
      expect(await bits.set('i64', 5, value).get('i64', 5).set('i64', 5, 0).execute()).toEqual([0n, value, value]);
    }
  });

  it('increments wide integers exactly', async () => {
    const bits = db.bitField('bf');
    const most = 2n ** 63n - 1n;
    const chain = bits
      .incrementBy('u63', 0, most - 1n)
      .incrementBy('u63', 0, 1)
      .incrementBy('u63', 0, 1, 'FAIL')
      .incrementBy('u63', 0, 5, 'SAT')
      .incrementBy('u63', 0, 1)
      .incrementBy('i64', 64, -(2n ** 63n))
      .incrementBy('i64', 64, -1, 'FAIL')
      .get('u1', 64);
    expect(await chain.execute()).toEqual([most - 1n, most, undefined, most, 0n, -(2n ** 63n), undefined, 1]);
  });

  it('gives numbers up to 53 bits', async () => {
    const most = 2 ** 53 - 1;
    const bits = db.bitField('bf');
    expect(
      await bits
        .set('u53', 0, most)
        .get('u53', 0)
        .incrementBy('i53', 64, -(2 ** 52))
        .execute(),
    ).toEqual([0, most, -(2 ** 52)]);
    expect(await bits.getBits(0, 53)).toBe(most);
  });

  it('sends one BITFIELD for a chain', async () => {
    await db.redis.config('RESETSTAT');
    await db.bitField('bf').set('u63', 0, 1n).incrementBy('u63', 0, 1, 'FAIL').get('u8', 0).execute();
    const stats = await db.redis.info('commandstats');
    expect(stats).toMatch(/cmdstat_bitfield:calls=1,/);
    expect(stats).not.toMatch(/cmdstat_eval/);
  });

  it('reads, writes, counts and finds single bits', async () => {
    const bits = db.bitField('bf');
    expect([await bits.getBit(9), await bits.setBit(9, 1), await bits.setBit(9, 1), await bits.getBit(9)]).toEqual([
      0, 0, 1, 1,
    ]);
    await bits.setBit(20, 1);
    expect(await bits.bitCount()).toBe(2);
    expect(await bits.bitCount({ start: 1, end: 2 })).toBe(1);
    expect(await bits.bitCount({ start: 2 })).toBe(1);
    expect(await bits.bitCount({ end: -1 })).toBe(1);
    expect(await bits.bitCount({ start: 9, end: 20, unit: 'bit' })).toBe(1);
    expect(await bits.bitCount({ start: -4, unit: 'bit' })).toBe(1);
    expect(await bits.bitPosition(1)).toBe(9);
    expect(await bits.bitPosition(1, { start: 2 })).toBe(20);
    expect(await bits.bitPosition(1, { start: 10, unit: 'bit' })).toBe(20);
    expect(await bits.bitPosition(1, { end: 1 })).toBeUndefined();
    expect(await bits.bitPosition(0)).toBe(0);
    await bits.setRaw(Buffer.from([255]));
    expect(await bits.bitPosition(0)).toBe(8);
    expect(await db.bitField('none').bitPosition(1)).toBeUndefined();
    expect(await db.bitField('none').bitCount()).toBe(0);
  });

  it('reads and replaces all bytes, and keeps the time to live', async () => {
    const bits = db.bitField('bf');
    expect(await bits.getRaw()).toBeUndefined();
    await bits.setRaw(Buffer.from([0, 255, 128]));
    await bits.expire(60_000);
    await bits.setRaw(Buffer.from([200, 13]));
    expect(await bits.getRaw()).toEqual(Buffer.from([200, 13]));
    expect(await bits.ttl()).toBeGreaterThan(0);
    await expect(bits.setRaw('text' as unknown as Buffer)).rejects.toThrow(TypeError);
  });

  it('refuses ranges, types, offsets and values before anything is sent', async () => {
    const bits = db.bitField('bf');
    const ranges = [
      [4, 4],
      [5, 4],
      [0, 64],
      [-1, 4],
      [0, 1.5],
      [Number.NaN, 4],
      [2 ** 32 - 1, 2 ** 32 + 1],
    ] as const;
    for (const [start, end] of ranges) {
      await expect(bits.getBits(start, end)).rejects.toThrow(RangeError);
      await expect(bits.setBits(start, end, 0)).rejects.toThrow(RangeError);
      await expect(bits.clearBits(start, end)).rejects.toThrow(RangeError);
    }
    await expect(bits.setBits(0, 4, 16)).rejects.toThrow(RangeError);
    await expect(bits.setBits(0, 4, -1)).rejects.toThrow(RangeError);
    await expect(bits.setBits(0, 63, 2n ** 63n)).rejects.toThrow(RangeError);
    await expect(bits.setBits(0, 63, 2 ** 60)).rejects.toThrow(RangeError);
    for (const type of ['u64', 'i65', 'u0', 'i0'] as const) expect(() => bits.get(type, 0)).toThrow(RangeError);
    for (const type of ['x8', 'u1.5', '8'] as unknown as 'u8'[]) expect(() => bits.get(type, 0)).toThrow(TypeError);
    expect(() => bits.set('i8', 0, 128)).toThrow(RangeError);
    expect(() => bits.set('i8', 0, -129)).toThrow(RangeError);
    expect(() => bits.set('u8', 0, 1.5)).toThrow(RangeError);
    expect(() => bits.get('u8', -1)).toThrow(RangeError);
    expect(() => bits.incrementBy('u8', 0, Number.NaN)).toThrow(RangeError);
    expect(() => bits.incrementBy('i64', 0, 2n ** 63n)).toThrow(RangeError);
    expect(() => bits.incrementBy('u8', 0, 1, 'NO' as 'FAIL')).toThrow(TypeError);
    await expect(bits.getBit(2 ** 32)).rejects.toThrow(RangeError);
    await expect(bits.setBit(0, 2 as 1)).rejects.toThrow(RangeError);
    await expect(bits.bitCount({ start: 2, end: 2 })).rejects.toThrow(RangeError);
    await expect(bits.bitCount({ end: 0 })).rejects.toThrow(RangeError);
    await expect(bits.bitCount({ start: -1, end: -2 })).rejects.toThrow(RangeError);
    await expect(bits.bitPosition(1, { unit: 'word' as 'bit' })).rejects.toThrow(TypeError);
    expect(await bits.exists()).toBe(false);
  });

  it('says which key is of another type', async () => {
    await db.redis.hset('hash', 'a', 1);
    const bits = db.bitField('hash');
    const calls = [bits.get('u8', 0).execute(), bits.getBits(0, 1), bits.setRaw(Buffer.from('a')), bits.getRaw()];
    for (const call of [...calls, bits.bitCount(), bits.setBit(0, 1)]) {
      await expect(call).rejects.toThrow(WrongTypeError);
    }
  });

  it('combines fields', async () => {
    const [a, b] = [db.bitField('a'), db.bitField('b')];
    await a.setRaw(Buffer.from([0b1100, 0xff]));
    await b.setRaw(Buffer.from([0b1010]));
    const out = await a.andStore('out', b);
    expect([out.key, await out.getRaw()]).toEqual(['out', Buffer.from([0b1000, 0])]);
    expect(await a.orStore(out, [b])).toBe(out);
    expect(await out.getRaw()).toEqual(Buffer.from([0b1110, 0xff]));
    expect(await (await a.xorStore('out', b)).getRaw()).toEqual(Buffer.from([0b0110, 0xff]));
    expect(await (await a.notStore(out)).getRaw()).toEqual(Buffer.from([0b11110011, 0]));
    await db.list('list').push('x');
    await expect(a.andStore('out', db.bitField('list'))).rejects.toMatchObject({ key: 'list', found: 'list' });
  });

  it('reads with a command that replicas take', async () => {
    const field = db.bitField('ro');
    await field.set('u8', 0, 200).execute();
    await db.redis.config('RESETSTAT');
    expect(await field.get('u8', 0).get('u4', 0).execute()).toEqual([200, 12]);
    expect(await field.getBits(0, 8)).toBe(200);
    const stats = await db.redis.info('commandstats');
    expect(stats).toMatch(/cmdstat_bitfield_ro:calls=2,/);
    expect(stats).not.toMatch(/cmdstat_bitfield:/);
  });
});
