// Places on earth, found by their distance: here, the harbours of Norway.
// Run: npx tsx examples/geo.ts
import { Database } from 'redstart';

const db = await Database.embedded();
const harbours = db.geo('harbours');

await harbours.add({
  oslo: { longitude: 10.7522, latitude: 59.9139 },
  bergen: { longitude: 5.3221, latitude: 60.3913 },
  stavanger: { longitude: 5.7331, latitude: 58.97 },
  tromso: { longitude: 18.9553, latitude: 69.6492 },
});

const km = (metres: number | undefined) => `${Math.round((metres ?? 0) / 1000)} km`;
console.log('oslo to bergen:', km(await harbours.distance('oslo', 'bergen')));
console.log('geohash of tromso:', await harbours.hash('tromso'));

// around a member, the nearest first
for (const { member, distance } of await harbours.search({ member: 'bergen', radius: 350_000 })) {
  console.log(`- ${member}, ${km(distance)}`);
}

// around a point, in a box of 500 by 300 km
const box = { longitude: 7, latitude: 60, width: 500_000, height: 300_000 };
console.log('in the box:', (await harbours.search(box, { count: 2 })).length, 'at most two');

// kept for later, with the distances for scores
const near = await harbours.distanceStore('near-oslo', { member: 'oslo', radius: 400_000 });
console.log('near oslo:', await near.slice());

await db.close();

// Output:
// oslo to bergen: 305 km
// geohash of tromso: ukmkpr6b480
// - bergen, 0 km
// - stavanger, 160 km
// - oslo, 305 km
// in the box: 2 at most two
// near oslo: [ 'oslo', 'stavanger', 'bergen' ]
