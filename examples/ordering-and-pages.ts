// Order by several fields, pages by limit and offset, and iteration that never holds all rows.
// Run: npx tsx examples/ordering-and-pages.ts
import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';

@Entity('Player')
class Player extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true }) @Field.text() name!: string;
  @Index() @Field.integer({ optional: true }) score?: number;
}

await using _db = await Database.embedded({ models: [Player] });
await Player.insertMany([
  { name: 'zoe', score: 70 },
  { name: 'Ada', score: 90 },
  { name: 'Émile', score: 70 },
  { name: 'Bob' },
  { name: 'Cy', score: 90 },
]);

const line = (players: readonly Player[]) => players.map(({ name, score }) => `${name} ${score ?? '-'}`).join(', ');

// text is in the order of its code points; who has no value comes last, in both directions
const ranked = Player.query().orderBy({ score: 'desc', name: 'asc' });
console.log(line(await ranked.all()));
console.log(line(await Player.query().orderBy({ score: 'asc' }).all()));

// queries never change: each call gives a new one
const page = (number: number) => ranked.offset(2 * (number - 1)).limit(2);
for (const number of [1, 2, 3]) console.log(`page ${number}:`, line(await page(number).all()));

// ties keep the order of their ids; batches of two are read here, 500 by default
for await (const player of Player.query()
  .where({ score: { gte: 70 } })
  .iterate({ batch: 2 }))
  console.log(player.name);

// Output:
// Ada 90, Cy 90, zoe 70, Émile 70, Bob -
// zoe 70, Émile 70, Ada 90, Cy 90, Bob -
// page 1: Ada 90, Cy 90
// page 2: zoe 70, Émile 70
// page 3: Bob -
// zoe
// Émile
// Ada
// Cy
