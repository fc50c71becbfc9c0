// A set holds each value once, and sets are combined on the server.
// Run: npx tsx examples/set.ts
import { Database, number } from 'redstart';

const db = await Database.embedded();
const monday = db.set('visitors:monday', { codec: number });
const tuesday = db.set('visitors:tuesday', { codec: number });

console.log('new on Monday:', await monday.add(1, 2, 3, 4, 3));
await tuesday.add(3, 4, 5);

console.log('was 2 there?', await monday.has(2), await tuesday.hasMany([2, 5]));
console.log('on both days:', await monday.intersection(tuesday));
console.log('on Monday only:', await monday.difference(tuesday));
console.log('at least two on both days:', (await monday.intersectionSize([tuesday], { count: 2 })) === 2);

const both = await monday.unionStore(db.set('visitors:all', { codec: number }), tuesday);
console.log('in all:', await both.size());

const winners = await both.popMany(2);
console.log('winners:', winners.length, 'left:', await both.size());

await db.close();

// Output:
// new on Monday: 4
// was 2 there? true [ false, true ]
// on both days: Set(2) { 3, 4 }
// on Monday only: Set(2) { 1, 2 }
// at least two on both days: true
// in all: 5
// winners: 2 left: 3
