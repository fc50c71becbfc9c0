// A graph answers questions over who is joined to whom, several at once.
// Run: npx tsx examples/graph.ts
import { Database } from 'redstart';

await using db = await Database.embedded();
const graph = db.graph('people');

await graph.store('charlie', 'friends', 'huey');
await graph.storeMany([
  ['charlie', 'friends', 'zaizee'],
  ['charlie', 'friends', 'nuggie'],
  ['huey', 'lives', 'Kansas'],
  ['zaizee', 'lives', 'Missouri'],
  ['nuggie', 'lives', 'Kansas'],
  ['mickey', 'lives', 'Kansas'],
  ['huey', 'born', 2011],
  ['nuggie', 'born', 2009],
]);

// which of charlie's friends live in Kansas, and since when are they there?
const { X, Year } = graph.v;
const rows = await graph.search([
  ['charlie', 'friends', X],
  [X, 'lives', 'Kansas'],
  [X, 'born', Year!],
]);
console.log(rows);

// the values of each variable
console.log(await graph.searchSets([[X, 'lives', 'Missouri']]));

// one triple at a time, by any of its three
for await (const { subject, object } of graph.query({ predicate: 'born' })) console.log(subject, 'was born in', object);

await graph.store('zaizee', 'friends', 'mickey');
console.log(await graph.shortestPath('charlie', 'mickey', { predicate: 'friends' }));
console.log(await graph.traverse('charlie', { predicate: 'friends', depth: 2 }));
console.log('deleted', await graph.deleteMatching({ predicate: 'born' }), 'left', await graph.size());

// Output:
// [ { X: 'nuggie', Year: 2009 }, { X: 'huey', Year: 2011 } ]
// { X: Set(1) { 'zaizee' } }
// nuggie was born in 2009
// huey was born in 2011
// [ 'charlie', 'zaizee', 'mickey' ]
// [
//   { node: 'huey', depth: 1 },
//   { node: 'nuggie', depth: 1 },
//   { node: 'zaizee', depth: 1 },
//   { node: 'mickey', depth: 2 }
// ]
// deleted 2 left 8
