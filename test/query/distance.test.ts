import fc from 'fast-check';
import { type Auto, Database, Entity, Field, type Geo, GeoIndex, Index, Model, PrimaryKey, QueryError } from 'redstart';
import { distanceBetween } from '../../src/types/distance.js';
import { expectProperty } from '../support/property.js';

@Entity('Mark')
class Mark extends Model {
  @Field.id() id!: Auto<number>;
  @GeoIndex() @Field.geo({ optional: true }) at?: Geo;
  @Field.geo({ optional: true }) plain?: Geo;
  @Index() @Field.integer() kind!: number;
  @Field.text() name!: string;
  @GeoIndex() @Field.geo({ optional: true }) get mirror(): Geo | undefined {
    return this.at && { longitude: this.at.longitude, latitude: -this.at.latitude };
  }
}

@Entity('Named')
class Named extends Model {
  @PrimaryKey() @Field.text() id!: string;
  @GeoIndex() @Field.geo() at!: Geo;
}

const LIMIT = 85.05112878;
const OSLO = { longitude: 10.75, latitude: 59.91 };
const FIJI = { longitude: 179.99, latitude: -17 };
const CENTRES: Geo[] = [
  OSLO,
  FIJI,
  { longitude: 180, latitude: 0 },
  { longitude: -180, latitude: -17 },
  { longitude: 180, latitude: LIMIT },
  { longitude: 30, latitude: -LIMIT },
  { longitude: 0, latitude: 84.9 },
];

let seed = 11;
function random(): number {
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647;
}
const wrapped = (longitude: number): number => ((((longitude + 180) % 360) + 360) % 360) - 180;
const around = ({ longitude, latitude }: Geo, degrees: number): Geo => ({
  longitude: wrapped(longitude + (random() * 2 - 1) * degrees),
  latitude: Math.max(-LIMIT, Math.min(LIMIT, latitude + (random() * 2 - 1) * degrees)),
});
const places: (Geo | undefined)[] = [
  ...CENTRES,
  ...Array.from({ length: 150 }, () => around({ longitude: 0, latitude: 0 }, 180)),
  ...Array.from({ length: 150 }, () => around(OSLO, 0.5)),
  ...Array.from({ length: 80 }, () => around(FIJI, 0.2)),
  ...Array.from({ length: 60 }, () => around({ longitude: 0, latitude: 84.5 }, 1)),
  // at one and the same place, and closer to each other than an index can tell
  ...Array.from({ length: 60 }, () => OSLO),
  ...Array.from({ length: 30 }, () => around(FIJI, 0.000001)),
  undefined,
  undefined,
];
const marks = places.map((at, i) => ({
  id: i + 1,
  ...(at && { at, plain: at }),
  kind: i % 7,
  name: `m${(i * 31) % 97}`,
}));
type Row = (typeof marks)[number];

/** Nearest first, what is nowhere last, ties by id. */
function nearest(from: Geo, fits: (row: Row) => boolean = () => true): number[] {
  const away = ({ at }: Row) => (at ? distanceBetween(from, at) : Number.POSITIVE_INFINITY);
  const list = marks.filter(fits).map((row) => [away(row), row.id] as const);
  return list.sort(([a, i], [b, k]) => (a === b ? i - k : a - b)).map(([, id]) => id);
}

const byDistance = (from: Geo) => Mark.query().orderBy((mark) => [mark.at.distanceTo(from).asc()]);

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Mark, Named] });
  await Mark.insertMany(marks);
});
afterAll(() => db.close());

describe('an order by distance', () => {
  it.each(CENTRES)('gives the nearest first, and those that are nowhere last, from %o', async (from) => {
    const wanted = nearest(from);
    for (const budget of [60, 3500]) expect(await byDistance(from).within(budget).ids()).toEqual(wanted);
    expect(await byDistance(from).limit(20).ids()).toEqual(wanted.slice(0, 20));
    expect(await byDistance(from).offset(30).limit(90).ids()).toEqual(wanted.slice(30, 120));
    const farthest = Mark.query().orderBy((mark) => [mark.at.distanceTo(from).desc()]);
    const isSomewhere = (id: number) => marks[id - 1]!.at !== undefined;
    // ties come the other way round as well
    expect((await farthest.ids()).filter(isSomewhere)).toEqual(wanted.filter(isSomewhere).reverse());
  });

  it('walks the index, and no farther than a circle around the same place reaches', async () => {
    const few = await byDistance(OSLO).limit(5).explain();
    expect([few.strategy, few.roundTrips, few.rows]).toEqual(['walk', 1, 5]);
    const near = byDistance(OSLO).where((mark) => mark.at.near(OSLO, 20_000));
    const wanted = nearest(OSLO, ({ at }) => at !== undefined && distanceBetween(OSLO, at) <= 20_000);
    expect(await near.ids()).toEqual(wanted);
    expect((await near.limit(5).explain()).narrowedBy).toContain('near 10.75 59.91 20000');
  });

  it('holds with any other condition, and with a further order', async () => {
    const kinds = byDistance(FIJI).where({ kind: { in: [2, 3] } });
    const wanted = nearest(FIJI, ({ kind }) => kind === 2 || kind === 3);
    expect(await kinds.ids()).toEqual(wanted);
    expect(await kinds.within(7).limit(15).ids()).toEqual(wanted.slice(0, 15));
    const named = Mark.query()
      .scan()
      .orderBy((mark) => [mark.at.distanceTo(OSLO).asc(), mark.name.desc()])
      .limit(40);
    const ties = marks
      .filter(({ at }) => at === OSLO)
      .sort((a, b) => (a.name < b.name ? 1 : a.name > b.name ? -1 : b.id - a.id));
    expect((await named.ids()).slice(0, 40)).toEqual(ties.slice(0, 40).map(({ id }) => id));
  });

  it('pages from the farthest on, with those that are nowhere at the end', async () => {
    const asks = Mark.query().orderBy((mark) => [mark.at.distanceTo(OSLO).desc()]);
    const wanted = await asks.ids();
    expect(wanted.slice(-2).sort()).toEqual(marks.filter(({ at }) => !at).map(({ id }) => id));
    let page = await asks.page({ size: 100 });
    const pages = [page.rows];
    for (; page.next; pages.push(page.rows)) page = await asks.page({ size: 100, after: page.next });
    expect(pages.flat().map(({ id }) => id)).toEqual(wanted);
    const back = [page.rows];
    for (; page.previous; back.unshift(page.rows)) page = await asks.page({ size: 100, before: page.previous });
    expect(back.flat().map(({ id }) => id)).toEqual(wanted);
  });

  it('pages forwards and backwards, while others come and go', async () => {
    const wanted = nearest(OSLO);
    const asks = byDistance(OSLO);
    let page = await asks.page({ size: 100 });
    const pages = [page.rows];
    const extra = await Mark.create({ at: OSLO, kind: 0, name: 'later' });
    while (page.next) {
      page = await asks.page({ size: 100, after: page.next });
      pages.push(page.rows);
    }
    expect(
      pages
        .flat()
        .map(({ id }) => id)
        .filter((id) => id !== extra.id),
    ).toEqual(wanted);
    await extra.delete();
    const back = [page.rows];
    while (page.previous) {
      page = await asks.page({ size: 100, before: page.previous });
      back.unshift(page.rows);
    }
    expect(back.flat().map(({ id }) => id)).toEqual(wanted);
  });

  it('finds the same as plain code for any place, condition and slice', async () => {
    const anywhere = fc.record({
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      latitude: fc.double({ min: -LIMIT, max: LIMIT, noNaN: true }),
    });
    const from = fc.oneof(fc.constantFrom(...CENTRES), anywhere);
    const asked = fc.tuple(from, fc.nat(8), fc.nat(60), fc.constantFrom(20, 3500));
    await expectProperty(
      fc.asyncProperty(asked, async ([place, kind, limit, budget]) => {
        const found = await byDistance(place).where({ kind }).limit(limit).within(budget).ids();
        expect(found).toEqual(nearest(place, (row) => row.kind === kind).slice(0, limit));
      }),
      15,
    );
  });

  it('is there for getters and for ids that are texts, and for fields without an index where a scan is allowed', async () => {
    const [first] = await Mark.query()
      .orderBy((mark) => [mark.mirror.distanceTo({ ...OSLO, latitude: -59.91 }).asc()])
      .limit(1)
      .ids();
    expect(first).toBe(1);
    await Named.insertMany([
      { id: 'b', at: OSLO },
      { id: 'a', at: OSLO },
      { id: 'c', at: FIJI },
    ]);
    const named = (place: Geo) =>
      Named.query()
        .orderBy((each) => [each.at.distanceTo(place).asc()])
        .ids();
    expect([await named(OSLO), await named(FIJI)]).toEqual([
      ['a', 'b', 'c'],
      ['c', 'a', 'b'],
    ]);
    const scanned = Mark.query()
      .scan()
      .where({ kind: 1 })
      .orderBy((mark) => [mark.plain.distanceTo(FIJI).asc()]);
    expect(await scanned.ids()).toEqual(nearest(FIJI, ({ kind }) => kind === 1));
  });
});

describe('the distance in a row', () => {
  it('is in metres, and absent where there is no place', async () => {
    const rows = await byDistance(OSLO)
      .select({ name: true, away: Mark.fields().at.distanceTo(FIJI) })
      .all();
    expect(rows[0]!.away).toBe(distanceBetween(FIJI, OSLO));
    expect(rows.at(-1)).toEqual({ name: expect.any(String) as string });
  });
});

describe('what is not a place', () => {
  it('is refused, and a field without an index named', () => {
    const asks = (from: unknown) => () => Mark.query().orderBy((mark) => [mark.at.distanceTo(from as Geo).asc()]);
    for (const from of [undefined, null, {}, { longitude: 1 }, { longitude: 200, latitude: 0 }, [1, 2]])
      expect(asks(from)).toThrow(QueryError);
    expect(asks({ longitude: Number.NaN, latitude: 0 })).toThrow(/Mark.at: distanceTo takes a place as .* Correct it/);
    const plain = Mark.query().orderBy((mark) => [mark.plain.distanceTo(OSLO).asc()]);
    return Promise.all([
      expect(plain.ids()).rejects.toThrow('Mark.plain has no index that answers "distanceTo". Add @GeoIndex()'),
      expect(
        Mark.query()
          .orderBy((mark) => [(mark.name as unknown as typeof mark.at).distanceTo(OSLO).asc()])
          .ids(),
      ).rejects.toThrow('a field of type text has no distance'),
    ]);
  });

  it('tells of a query without its values', () => {
    expect(String(byDistance(OSLO))).toContain('orderBy(at.distanceTo(...) asc)');
  });
});
