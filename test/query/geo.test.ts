import {
  type Auto,
  Database,
  Entity,
  Field,
  type Geo,
  type GeoBox,
  GeoIndex,
  Index,
  Model,
  NotIndexedError,
  QueryError,
  SchemaError,
} from 'redstart';
import { planCondition } from '../../src/query/compile/condition.js';
import { whereObject } from '../../src/query/where.js';
import { expectConsistent } from '../support/consistency.js';
import { schemaOf } from '../support/schema-of.js';

@Entity()
class Spot extends Model {
  @Field.id() id!: Auto<number>;
  @GeoIndex() @Field.geo({ optional: true }) at?: Geo;
  @Index() @Field.text() country!: string;
  @Field.geo({ optional: true }) plain?: Geo;
  @Field.geo({ optional: true }) loose?: Geo;
  @GeoIndex() @Field.geo({ optional: true }) get opposite(): Geo | undefined {
    return (
      this.at && {
        longitude: this.at.longitude > 0 ? this.at.longitude - 180 : this.at.longitude + 180,
        latitude: -this.at.latitude,
      }
    );
  }
}

// the great circle by the angle between two vectors: another way than the haversine formula
function away(a: Geo, b: Geo): number {
  const [x, y] = [a, b].map(({ longitude, latitude }) => {
    const [l, p] = [(longitude * Math.PI) / 180, (latitude * Math.PI) / 180];
    return [Math.cos(p) * Math.cos(l), Math.cos(p) * Math.sin(l), Math.sin(p)] as const;
  }) as unknown as [readonly number[], readonly number[]];
  const chord = Math.hypot(...x.map((value, i) => value - y[i]!));
  return 2 * 6372797.560856 * Math.asin(Math.min(1, chord / 2));
}

let seed = 7;
function random(): number {
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647;
}
const anywhere = (): Geo => ({
  longitude: random() * 360 - 180,
  latitude: random() * 170 - 85,
});
const around = ({ longitude, latitude }: Geo): Geo => ({
  longitude: Math.min(180, Math.max(-180, longitude + random() * 2 - 1)),
  latitude: Math.min(85, Math.max(-85, latitude + random() * 2 - 1)),
});

const OSLO = { longitude: 10.7522, latitude: 59.9139 };
const FIJI = { longitude: 179.9, latitude: -17 };
const LIMIT = 85.05112878;
const CORNERS: Geo[] = [-180, 180, 0].flatMap((longitude) =>
  [-LIMIT, LIMIT, 0].map((latitude) => ({ longitude, latitude })),
);
const places: (Geo | undefined)[] = [
  ...CORNERS,
  ...Array.from({ length: 300 }, anywhere),
  ...Array.from({ length: 250 }, () => around(OSLO)),
  ...Array.from({ length: 100 }, () => around(FIJI)),
  ...Array.from({ length: 80 }, () => around({ longitude: -179.5, latitude: -17 })),
  ...Array.from({ length: 80 }, () => ({
    longitude: random() * 360 - 180,
    latitude: 84 + random(),
  })),
  undefined,
];
const spots = places.map((at, i) => ({
  id: i + 1,
  ...(at && { at, loose: at }),
  country: `c${i % 5}`,
}));
type Row = (typeof spots)[number];

const idsOf = (fits: (at: Geo, row: Row) => boolean): number[] =>
  spots.filter((row) => row.at && fits(row.at, row)).map(({ id }) => id);

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Spot] });
  await Spot.insertMany(spots);
});
afterAll(() => db.close());

const CENTRES = [OSLO, FIJI, ...CORNERS, { longitude: -180, latitude: -17 }, { longitude: 33, latitude: 84.9 }];
const RADII = [0, 1, 5000, 120_000, 900_000, 6_000_000, 15_000_000, 30_000_000];

describe('a place without an index', () => {
  it('is looked at row by row where scan() allows it', async () => {
    const scan = Spot.query().scan();
    for (const centre of [OSLO, FIJI, CORNERS[0]!])
      for (const radius of RADII) {
        const near = { near: { ...centre, radius } };
        const found = await Spot.query().where({ at: near }).ids();
        expect(await scan.where({ loose: near }).ids()).toEqual(found);
        expect(await scan.within(60).where({ loose: near, country: 'c1' }).count()).toBe(
          await Spot.query().where({ at: near, country: 'c1' }).count(),
        );
      }
    for (const box of [
      { west: 179, east: -179, south: -18, north: 18 },
      { west: -20, east: 20, south: 20, north: 85 },
      { west: 1, east: 2, south: 5, north: 4 },
    ]) {
      const found = await Spot.query()
        .where({ at: { within: box } })
        .ids();
      const query = scan.where({ loose: { within: box } });
      expect(await query.ids()).toEqual(found);
      const others = await scan.where((spot) => spot.loose.within(box).not()).ids();
      expect(others.length).toBe(spots.length - found.length);
    }
    const explained = await scan.where({ loose: { near: { ...OSLO, radius: 5 } } }).explain();
    expect(explained.scanned).toEqual(['loose']);
    expect(String(explained)).toContain('scan loose near 10.7522 59.9139 5');
    await expect(
      Spot.query()
        .where({ loose: { near: { ...OSLO, radius: 5 } } })
        .all(),
    ).rejects.toThrow('or let scan() read every entity');
  });
});

describe('near', () => {
  it.each(CENTRES)('gives the places in circles of any size around %o', async (centre) => {
    for (const radius of RADII) {
      const found = await Spot.query()
        .where((s) => s.at.near(centre, radius))
        .ids();
      // what lies within a millimetre of the edge may be on either side
      const isSure = (id: number) => Math.abs(away(spots[id - 1]!.at!, centre) - radius) > 0.001;
      const wanted = idsOf((at) => away(at, centre) <= radius);
      expect(found.filter(isSure)).toEqual(wanted.filter(isSure));
      const counted = await Spot.query().where({
        at: { near: { ...centre, radius } },
      });
      expect(await counted.count()).toBe(found.length);
    }
  });

  // which does not look beyond the date line
  it('agrees with GEOSEARCH', async () => {
    await db.geo('by-hand').set('oslo', OSLO);
    for (const { id, at } of spots) if (at) await db.redis.geoadd('by-hand', at.longitude, at.latitude, String(id));
    for (const centre of [OSLO, { longitude: 0, latitude: 0 }, { longitude: -60, latitude: 40 }]) {
      const byHand = (await db.redis.call(
        'GEOSEARCH',
        'by-hand',
        'FROMLONLAT',
        centre.longitude,
        centre.latitude,
        'BYRADIUS',
        300,
        'km',
      )) as string[];
      const found = await Spot.query()
        .where({ at: { near: { ...centre, radius: 300_000 } } })
        .ids();
      // Redis rounds places to 0.6 m
      const isSure = (id: number) => Math.abs(away(spots[id - 1]!.at!, centre) - 300_000) > 1;
      expect(found.filter(isSure)).toEqual(
        byHand
          .filter((id) => id !== 'oslo')
          .map(Number)
          .filter(isSure)
          .toSorted((a, b) => a - b),
      );
    }
  });

  it('goes with every other condition, in slices of any size', async () => {
    const wanted = idsOf((at, { country }) => away(at, OSLO) <= 80_000 && country !== 'c1');
    expect(wanted.length).toBeGreaterThan(50);
    const query = Spot.query().where((s) => s.at.near(OSLO, 80_000).and(s.country.ne('c1')));
    for (const budget of [1, 50, 1000, 4000]) expect(await query.within(budget).ids()).toEqual(wanted);
    const paged: number[] = [];
    for await (const { id } of query.iterate({ batch: 7 })) paged.push(id);
    expect(paged.toSorted((a, b) => a - b)).toEqual(wanted);
    expect(await query.orderBy({ id: 'desc' }).limit(3).ids()).toEqual(wanted.slice(-3).toReversed());
    const either = Spot.query().where((s) => s.at.near(OSLO, 20_000).or(s.at.near(FIJI, 30_000)));
    expect(await either.ids()).toEqual(idsOf((at) => away(at, OSLO) <= 20_000 || away(at, FIJI) <= 30_000));
    const far = Spot.query().where((s) => s.at.near(OSLO, 9_000_000).not());
    expect(await far.count()).toBe(spots.length - idsOf((at) => away(at, OSLO) <= 9_000_000).length);
  });

  it('finds what has no place, and what a getter computes', async () => {
    expect(
      await Spot.query()
        .where({ at: { isNull: true } })
        .ids(),
    ).toEqual([spots.length]);
    const opposite = {
      longitude: OSLO.longitude - 180,
      latitude: -OSLO.latitude,
    };
    const found = await Spot.query()
      .where((s) => s.opposite.near(opposite, 50_000))
      .ids();
    expect(found).toEqual(idsOf((at) => away(at, OSLO) <= 50_000));
  });
});

const meridian = (longitude: number, { west, east }: GeoBox) =>
  west <= east ? west <= longitude && longitude <= east : west <= longitude || longitude <= east;
const isIn = (box: GeoBox, { longitude, latitude }: Geo) =>
  box.south <= latitude &&
  latitude <= box.north &&
  (meridian(longitude, box) || (Math.abs(longitude) === 180 && meridian(-longitude, box)));

describe('within', () => {
  it.each<GeoBox>([
    { west: 10, south: 59, east: 11, north: 60 },
    { west: -180, south: -90, east: 180, north: 90 },
    { west: 179, south: -18, east: -179, north: -16 },
    { west: -180, south: -90, east: -170, north: 90 },
    { west: 170, south: -90, east: 180, north: 90 },
    { west: 180, south: -90, east: -180, north: 90 },
    { west: 0, south: 0, east: 0, north: 0 },
    { west: 20, south: -90, east: 10, north: 90 },
    { west: -180, south: 84.5, east: 180, north: 86 },
    { west: 10, south: 60, east: 11, north: 59 },
  ])('gives the places in %o', async (box) => {
    const wanted = idsOf((at) => isIn(box, at));
    expect(
      await Spot.query()
        .where((s) => s.at.within(box))
        .ids(),
    ).toEqual(wanted);
    expect(
      await Spot.query()
        .where({ at: { within: box } })
        .within(20)
        .count(),
    ).toBe(wanted.length);
  });
});

describe('an index of places', () => {
  it('says the same as the rows, before and after changes', async () => {
    await expectConsistent(db, Spot);
    const spot = (await Spot.get(1))!;
    await spot.update({ at: OSLO });
    expect(
      await Spot.query()
        .where((s) => s.at.near(OSLO, 0))
        .ids(),
    ).toEqual([1]);
    await spot.update({ at: spots[0]!.at });
    await expectConsistent(db, Spot);
  });

  it('holds the geohashes that GEOADD makes', async () => {
    const inner = spots.filter(({ at }) => at && at.longitude < 180 && at.latitude < 85.05);
    for (const { id, at } of inner.slice(0, 300))
      await db.redis.geoadd('same', at!.longitude, at!.latitude, String(id));
    for (const { id } of inner.slice(0, 300)) {
      const member = `${String.fromCharCode(96 + String(id).length)}${id}`;
      expect(await db.redis.zscore('{app}:Spot#geo:at', member)).toBe(await db.redis.zscore('same', String(id)));
    }
  });

  it('is verified, and made anew', async () => {
    await db.redis.zrem('{app}:Spot#geo:at', 'b17');
    await db.redis.zadd('{app}:Spot#geo:at', 5, 'a3', 6, 'f999999');
    expect((await Spot.verify()).problems.length).toBeGreaterThan(0);
    await Spot.repair();
    await expectConsistent(db, Spot);
    expect((await Spot.verify()).problems).toEqual([]);
  });
});

const planOf = (where: object) => planCondition(schemaOf(Spot), whereObject(schemaOf(Spot), where)!.data);

describe('the plan of an area', () => {
  it('reads the cells that cover it', () => {
    const plan = planOf({
      at: { within: { west: 0, south: 0, east: 180, north: 85.05112878 } },
    });
    // all of the north-east, and the meridian that the date line is on both sides
    expect(plan).toMatchObject({
      op: 'area',
      key: '{test}:Spot#geo:at',
      field: 'at',
      box: [0, 0, 180, 85.05112878],
    });
    const { ranges } = planOf({ at: { near: { ...OSLO, radius: 1000 } } }) as unknown as { ranges: [string, string][] };
    const width = ranges.reduce((sum, [min, max]) => sum + Number(max) - Number(min) + 1, 0);
    expect(ranges.length).toBeLessThanOrEqual(32);
    expect(width / 2 ** 52).toBeLessThan(1e-7);
  });

  const at = (value: unknown) => () => planOf({ at: value } as object);

  it.each([
    { near: { longitude: 181, latitude: 0, radius: 1 } },
    { near: { longitude: 0, latitude: 86, radius: 1 } },
    { near: { longitude: 0, latitude: 0, radius: -1 } },
    { near: { longitude: 0, latitude: 0, radius: Number.NaN } },
    { near: { longitude: 0, latitude: 0, radius: '5' } },
    { near: { longitude: 0, latitude: 0 } },
    { near: { longitude: 0, latitude: 0, radius: 5, more: 1 } },
    { near: null },
    { near: undefined },
    { within: { west: 0, south: 0, east: 0 } },
    { within: { west: 0, south: 0, east: 0, north: 91 } },
    { within: [0, 0, 0, 0] },
    { longitude: 0, latitude: 0 },
  ])('is refused for %o', (value) => {
    expect(at(value)).toThrow(QueryError);
  });

  it('needs the index', () => {
    const area = { near: { ...OSLO, radius: 5 } };
    expect(() => planOf({ plain: area })).toThrow(NotIndexedError);
    expect(() => planOf({ plain: area })).toThrow('@GeoIndex()');
    expect(() => planOf({ country: area })).toThrow('a field of type text has no operator near');
  });

  it('is declared on places only', () => {
    class Wrong extends Model {
      @Field.id() id!: Auto<number>;
      @GeoIndex() @Field.text() name!: string;
    }
    Entity()(Wrong);
    expect(() => schemaOf(Wrong)).toThrow(SchemaError);
    expect(() => schemaOf(Wrong)).toThrow('@GeoIndex() is for places');
  });
});
