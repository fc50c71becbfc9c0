// A page by distance whose first step was stopped, as a relation's may be, repeated all rows at the place where the page before it ended: how far
// away that is went to the next call with 14 digits.
import { type Auto, Database, Entity, Field, type Geo, GeoIndex, Index, type Many, ManyToMany, Model } from 'redstart';
import { paged } from '../support/paged.js';

@Entity('City')
class City extends Model {
  @Field.id() id!: Auto<number>;
  @GeoIndex() @Field.geo() at!: Geo;
  @ManyToMany(() => Club, { inverse: (club) => club.cities, kind: 'set' }) clubs!: Many<Club, 'set'>;
}

@Entity('Club')
class Club extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() name!: string;
  @ManyToMany(() => City, { inverse: (city) => city.clubs, kind: 'set' }) cities!: Many<City, 'set'>;
}

const FROM = { longitude: 12, latitude: 57 };

it('gives rows at one place once, from page to page and in any slices', async () => {
  await using db = await Database.embedded({ models: [City, Club] });
  const places = Array.from({ length: 48 }, (_, i) => ({
    at: { longitude: 10 + (i % 8) * 0.1234567, latitude: 55 + (i % 8) * 0.0987654 },
  }));
  const cities = await City.insertMany(places);
  const club = await Club.create({ name: 'club' });
  await club.cities.add(...cities.filter(({ id }) => id % 2 === 1));
  for (const budget of [1, 7]) {
    const nearest = City.query()
      .where((city) => city.clubs.some((one) => one.name.eq('club')))
      .orderBy((city) => [city.at.distanceTo(FROM).asc()]);
    const ids = await nearest.ids();
    expect(ids).toHaveLength(24);
    for (const size of [2, 5]) expect(await paged(nearest.within(budget), size)).toEqual(ids);
  }
  await db.redis.flushdb();
});
