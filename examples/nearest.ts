// The nearest of many entities, with how far they are, together with other conditions and page by page.
// Run: npx tsx examples/nearest.ts
import { type Auto, Database, Entity, Field, type Geo, GeoIndex, Index, Model } from 'redstart';

@Entity('Harbour')
class Harbour extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Index() @Field.integer() berths!: number;
  @GeoIndex() @Field.geo() at!: Geo;
}

await using _db = await Database.embedded({ models: [Harbour] });
await Harbour.insertMany([
  { name: 'Oslo', berths: 40, at: { longitude: 10.7522, latitude: 59.9139 } },
  { name: 'Bergen', berths: 60, at: { longitude: 5.3221, latitude: 60.3913 } },
  { name: 'Stavanger', berths: 25, at: { longitude: 5.7331, latitude: 58.97 } },
  { name: 'Florø', berths: 8, at: { longitude: 5.0328, latitude: 61.5996 } },
  { name: 'Tromsø', berths: 30, at: { longitude: 18.9553, latitude: 69.6492 } },
]);

const here = { longitude: 5.2, latitude: 60.1 };
const away = Harbour.fields().at.distanceTo(here);
const nearest = Harbour.query().orderBy(() => [away.asc()]);

for (const row of await nearest.limit(2).select({ name: true, away }).all()) {
  console.log(`${row.name}: ${Math.round(row.away / 1000)} km`);
}

const large = nearest.where((harbour) => harbour.berths.gte(25).and(harbour.at.near(here, 400_000)));
console.log('large, within 400 km:', await large.pluck((harbour) => harbour.name).all());

let after: string | undefined;
do {
  const page = await nearest.page({ size: 2, ...(after && { after }) });
  console.log(page.rows.map(({ name }) => name));
  after = page.next;
} while (after);

// Output:
// Bergen: 33 km
// Stavanger: 129 km
// large, within 400 km: [ 'Bergen', 'Stavanger', 'Oslo' ]
// [ 'Bergen', 'Stavanger' ]
// [ 'Florø', 'Oslo' ]
// [ 'Tromsø' ]
