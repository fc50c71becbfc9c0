// Entities in the order of a sorted set, and only those in a set of one's own: ids that are kept elsewhere.
// Run: npx tsx examples/leaderboard.ts
import { type Auto, Database, Entity, Field, Index, Model, score } from 'redstart';

@Entity('Player')
class Player extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Index() @Field.text() country!: string;
}

await using db = await Database.embedded({ namespace: 'game', models: [Player] });
const [ada, bo, cy, di] = await Player.insertMany([
  { name: 'Ada', country: 'NO' },
  { name: 'Bo', country: 'SE' },
  { name: 'Cy', country: 'NO' },
  { name: 'Di', country: 'NO' },
]);

// the braces put the keys beside the models in a cluster
const points = db.sortedSet('{game}:points');
const online = db.set('{game}:online');
for (const [player, won] of [
  [ada!, 30],
  [bo!, 70],
  [cy!, 50],
] as const)
  await points.increment(String(player.id), won);
await online.add(String(ada!.id), String(cy!.id), String(di!.id));

const best = Player.query().orderByScore(points, 'desc');
for (const row of await best.limit(2).select({ name: true, points: score() }).all()) console.log(row.name, row.points);

const here = best.intersect(online).where({ country: 'NO' });
console.log('online:', await here.pluck((player) => player.name).all()); // one without points comes last
console.log('with points:', await here.intersect(points).count());
console.log(String(here));

// Output:
// Bo 70
// Cy 50
// online: [ 'Cy', 'Ada', 'Di' ]
// with points: 2
// Player.query().where(in "{game}:online").where(country = "NO").orderByScore("{game}:points", desc)
