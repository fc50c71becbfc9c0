import { CodecError, CrossSlotError, Database, GeoSet, json, WrongTypeError } from 'redstart';
import { describeContainer } from './contract.js';

const as = (container: unknown) => container as GeoSet<unknown>;

const CITIES = {
  oslo: { longitude: 10.7522, latitude: 59.9139 },
  bergen: { longitude: 5.3221, latitude: 60.3913 },
  stockholm: { longitude: 18.0686, latitude: 59.3293 },
  tromso: { longitude: 18.9553, latitude: 69.6492 },
};

describeContainer('GeoSet', {
  type: 'zset',
  open: (db, key) => db.geo(key),
  fill: (geo, count) =>
    as(geo).add(
      Array.from({ length: count }, (_, i): [string, { longitude: number; latitude: number }] => [
        `v${i}`,
        { longitude: (i % 360) - 180, latitude: (i % 170) - 85 },
      ]),
    ),
  size: (geo) => as(geo).size(),
  roundTrip: async (geo, value) => {
    await as(geo).set(value, CITIES.oslo);
    return (await as(geo).search({ member: value, radius: 1 }))[0]!.member;
  },
  calls: [
    (geo) => as(geo).set('a', CITIES.oslo),
    (geo) => as(geo).position('a'),
    (geo) => as(geo).search({ ...CITIES.oslo, radius: 1 }),
  ],
});

describe('GeoSet', () => {
  let db: Database;
  let geo: GeoSet;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  beforeEach(async () => {
    await db.redis.flushall();
    geo = db.geo('cities');
    await geo.add(CITIES);
  });
  afterAll(() => db.close());

  const names = (found: readonly { member: string }[]) => found.map(({ member }) => member);

  it('knows where its members are', async () => {
    expect(await geo.size()).toBe(4);
    expect(await geo.has('oslo')).toBe(true);
    const oslo = (await geo.position('oslo'))!;
    expect(oslo.longitude).toBeCloseTo(10.7522, 4);
    expect(oslo.latitude).toBeCloseTo(59.9139, 4);
    expect(await geo.positions(['x', 'bergen'])).toEqual([undefined, expect.objectContaining({})]);
    expect(await geo.positions([])).toEqual([]);
    expect(await geo.position('x')).toBeUndefined();
    expect(await geo.hash('oslo')).toMatch(/^u4xsu/);
    expect(await geo.hash('x')).toBeUndefined();
    expect(await geo.delete('oslo', 'x')).toBe(1);
    expect(await geo.has('oslo')).toBe(false);
  });

  it('adds under a condition, and replaces', async () => {
    expect(await geo.set('oslo', CITIES.bergen)).toBe(false);
    expect(await geo.distance('oslo', 'bergen')).toBe(0);
    expect(await geo.add({ oslo: CITIES.oslo, moss: CITIES.oslo }, { only: 'new' })).toBe(1);
    expect(await geo.distance('oslo', 'bergen')).toBe(0);
    expect(await geo.add(new Map([['x', CITIES.oslo]]), { only: 'existing' })).toBe(0);
    expect(await geo.add([])).toBe(0);
  });

  it('measures in metres', async () => {
    const metres = (await geo.distance('oslo', 'bergen'))!;
    expect(metres / 1000).toBeGreaterThan(300);
    expect(metres / 1000).toBeLessThan(312);
    expect(await geo.distance('oslo', 'x')).toBeUndefined();
  });

  it('searches circles and boxes, around members and points', async () => {
    const around = await geo.search({ member: 'oslo', radius: 450_000 });
    expect(names(around)).toEqual(['oslo', 'bergen', 'stockholm']);
    expect(around[0]!.distance).toBe(0);
    expect(around[1]!.distance).toBeCloseTo((await geo.distance('oslo', 'bergen'))!, 0);
    expect(around[1]!.position.latitude).toBeCloseTo(60.3913, 4);
    expect(names(await geo.search({ ...CITIES.bergen, radius: 1000 }))).toEqual(['bergen']);
    const box = { ...CITIES.oslo, width: 1_000_000, height: 200_000 };
    expect(names(await geo.search(box, { order: 'farthest' }))).toEqual(['stockholm', 'bergen', 'oslo']);
    expect(names(await geo.search(box, { count: 1 }))).toEqual(['oslo']);
    expect(await geo.search(box, { count: 1, any: true })).toHaveLength(1);
    expect(await geo.search(box, { count: 0 })).toEqual([]);
    expect(await db.geo('none').search(box)).toEqual([]);
  });

  it('stores what it finds, with places or with distances', async () => {
    const near = await geo.searchStore('near', { member: 'oslo', radius: 450_000 });
    expect([near.key, await near.size(), (await near.position('bergen'))?.latitude.toFixed(3)]).toEqual([
      'near',
      3,
      '60.391',
    ]);
    expect(await geo.searchStore(near, { member: 'tromso', radius: 1 })).toBe(near);
    expect(await near.size()).toBe(1);
    const distances = await geo.distanceStore('distances', { member: 'oslo', radius: 450_000 }, { count: 2 });
    expect(await distances.score('oslo')).toBe(0);
    expect(await distances.score('bergen')).toBeCloseTo((await geo.distance('oslo', 'bergen'))!, 0);
    await expect(geo.searchStore('near', { member: 'oslo', radius: 1 }, { count: 0 })).rejects.toThrow(RangeError);
  });

  it('says what is wrong before anything is sent', async () => {
    const bad = [
      { longitude: 181, latitude: 0 },
      { longitude: 0, latitude: 86 },
      { longitude: Number.NaN, latitude: 0 },
    ];
    for (const point of bad) await expect(geo.set('x', point)).rejects.toThrow(RangeError);
    await expect(geo.set('x', undefined as never)).rejects.toThrow(TypeError);
    await expect(geo.set('x', { longitude: '1' as never, latitude: 0 })).rejects.toThrow(TypeError);
    await expect(geo.add({ a: CITIES.oslo, b: bad[0]! })).rejects.toThrow(RangeError);
    await expect(geo.search({ ...CITIES.oslo, radius: -1 })).rejects.toThrow(RangeError);
    // @ts-expect-error a circle has no width
    await expect(geo.search({ member: 'oslo', radius: 1, width: 2 })).rejects.toThrow(/a circle or a box, not both/);
    await expect(geo.search({ ...CITIES.oslo } as never)).rejects.toThrow(/width/);
    await expect(geo.search({ ...CITIES.oslo, radius: 1 }, { order: 'up' as never })).rejects.toThrow(TypeError);
    await expect(geo.search({ member: 'x', radius: 1 })).rejects.toThrow(/has no member "x" to search around/);
    expect(await geo.size()).toBe(4);
  });

  it('holds typed members', async () => {
    const typed = db.geo('t', { codec: json<{ id: number }>() });
    await typed.add([[{ id: 1 }, CITIES.oslo]]);
    expect((await typed.search({ member: { id: 1 }, radius: 1 }))[0]!.member).toEqual({ id: 1 });
    await expect(db.geo('cities', { codec: json() }).search({ ...CITIES.oslo, radius: 1 })).rejects.toThrow(CodecError);
  });

  it('names the wrong key, and refuses other slots of a cluster', async () => {
    await db.string('text').set('x');
    await expect(db.geo('text').search({ ...CITIES.oslo, radius: 1 })).rejects.toThrow(WrongTypeError);
    const connection = Object.create(db.connection, { capabilities: { value: { ...db.capabilities, cluster: true } } });
    await expect(new GeoSet(connection, 'a').searchStore('b', { ...CITIES.oslo, radius: 1 })).rejects.toThrow(
      CrossSlotError,
    );
  });
});
