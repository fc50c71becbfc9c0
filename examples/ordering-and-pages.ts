// Order by several fields, pages by cursors, and iteration that never holds all rows.
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

// a page goes on behind a row, so that nobody is skipped or comes twice, whoever comes and goes meanwhile
let page = await ranked.page({ size: 2 });
console.log('first:', line(page.rows));
await Player.create({ name: 'Dan', score: 95 });
page = await ranked.page({ size: 2, after: page.next });
console.log('next:', line(page.rows));
page = await ranked.page({ size: 3, before: page.previous });
console.log('back:', line(page.rows));

// ties keep the order of their ids; batches of two are read here, 500 by default
for await (const player of Player.query()
  .where({ score: { gte: 70 } })
  .iterate({ batch: 2 }))
  console.log(player.name);

// Output:
// Ada 90, Cy 90, zoe 70, Émile 70, Bob -
// zoe 70, Émile 70, Ada 90, Cy 90, Bob -
// first: Ada 90, Cy 90
// next: zoe 70, Émile 70
// back: Dan 95, Ada 90, Cy 90
// zoe
// Émile
// Ada
// Cy
// Dan
