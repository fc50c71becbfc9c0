// Words, phrases, prefixes and typos in texts of entities, best first, joined with any other condition.
// Run: npx tsx examples/full-text.ts
import { type Auto, Database, Entity, Field, FullText, highlight, Index, Model, score } from 'redstart';

@Entity('Post')
class Post extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text() title!: string;
  @FullText() @Field.text() body!: string;
  @Index() @Field.integer() stars!: number;
}

await using _db = await Database.embedded({ namespace: 'blog', models: [Post] });
await Post.insertMany([
  {
    title: 'Notes',
    body: 'The Analytical Engine weaves algebraical patterns just as the loom weaves flowers.',
    stars: 5,
  },
  { title: 'Looms', body: 'Jacquard punched cards; his looms read them.', stars: 3 },
  { title: 'Steam', body: 'An engine drives the ship, another one the loom of the town.', stars: 1 },
]);

const show = async (text: string) =>
  console.log(
    text,
    await Post.query()
      .search(text)
      .pluck((post) => post.title)
      .all(),
  );

await show('loom'); // a word finds its other forms
await show('engine AND (weaving OR punch) -ship');
await show('"engine weaves"');
await show('algeb* OR jaquard~1');
await show('title:loom');
const rows = await Post.query()
  .search('loom engine', { defaultConjunction: 'or', boosts: { title: 2 } })
  .where({ stars: { gte: 3 } })
  .select({ title: true, body: highlight({ before: '[', after: ']', length: 40 }), score: score() })
  .all();
for (const row of rows) console.log(row.title, row.score.toFixed(2), row.body);

console.log(
  await Post.query()
    .where((post) => post.body.search('loom').or(post.stars.eq(3)))
    .orderBy({ stars: 'desc' })
    .ids(),
);

// Output:
// loom [ 'Looms', 'Steam', 'Notes' ]
// engine AND (weaving OR punch) -ship [ 'Notes' ]
// "engine weaves" [ 'Notes' ]
// algeb* OR jaquard~1 [ 'Looms', 'Notes' ]
// title:loom [ 'Looms' ]
// Looms 2.11 …punched cards; his [looms] read them.
// Notes 0.54 The Analytical [Engine] weaves…
// [ 1, 2, 3 ]
