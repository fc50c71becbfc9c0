// Many small integers in one string: four counters of a player in five bytes, and a calendar of visits.
// Run: npx tsx examples/bit-field.ts
import { Database } from 'redstart';

await using db = await Database.embedded();

// lives: bits 0 to 3, level: 4 to 11, shield: 12 to 15 (signed), score: 16 to 39
const player = db.bitField('player:7');
await player.set('u4', 0, 3).set('u8', 4, 1).set('i4', 12, -2).set('u24', 16, 250_000).execute();

// a chain is one command, and each increment says what happens at the end of its range
const [lives, level, refused, score] = await player
  .incrementBy('u4', 0, 20, 'SAT')
  .incrementBy('u8', 4, 255)
  .incrementBy('i4', 12, -10, 'FAIL')
  .incrementBy('u24', 16, 1_500)
  .execute();
console.log({ lives, level, refused, score });

// any 1 to 63 bits are an unsigned integer; the end is excluded
console.log('level', await player.getBits(4, 12));
await player.setBits(4, 12, 42);
await player.clearBits(0, 4);
console.log('bytes', await player.getRaw());

// one bit a day of the year
const visits = db.bitField('visits:2026');
for (const day of [0, 3, 4, 31, 200]) await visits.setBit(day, 1);
console.log('days', await visits.bitCount());
console.log('first since day 5', await visits.bitPosition(1, { start: 5, unit: 'bit' }));
console.log('here on day 4', (await visits.getBit(4)) === 1);

await player.setBits(0, 4, 16).catch((error: Error) => console.log(error.message));

// Output:
// { lives: 15, level: 0, refused: undefined, score: 251500 }
// level 0
// bytes <Buffer 02 ae 03 d6 6c>
// days 5
// first since day 5 31
// here on day 4 true
// 16 does not fit into u4. Choose a wider type.
