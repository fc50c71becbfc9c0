import {
  type Auto,
  Database,
  Entity,
  Field,
  type Geo,
  GeoIndex,
  Index,
  type Many,
  ManyToOne,
  Model,
  OneToMany,
  QueryError,
  type Ref,
} from 'redstart';

@Entity()
class Place extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.datetime() built!: Date;
  @Index() @Field.bytes() mark!: Uint8Array;
  @GeoIndex() @Field.geo() at!: Geo;
  @ManyToOne(() => Place, { optional: true, onDelete: 'set null' }) inside?: Ref<Place>;
  @OneToMany(
    () => Place,
    (place) => place.inside,
  )
  parts!: Many<Place>;
  // the names of operators
  @Index() @Field.text({ optional: true }) like?: string;
  @ManyToOne(() => Place, { optional: true, onDelete: 'set null' }) near?: Ref<Place>;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Place] });
  await Place.create({ built: new Date(0), mark: new Uint8Array([1]), at: { longitude: 1, latitude: 1 } });
});
afterAll(() => db.close());

describe('what a query was given', () => {
  it('may change afterwards, and the query does not', async () => {
    const day = new Date(0);
    const bytes = new Uint8Array([1]);
    const list = [new Date(0)];
    const box = { west: 0, south: 0, east: 2, north: 2 };
    const asks = [
      Place.query().where({ built: day }),
      Place.query().where((place) => place.built.between(day, day)),
      Place.query().where({ built: { in: list } }),
      Place.query().where({ mark: bytes }),
      Place.query().where({ at: { within: box } }),
      Place.query().where((place) => place.at.within(box)),
    ];
    day.setTime(5);
    list[0]!.setTime(5);
    bytes[0] = 5;
    box.west = 1.5;
    for (const query of asks) expect(await query.ids()).toEqual([1]);
  });

  it('may be asked of fields beyond a relation that have the names of operators', async () => {
    const first = await Place.get(1);
    const rest = { built: first.built, mark: first.mark, at: first.at };
    const middle = await Place.create({ ...rest, like: 'it', near: first });
    const last = await Place.create({ ...rest, inside: middle, near: middle });
    expect(
      await Place.query()
        .where({ inside: { like: 'it' } })
        .ids(),
    ).toEqual([last.id]);
    expect(
      await Place.query()
        .where({ inside: { near: first } })
        .ids(),
    ).toEqual([last.id]);
    expect(
      await Place.query()
        .where({ near: { near: 1, like: 'it' } })
        .ids(),
    ).toEqual([last.id]);
    await Place.deleteMany([last.id, middle.id]);
  });

  const nested = (step: (inner: object) => object, deep: number, innermost: object = { id: 1 }): object =>
    Array.from({ length: deep }).reduce<object>(step, innermost);
  const wheres = [
    (inner: object) => ({ inside: inner }),
    (inner: object) => ({ parts: { some: inner } }),
    (inner: object) => ({ inside: { parts: { none: inner } } }),
  ];

  it.each(wheres)('is refused where it is nested without bound, as %o', (step) => {
    for (const deep of [60, 1000, 20_000]) {
      const where = nested(step, deep);
      expect(() => Place.query().where(where as never)).toThrow(QueryError);
    }
    expect(() => Place.query().where(nested(step, 10) as never)).not.toThrow();
  });

  it('is refused where relations are selected or loaded without bound, or lead back to themselves', async () => {
    const query = Place.query();
    const select = nested((inner) => ({ inside: inner }), 1000);
    const along = nested((inner) => ({ inside: { with: inner } }), 1000);
    const circle: Record<string, unknown> = { id: true };
    circle.inside = circle;
    const way = 'more than 100 deep. Ask for the rest by a query of its own.';
    for (const shape of [select, circle]) expect(() => query.select(shape as never)).toThrow(way);
    expect(() => query.where(circle as never)).toThrow(way);
    await expect(async () => query.with(along as never).all()).rejects.toThrow(way);
    const few = nested((inner) => ({ inside: inner, id: true }), 90, { id: true });
    expect(await query.select(few as never).ids()).toEqual([1]);
    const loaded = nested((inner) => ({ inside: { with: inner } }), 40, {});
    expect(await query.with(loaded as never).all()).toHaveLength(1);
  });

  it('is refused where it is no whole number that is exact', () => {
    expect(() => Place.query().limit(2 ** 60)).toThrow('limit() takes a whole number from 0 to 2^53 - 1, not number');
  });
});
