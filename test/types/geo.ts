import { type Auto, Entity, Field, type Geo, type GeoBox, type GeoCircle, GeoIndex, Model } from 'redstart';

@Entity()
class City extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @GeoIndex() @Field.geo() at!: Geo;
  @GeoIndex() @Field.geo({ optional: true }) port?: Geo;
  @Field.json() extent!: { longitude: number; latitude: number; height: number };
}

const oslo: Geo = { longitude: 10, latitude: 60 };
const circle: GeoCircle = { ...oslo, radius: 5 };
const box: GeoBox = { west: 0, south: 0, east: 1, north: 1 };

export async function right(): Promise<City[]> {
  await City.query()
    .where((c) => c.at.near(oslo, 5).or(c.port.within(box), c.port.isNull()))
    .count();
  const row = await City.query()
    .orderBy((c) => [c.at.distanceTo(oslo).asc(), c.port.distanceTo(oslo).desc()])
    .select({ name: true, away: City.fields().at.distanceTo(oslo), port: City.fields().port.distanceTo(oslo) })
    .one();
  const away: number = row.away;
  const port: number | undefined = row.port;
  // @ts-expect-error a place that may be absent has no distance then
  const known: number = row.port;
  void [away, port, known];
  return City.query()
    .where({ at: { near: circle, within: box }, port: { isNull: false } })
    .all();
}

export function wrong(): void {
  // @ts-expect-error texts are not places
  City.query().where((c) => c.name.near(oslo, 5));
  // @ts-expect-error what is more than a place is none
  City.query().where((c) => c.extent.near(oslo, 5));
  // @ts-expect-error a circle has a radius
  City.query().where((c) => c.at.near(oslo));
  // @ts-expect-error a circle has a radius
  City.query().where({ at: { near: oslo } });
  // @ts-expect-error texts are nowhere
  City.query().orderBy((c) => [c.name.distanceTo(oslo).asc()]);
  // @ts-expect-error a distance is from a place
  City.query().orderBy((c) => [c.at.distanceTo('Oslo').asc()]);
  // @ts-expect-error a distance has a direction in an order
  City.query().orderBy((c) => [c.at.distanceTo(oslo)]);
  // @ts-expect-error a box has four sides
  City.query().where({ at: { within: { west: 0, east: 1 } } });
  // @ts-expect-error places are not compared
  City.query().where((c) => c.at.eq(oslo));
  // @ts-expect-error places have no order
  City.query().orderBy({ at: 'asc' });
}
