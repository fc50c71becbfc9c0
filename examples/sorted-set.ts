// A sorted set keeps members in the order of their scores: here, a game's ranking.
// Run: npx tsx examples/sorted-set.ts
import { Database } from 'redstart';

const db = await Database.embedded();
const ranking = db.sortedSet('ranking');

await ranking.add({ charlie: 31, huey: 3, mickey: 6, zaizee: 2.5 });
console.log('huey has', await ranking.increment('huey', 5));

console.log('top two:', await ranking.slice(0, 2, { reverse: true, withScores: true }));
console.log('place of mickey:', await ranking.rank('mickey', { reverse: true }));
console.log('up to mickey:', await ranking.rangeByMember({ to: 'mickey' }));
console.log('over 6:', await ranking.rangeByScore({ min: { value: 6, exclusive: true } }));

// only a better result counts
await ranking.add({ charlie: 12, huey: 40 }, { when: 'greater' });
console.log(await ranking.toMap());

const season = db.sortedSet('season');
await season.add({ mickey: 100 });
console.log('both:', await ranking.union([season], { weights: [1, 0.5], aggregate: 'max' }));
console.log('out goes', await ranking.popMin());

await db.close();

// Output:
// huey has 8
// top two: [ [ 'charlie', 31 ], [ 'huey', 8 ] ]
// place of mickey: 2
// up to mickey: [ 'zaizee', 'mickey' ]
// over 6: [ 'huey', 'charlie' ]
// Map(4) {
//   'zaizee' => 2.5,
//   'mickey' => 6,
//   'charlie' => 31,
//   'huey' => 40
// }
// both: Map(4) {
//   'zaizee' => 2.5,
//   'charlie' => 31,
//   'huey' => 40,
//   'mickey' => 50
// }
// out goes [ 'zaizee', 2.5 ]
