// A list with fast access by index: the laps of a race, corrected while it runs.
// Run: npx tsx examples/array.ts
import { Database, json } from 'redstart';

interface Lap {
  driver: string;
  seconds: number;
}

await using db = await Database.embedded();
const laps = db.array('race:laps', { codec: json<Lap>() });

await laps.push(
  { driver: 'Hill', seconds: 91.2 },
  { driver: 'Moss', seconds: 90.8 },
  { driver: 'Clark', seconds: 90.1 },
);
await laps.push({ driver: 'Moss', seconds: 89.9 });
console.log('size', await laps.size());
console.log('last', await laps.at(-1));

// one element is replaced or found without reading the others
await laps.set(0, { driver: 'Hill', seconds: 91.0 });
console.log('first', await laps.at(0));
console.log('nothing there', await laps.at(99));

// the steward strikes the second lap: what is behind it moves up
console.log('struck', await laps.deleteAt(1));
console.log('index', await laps.indexOf({ driver: 'Clark', seconds: 90.1 }));

// iteration reads 500 at a time, however long the array is
for await (const { driver, seconds } of laps) console.log(`${driver}: ${seconds}`);

await laps.set(7, { driver: 'Hill', seconds: 90 }).catch((error: Error) => console.log(error.message));

// Output:
// size 4
// last { driver: 'Moss', seconds: 89.9 }
// first { driver: 'Hill', seconds: 91 }
// nothing there undefined
// struck { driver: 'Moss', seconds: 90.8 }
// index 1
// Hill: 91
// Clark: 90.1
// Moss: 89.9
// The array "race:laps" has no index 7. Use push() to add to it.
